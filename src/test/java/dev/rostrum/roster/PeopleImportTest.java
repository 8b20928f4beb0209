package dev.rostrum.roster;

import static dev.rostrum.testing.Said.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.ConversationOrigin;
import dev.rostrum.domain.OptOut;
import dev.rostrum.domain.PeopleFilter;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.ServiceUrl;
import dev.rostrum.domain.User;
import dev.rostrum.domain.UserKind;
import dev.rostrum.roster.PeopleImport.NotTaken;
import dev.rostrum.roster.PeopleImport.Refusal;
import dev.rostrum.store.Database;
import dev.rostrum.store.StoreFixture;
import dev.rostrum.store.ledger.Ledger;
import dev.rostrum.store.people.ImportStore;
import dev.rostrum.store.query.ConversationQuery;
import dev.rostrum.store.query.UserQuery;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class PeopleImportTest {
    private static final String BOT = StoreFixture.IDENTITY.appId();
    private static final String TENANT = StoreFixture.IDENTITY.tenantId();
    private static final String ANN = "aaaaaaaa-0000-0000-0000-000000000001";
    private static final String HEADER =
            "PartitionKey,RowKey,AadId,UserId,ConversationId,ServiceUrl,TenantId,UserType\n";
    private static final String URL = "https://smba.trafficmanager.net/emea/";

    @TempDir
    Path folder;

    private Database database;
    private PeopleImport imports;
    private final List<NotTaken> notTaken = new ArrayList<>();

    @BeforeEach
    void open() {
        database = StoreFixture.open(folder.resolve("x.db"));
        imports = new PeopleImport(
                new ImportStore(database, StoreFixture.optOuts(database)),
                BOT,
                TENANT,
                ServiceUrl.parse(ServiceUrl.PUBLIC, false),
                StoreFixture.CLOCK);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("people.csv"), text, StandardCharsets.UTF_8);
    }

    private PeopleImport.Result run(String text, boolean dryRun) throws Exception {
        notTaken.clear();
        return imports.run(file(text), null, dryRun, notTaken::add, rows -> {}, () -> false);
    }

    private PeopleImport.Result run(String text) throws Exception {
        return run(text, false);
    }

    private static String row(String objectId, String userId, String conversation, String url, String tenant) {
        return "UserData," + objectId + "," + objectId + "," + userId + "," + conversation + "," + url + "," + tenant
                + ",Member\n";
    }

    private static String ann() {
        return row(ANN, "29:1annannann", "a:1annannann", URL, TENANT);
    }

    private ConversationQuery.Row conversation() {
        return new ConversationQuery(database)
                .select(ConversationQuery.Filter.ALL, List.of())
                .page(0, 10)
                .get(0);
    }

    private List<UserQuery.Row> people() {
        return new UserQuery(database)
                .select(PeopleFilter.of(null, ""), List.of())
                .page(0, 10);
    }

    @Test
    void objectIdsAloneAreOfTheConnectionsTenant() throws Exception {
        for (String text : List.of(
                ANN + "\n",
                "\ufeff{" + ANN + "}\r\n\r\n",
                "AadId\n" + ANN + "\n",
                "ObjectId,Name\n" + ANN + ",Ann\n")) {
            assertThat(run(text, true)).as(text).isEqualTo(new PeopleImport.Result(1, 1, 0, 0, 0, 0, Map.of(), true));
        }
        assertThat(run(ANN + "\nnobody\n" + ANN + "\n").notTaken())
                .isEqualTo(Map.of(Refusal.OBJECT_ID_SHAPE, 1L, Refusal.TWICE, 1L));
        assertThat(notTaken.get(0).line()).isEqualTo(2);
        assertThat(people()).hasSize(1);
        // Where the file names tenants, a row without one is of nobody knows whom.
        assertThat(run("AadId,TenantId\n" + ANN + ",\n").notTaken()).isEqualTo(Map.of(Refusal.OTHER_TENANT, 1L));
    }

    @Test
    void peopleAndConversationsOfCompanyCommunicatorAreTaken() throws Exception {
        PeopleImport.Result result = run(HEADER + ann());

        assertThat(result).isEqualTo(new PeopleImport.Result(1, 1, 1, 0, 0, 0, Map.of(), false));
        assertThat(conversation().id()).isEqualTo("a:1annannann");
        assertThat(conversation().origin()).isEqualTo(ConversationOrigin.IMPORT);
        assertThat(conversation().unverified()).isTrue();
        assertThat(people()).hasSize(1);
        assertThat(people().get(0).unverified()).isTrue();
        assertThat(people().get(0).objectId()).isEqualTo(ANN);
        assertThat(people().get(0).kind()).isEqualTo(UserKind.MEMBER);

        assertThat(run(HEADER + ann())).isEqualTo(new PeopleImport.Result(1, 0, 0, 1, 0, 0, Map.of(), false));
        assertThat(Ledger.of(database)
                        .previews()
                        .preview(
                                new Audience(Set.of(), Set.of("29:1annannann"), Set.of()),
                                StoreFixture.message(),
                                SendChoices.NONE,
                                StoreFixture.T0,
                                person -> {})
                        .withConversation())
                .as("a create has to give the same first")
                .isZero();
    }

    @Test
    void peopleKnownByObjectIdAloneAreTaken() throws Exception {
        assertThat(run("AadId,TenantId,Name\n{" + ANN.toUpperCase(java.util.Locale.ROOT) + "}," + TENANT + ",Ann\n")
                        .people())
                .isEqualTo(1);
        assertThat(people())
                .extracting(UserQuery.Row::id, UserQuery.Row::objectId, UserQuery.Row::unverified)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(ANN, ANN, true));
        // The chat is the person's, by whichever id it was opened.
        assertThat(run(HEADER + row(ANN, "", "a:1annannann", URL, TENANT)))
                .isEqualTo(new PeopleImport.Result(1, 0, 1, 0, 0, 0, Map.of(), false));
        assertThat(conversation().userId()).isEqualTo(ANN);
        assertThat(run(HEADER + row(ANN, "", "", "", TENANT) + row(ANN, "", "", "", TENANT))
                        .notTaken())
                .isEqualTo(Map.of(Refusal.TWICE, 1L));
    }

    @Test
    void whatAddsAnIdAndWhoMayHaveAnOptOutIsCounted() throws Exception {
        assertThat(run(HEADER
                        + row("", "29:1annannann", "", "", TENANT)
                        + row(ANN, "", "", "", TENANT)
                        + row(ANN, "29:1annannann", "", "", TENANT)))
                .isEqualTo(new PeopleImport.Result(3, 2, 0, 0, 1, 0, Map.of(), false));
        StoreFixture.roster(database, "19:a", StoreFixture.T0, StoreFixture.user("29:1bobbobbob", null, "Bob"));
        StoreFixture.optOuts(database).set("29:1bobbobbob", OptOut.Asker.PERSON, null);
        String text = "AadId,UserId,ConversationId,ServiceUrl,TenantId,Upn\n,29:1otherother,,," + TENANT
                + ",BOB@example.com\n";
        assertThat(run(text, true).optOuts()).isEqualTo(1);
        assertThat(run(text)).isEqualTo(new PeopleImport.Result(1, 1, 0, 0, 0, 1, Map.of(), false));
        assertThat(StoreFixture.optOuts(database).find("29:1otherother")).isPresent();
    }

    @Test
    void aRosterVerifiesAndThatStays() throws Exception {
        run(HEADER + ann());
        User member = new User("29:1annannann", ANN, "Ann", null, null, null, null, TENANT, UserKind.MEMBER);
        StoreFixture.roster(database, "19:a", StoreFixture.at(1), member);
        assertThat(people().get(0).unverified()).isFalse();
        assertThat(people().get(0).name()).isEqualTo("Ann");
        assertThat(conversation().unverified()).isFalse();
        assertThat(conversation().origin()).isEqualTo(ConversationOrigin.IMPORT);

        StoreFixture.roster(database, "19:a", StoreFixture.at(2), StoreFixture.user("29:other", null, "Other"));
        assertThat(conversation().unverified()).as("known once is known").isFalse();
    }

    @Test
    void whatIsKnownIsNeverChanged() throws Exception {
        StoreFixture.roster(
                database,
                "19:a",
                StoreFixture.T0,
                new User("29:1annannann", ANN, "Ann", null, null, "ann@x.example", null, TENANT, UserKind.MEMBER));
        String header = "userid;name;object id;CONVERSATION_ID;Service Url;Tenant Id\n";

        PeopleImport.Result result =
                run(header + "29:1annannann;Somebody else;" + ANN + ";a:1annannann;" + URL + ";" + TENANT + "\n");

        assertThat(result).isEqualTo(new PeopleImport.Result(1, 0, 1, 0, 0, 0, Map.of(), false));
        assertThat(people().get(0).name()).isEqualTo("Ann");
        assertThat(people().get(0).unverified()).isFalse();

        assertThat(run(HEADER
                                + row(ANN, "29:1annannann", "a:1anotherone", URL, TENANT)
                                + row(ANN, "29:1someoneelse", "a:1thirdthird", URL, TENANT)
                                + row("", "29:1fourfourfour", "a:1annannann", URL, TENANT))
                        .notTaken())
                .isEqualTo(Map.of(
                        Refusal.OTHER_CONVERSATION, 1L, Refusal.OTHER_PERSON, 1L, Refusal.CONVERSATION_OF_ANOTHER, 1L));
        assertThat(conversation().id()).isEqualTo("a:1annannann");
        assertThat(people()).hasSize(1);
    }

    @Test
    void eachRowThatIsNotTakenIsToldWithItsLineAndReason() throws Exception {
        String other = "aaaaaaaa-0000-0000-0000-00000000000";
        String text = "\ufeff" + HEADER
                + row("00000000-0000-0000-0000-000000000000", "", "", "", TENANT)
                + row(ANN, "28:" + BOT, "a:1annannann", URL, TENANT)
                + row("ann", "29:1annannann", "a:1annannann", URL, TENANT)
                + row(ANN, "29:1annannann", "a:1annannann", URL, other + "9")
                + row(ANN, "29:1annannann", "a:1annannann", "", TENANT)
                + row(ANN, "29:1annannann", "a:1annannann", "https://smba.trafficmanager.net.evil.example/", TENANT)
                + row(ANN, "29:1annannann", "a:1annannann", "http://smba.trafficmanager.net/emea/", TENANT)
                + row(ANN, "29:1annannann", "a:1annannann", "http://127.0.0.1:8080/", TENANT)
                + row(ANN, "29:1annannann", "a:1annannann", "https://smba.infra.gcc.teams.microsoft.com/gcc/", TENANT)
                + row(ANN, "29:1annannann", "19:abc@thread.tacv2", URL, TENANT)
                + row(ANN, "29:1annannann", "19:" + other + "2_" + BOT + "@unq.gbl.spaces", URL, TENANT)
                + row(ANN, "29:1annannann", "a:1/../../v3/teams", URL, TENANT)
                + ann()
                + ann();

        PeopleImport.Result result = run(text);

        assertThat(notTaken)
                .extracting(NotTaken::line, NotTaken::refusal)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(2L, Refusal.NO_ID),
                        org.assertj.core.groups.Tuple.tuple(3L, Refusal.USER_ID_SHAPE),
                        org.assertj.core.groups.Tuple.tuple(4L, Refusal.OBJECT_ID_SHAPE),
                        org.assertj.core.groups.Tuple.tuple(5L, Refusal.OTHER_TENANT),
                        org.assertj.core.groups.Tuple.tuple(6L, Refusal.NO_SERVICE_URL),
                        org.assertj.core.groups.Tuple.tuple(7L, Refusal.SERVICE_URL),
                        org.assertj.core.groups.Tuple.tuple(8L, Refusal.SERVICE_URL),
                        org.assertj.core.groups.Tuple.tuple(9L, Refusal.SERVICE_URL),
                        org.assertj.core.groups.Tuple.tuple(10L, Refusal.OTHER_CLOUD),
                        org.assertj.core.groups.Tuple.tuple(11L, Refusal.CONVERSATION_SHAPE),
                        org.assertj.core.groups.Tuple.tuple(12L, Refusal.CONVERSATION_SHAPE),
                        org.assertj.core.groups.Tuple.tuple(13L, Refusal.CONVERSATION_SHAPE),
                        org.assertj.core.groups.Tuple.tuple(15L, Refusal.TWICE));
        assertThat(result.refused()).isEqualTo(13);
        assertThat(result.people()).isEqualTo(1);
        assertThat(result.rows()).isEqualTo(14);
    }

    @Test
    void aHostThatTheAdminAllowedByItsNameIsTheConnectionsOwn() throws Exception {
        String own = "https://connector.contoso.example/emea/";
        imports = new PeopleImport(
                new ImportStore(database, StoreFixture.optOuts(database)),
                BOT,
                TENANT,
                ServiceUrl.parse(own, "connector.contoso.example"),
                StoreFixture.CLOCK);

        PeopleImport.Result result = run(HEADER
                + row(ANN, "29:1annannann", "a:1annannann", own, TENANT)
                + row(ANN, "29:1bobbobbob", "a:1bobbobbob", URL, TENANT)
                + row(ANN, "29:1cyccyccyc", "a:1cyccyccyc", "https://other.contoso.example/", TENANT));

        assertThat(result.conversations()).isEqualTo(1);
        assertThat(notTaken).extracting(NotTaken::refusal).containsExactly(Refusal.OTHER_CLOUD, Refusal.SERVICE_URL);
    }

    @Test
    void idsAreTrimmedAndFormulaGuardsTakenOff() throws Exception {
        String text = "AadId,UserId,ConversationId,ServiceUrl,TenantId,Name,Email\n"
                + "\" {" + ANN.toUpperCase(java.util.Locale.ROOT) + "} \",\" 29:1annannann\u00a0\",'a:1annannann',"
                + URL + ","
                + TENANT + ",'=Ann,'+49@x.example\n";
        assertThat(run(text).conversations()).isEqualTo(1);
        assertThat(people().get(0).name()).isEqualTo("=Ann");
        assertThat(people().get(0).email()).isEqualTo("+49@x.example");
        assertThat(people().get(0).objectId()).isEqualTo(ANN);
    }

    @Test
    void theGraphChatOfThisPersonAndBotIsTaken() throws Exception {
        String chat = "19:" + ANN + "_" + BOT + "@unq.gbl.spaces";
        assertThat(run(HEADER + row(ANN, "29:1annannann", chat, URL, TENANT)).conversations())
                .isEqualTo(1);
        assertThat(conversation().id()).isEqualTo(chat);
    }

    @Test
    void aDryRunSaysTheSameAndWritesNothing() throws Exception {
        String text = HEADER
                + ann()
                + ann()
                + row(ANN, "29:1zzzzzzzz", "", "", "x")
                + row("", "29:1bobbobbob", "", "", TENANT);
        PeopleImport.Result dry = run(text, true);
        List<NotTaken> dryRows = List.copyOf(notTaken);
        assertThat(people()).isEmpty();
        assertThat(new ConversationQuery(database)
                        .select(ConversationQuery.Filter.ALL, List.of())
                        .count())
                .isZero();

        PeopleImport.Result real = run(text);

        assertThat(dry.dryRun()).isTrue();
        assertThat(real)
                .isEqualTo(new PeopleImport.Result(
                        dry.rows(), dry.people(), dry.conversations(), dry.known(), 0, 0, dry.notTaken(), false));
        assertThat(notTaken).isEqualTo(dryRows);
        assertThat(real.people()).isEqualTo(2);
        assertThat(real.conversations()).isEqualTo(1);
    }

    @Test
    void filesThatAreNoSuchTableAreNamed() throws Exception {
        assertThatThrownBy(() -> imports.run(folder.resolve("none.csv"), null, true, n -> {}, n -> {}, () -> false))
                .isInstanceOf(Problem.class)
                .satisfies(says("There is no file"));
        assertThatThrownBy(() -> run("")).satisfies(says("is empty"));
        assertThatThrownBy(() -> run("Name,Email\nAnn,a@x\n"))
                .satisfies(says("lacks the columns UserId, AadId, ConversationId, ServiceUrl, TenantId"));
        assertThatThrownBy(() -> run("AadId,UserId,User_Id,ConversationId,ServiceUrl,TenantId\n"))
                .satisfies(says("two columns UserId"));
        assertThatThrownBy(() -> run(HEADER + ann() + "\"never closed," + "x".repeat(400_000)))
                .satisfies(says("no end of row after line 3"));
        assertThat(people())
                .as("nothing before the last 1,000 rows was written")
                .isEmpty();
        Files.write(
                folder.resolve("latin.csv"), (HEADER + ann() + "M\u00fcller").getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> imports.run(folder.resolve("latin.csv"), null, true, n -> {}, n -> {}, () -> false))
                .satisfies(says("neither UTF-8"));
    }

    @Test
    void aHundredThousandRowsStreamThrough() throws Exception {
        Path large = folder.resolve("large.csv");
        int rows = 100_000;
        try (BufferedWriter writer = Files.newBufferedWriter(large, StandardCharsets.UTF_8)) {
            writer.write(HEADER);
            for (int i = 0; i < rows; i++) {
                writer.write(row(
                        String.format(java.util.Locale.ROOT, "aaaaaaaa-0000-0000-0000-%012d", i),
                        "29:1user" + "x".repeat(70) + i,
                        "a:1chat" + "y".repeat(110) + i,
                        i % 100 == 0 ? "https://evil.example/" : URL,
                        TENANT));
            }
        }
        long[] told = {0, 0};
        PeopleImport.Result result =
                imports.run(large, null, false, n -> told[0]++, reached -> told[1] = reached, () -> false);

        assertThat(result.rows()).isEqualTo(rows);
        assertThat(result.people()).isEqualTo(rows - rows / 100);
        assertThat(result.notTaken()).isEqualTo(Map.of(Refusal.SERVICE_URL, (long) rows / 100));
        assertThat(told).containsExactly(rows / 100, rows);
        assertThat(new ConversationQuery(database)
                        .select(ConversationQuery.Filter.ALL, List.of())
                        .count())
                .isEqualTo(rows - rows / 100);
    }

    @Test
    void aCancelledImportKeepsWhatWasTaken() throws Exception {
        StringBuilder text = new StringBuilder(HEADER);
        for (int i = 0; i < 2_500; i++) {
            text.append(row("", "29:1user" + (10_000 + i), "", "", TENANT));
        }
        Path file = file(text.toString());
        assertThatThrownBy(() -> imports.run(file, null, false, n -> {}, n -> {}, () -> true))
                .isInstanceOf(InterruptedException.class)
                .hasMessageContaining("after row 1000");
        assertThat(new UserQuery(database).select(PeopleFilter.of(null, "")).count())
                .isEqualTo(1000);
    }
}

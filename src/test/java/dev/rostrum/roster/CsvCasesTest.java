package dev.rostrum.roster;

import static dev.rostrum.testing.Said.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rostrum.domain.CachedText;
import dev.rostrum.domain.PeopleFilter;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.ServiceUrl;
import dev.rostrum.roster.PeopleImport.NotTaken;
import dev.rostrum.roster.PeopleImport.Refusal;
import dev.rostrum.store.Database;
import dev.rostrum.store.StoreFixture;
import dev.rostrum.store.people.ImportStore;
import dev.rostrum.store.query.ConversationQuery;
import dev.rostrum.store.query.UserQuery;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables as spreadsheets and tools for Azure tables really write them; each file is one that somebody had. */
@Tag("locale")
class CsvCasesTest {
    private static final String BOT = "99999999-9999-4999-8999-999999999999";
    private static final String TENANT = "11111111-aaaa-4bbb-8ccc-222222222222";
    private static final String HEADER = "AadId,UserId,ConversationId,ServiceUrl,TenantId,Name,Email\n";
    private static final String PLACE = "https://smba.trafficmanager.net/emea/," + TENANT;
    private static final Charset WESTERN = TextEncoding.WESTERN;

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

    private static Path file(String name) throws Exception {
        return Path.of(CsvCasesTest.class.getResource("csv/" + name).toURI());
    }

    private Path text(String text, Charset charset) throws Exception {
        return Files.writeString(folder.resolve("typed.csv"), text, charset);
    }

    private PeopleImport.Result run(Path file, Charset charset) throws InterruptedException {
        notTaken.clear();
        return imports.run(file, charset, false, notTaken::add, rows -> {}, () -> false);
    }

    private List<String> names() {
        return new UserQuery(database)
                .select(PeopleFilter.of(null, ""), List.of()).page(0, 10).stream()
                        .map(UserQuery.Row::name)
                        .toList();
    }

    private void threeWereTaken(PeopleImport.Result result) {
        assertThat(result).isEqualTo(new PeopleImport.Result(3, 3, 3, 0, 0, 0, Map.of(), false));
        assertThat(names())
                .containsExactlyInAnyOrder("Zo\u00eb M\u00fcller", "O'Brien, Pat", "Jos\u00e9 \"Pepe\" D\u00edaz");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain.csv",
                "allquoted-semicolon.csv",
                "blank-first-line.csv",
                "lf-cr.csv",
                "pipe.csv",
                "semi-header-comma.csv",
                "semicolon-bom.csv",
                "sep-comma.csv",
                "sep-line.csv",
                "sep-line-bom.csv",
                "trailing-empty.csv",
                "typed.csv",
                "typed-odata.csv",
                "utf16-comma.csv",
                "utf16-tab.txt"
            })
    void threePeopleWithTheirConversationsAreTaken(String name) throws Exception {
        threeWereTaken(run(file(name), null));
    }

    @Test
    void anEncodingThatNothingProvesIsSaidByAPersonOnly() throws Exception {
        Path file = file("cp1252.csv");
        assertThatThrownBy(() -> run(file, null))
                .isInstanceOf(Problem.class)
                .satisfies(says("cp1252.csv is neither UTF-8 nor UTF-16: line 2"))
                .satisfies(says("--encoding windows-1252"));
        assertThat(names()).as("nothing was guessed").isEmpty();
        assertThat(TextEncoding.samples(file, WESTERN)).startsWith("Zo\u00eb M\u00fcller");

        PeopleImport.Result result = run(file, TextEncoding.named(" Windows-1252 "));

        assertThat(result.people()).isEqualTo(3);
        assertThat(names()).contains("Zo\u00eb M\u00fcller", "Jos\u00e9 \"Pepe\" D\u00edaz");
    }

    @Test
    void whatTheBytesProveIsNotReadAsAnythingElse() throws Exception {
        for (String name : List.of("plain.csv", "semicolon-bom.csv", "utf16-tab.txt")) {
            Path file = file(name);
            assertThatThrownBy(() -> run(file, WESTERN))
                    .isInstanceOf(Problem.class)
                    .satisfies(says("not windows-1252"));
        }
        assertThat(names()).isEmpty();
        threeWereTaken(run(file("utf16-comma.csv"), StandardCharsets.UTF_16));
        assertThatThrownBy(() -> TextEncoding.named("no such")).satisfies(says("no encoding no such"));
    }

    @Test
    void utf16IsKnownWithoutItsMarkToo() throws Exception {
        String text = new String(Files.readAllBytes(file("plain.csv")), StandardCharsets.UTF_8);
        threeWereTaken(run(text(text, StandardCharsets.UTF_16BE), null));
        assertThat(run(text(text, StandardCharsets.UTF_16LE), null).known()).isEqualTo(3);
        assertThat(run(text("\ufeff" + text, StandardCharsets.UTF_16BE), null).known())
                .isEqualTo(3);
        byte[] odd = text.getBytes(StandardCharsets.UTF_16LE);
        Files.write(folder.resolve("odd.csv"), java.util.Arrays.copyOf(odd, odd.length - 1));
        assertThatThrownBy(() -> run(folder.resolve("odd.csv"), null)).satisfies(says("no UTF-16LE text near line"));
    }

    @Test
    void chatsOfOthersAreRefusedEachByItsReason() throws Exception {
        PeopleImport.Result result = run(file("chats.csv"), null);

        assertThat(result.conversations()).isEqualTo(3);
        assertThat(notTaken)
                .extracting(NotTaken::line, NotTaken::refusal)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(4L, Refusal.CONVERSATION_SHAPE),
                        org.assertj.core.groups.Tuple.tuple(5L, Refusal.CONVERSATION_SHAPE),
                        org.assertj.core.groups.Tuple.tuple(6L, Refusal.CONVERSATION_SHAPE),
                        org.assertj.core.groups.Tuple.tuple(8L, Refusal.CONVERSATION_OF_ANOTHER));
    }

    @Test
    void linesAreCountedAsTheyStandInTheFile() throws Exception {
        run(text("\r\n;;\r\nsep=;\r\n" + HEADER + "\n\n,,,,\n,28:x,,," + TENANT + "\n", StandardCharsets.UTF_8), null);
        assertThat(notTaken).extracting(NotTaken::line).containsExactly(8L);
    }

    @Test
    void aTableTakenForOneColumnIsReadRowByRow() throws Exception {
        // A spreadsheet whose own separator is the semicolon quotes only those of its cells that hold quotes.
        String rows = "AadId,UserId,ConversationId,ServiceUrl,TenantId,Name;;\r\n"
                + ",29:1annannann,," + PLACE + ",Ann;;\r\n"
                + "\",29:1bobbobbob,," + PLACE + ",\"\"Bob \"\"\"\"B\"\"\"\" Bee\"\"\";;\r\n";
        // Its own separator stands at the end of each line, where it had three columns.
        assertThat(run(text(rows.replace(";;", ""), StandardCharsets.UTF_8), null)
                        .people())
                .isEqualTo(2);
        assertThat(names()).containsExactlyInAnyOrder("Ann", "Bob \"B\" Bee");
    }

    @Test
    void aRowWhoseCellsCannotBeKnownApartIsRefused() throws Exception {
        // A tool took the quotes off before it quoted each row as a whole, so that "O'Brien, Pat" became two values.
        PeopleImport.Result result = run(file("one-cell.csv"), null);

        assertThat(result)
                .isEqualTo(new PeopleImport.Result(3, 2, 2, 0, 0, 0, Map.of(Refusal.TOO_MANY_VALUES, 1L), false));
        assertThat(notTaken).extracting(NotTaken::line).containsExactly(3L);
        assertThat(names()).containsExactlyInAnyOrder("Zo\u00eb M\u00fcller", "Jos\u00e9 \"Pepe\" D\u00edaz");
    }

    @Test
    void namesAreCutAndLongIdsRefusedRowByRow() throws Exception {
        String smile = "\ud83d\ude00";
        String rows = HEADER
                + ",29:1annannann,," + PLACE + "," + smile.repeat(1000) + "," + "a".repeat(300) + "@x.example\n"
                + ",29:1" + "b".repeat(300) + ",," + PLACE + ",Bob,\n"
                + ",29:1cyccyccyc,a:1" + "c".repeat(400) + "," + PLACE + ",Cyd,\n";

        PeopleImport.Result result = run(text(rows, StandardCharsets.UTF_8), null);

        assertThat(names()).containsExactly(smile.repeat(CachedText.MAX));
        assertThat(result.notTaken()).isEqualTo(Map.of(Refusal.ID_TOO_LONG, 2L));
        assertThat(notTaken).allSatisfy(row -> assertThat(row.userId()).hasSizeLessThanOrEqualTo(CachedText.MAX));
    }

    @Test
    void whatTheFileHoldsIsDataOnly() throws Exception {
        String secret = "${BOT_SECRET}";
        String rows = HEADER
                + ",29:1annannann,," + PLACE + "," + secret + ",$HOME\n"
                + ",29:1bobbobbob,,http://127.0.0.1:1/," + TENANT + ",/etc/passwd,\n"
                + ",29:1cyccyccyc,,https://${BOT_SECRET}.evil.example/," + TENANT + ",,\n"
                + ",29:1dandandan,,\\\\evil.example\\share," + TENANT + ",,\n"
                + ",29:1eveeveeve,," + secret + "," + TENANT + ",,\n"
                + ",29:1fayfayfay,," + PLACE + ",file:///etc/passwd,\n";

        PeopleImport.Result result = run(text(rows, StandardCharsets.UTF_8), null);

        assertThat(result.notTaken()).isEqualTo(Map.of(Refusal.SERVICE_URL, 4L));
        assertThat(names()).containsExactlyInAnyOrder(secret, "file:///etc/passwd");
        assertThat(new ConversationQuery(database)
                        .select(ConversationQuery.Filter.ALL, List.of())
                        .count())
                .isZero();
    }
}

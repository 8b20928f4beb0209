package dev.rostrum.inbound;

import static dev.rostrum.inbound.Activities.CHAT;
import static dev.rostrum.inbound.Activities.MIA;
import static dev.rostrum.inbound.Activities.MIA_OBJECT;
import static dev.rostrum.inbound.Activities.TEAM;
import static dev.rostrum.inbound.Activities.TOM;
import static dev.rostrum.inbound.Activities.TOM_OBJECT;
import static dev.rostrum.store.StoreFixture.number;
import static dev.rostrum.store.StoreFixture.text;
import static dev.rostrum.store.StoreFixture.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rostrum.domain.Cloud;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.ServiceUrl;
import dev.rostrum.domain.User;
import dev.rostrum.domain.UserKind;
import dev.rostrum.inbound.ActivityImport.Result;
import dev.rostrum.store.Database;
import dev.rostrum.store.StoreFixture;
import dev.rostrum.store.people.ImportStore;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActivityImportTest {
    @TempDir
    Path folder;

    private Database database;
    private ActivityImport imports;
    private final List<String> notTaken = new ArrayList<>();

    @BeforeEach
    void open() {
        database = StoreFixture.open(folder.resolve("x.db"));
        imports = new ActivityImport(
                new ImportStore(database, StoreFixture.optOuts(database)),
                new Recipient(
                        Activities.BOT.substring(3),
                        Activities.TENANT,
                        Cloud.PUBLIC,
                        ServiceUrl.parse(ServiceUrl.PUBLIC, false)),
                StoreFixture.CLOCK);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Result run(boolean dryRun, String... lines) throws Exception {
        Path file = Files.writeString(folder.resolve("captured"), String.join("\n", lines), StandardCharsets.UTF_8);
        notTaken.clear();
        return imports.run(
                file,
                dryRun,
                each -> notTaken.add(each.line() + " " + each.reason().code()),
                count -> {},
                () -> false);
    }

    private Result run(String... lines) throws Exception {
        return run(false, lines);
    }

    private static String[] all() {
        return Activities.ALL.stream()
                .map(name -> Activities.tree(name).toString())
                .toArray(String[]::new);
    }

    private static ObjectNode chat(String userId, String objectId, String conversation) {
        ObjectNode event = Activities.tree("message-in-chat");
        ObjectNode from = (ObjectNode) event.get("from");
        from.put("id", userId).remove("aadObjectId");
        if (objectId != null) {
            from.put("aadObjectId", objectId);
        }
        ((ObjectNode) event.get("conversation")).put("id", conversation);
        return event;
    }

    /** All rows of a table, in one text. */
    private String whole(String table) {
        return database.read(session -> session.list("SELECT * FROM " + table, row -> {
                    StringBuilder line = new StringBuilder();
                    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                        line.append(row.getString(i)).append('|');
                    }
                    return line.toString();
                }))
                .toString();
    }

    private String everything() {
        return Stream.of("user", "person", "conversation", "team", "membership", "unverified", "setting")
                .map(this::whole)
                .collect(Collectors.joining("\n"));
    }

    /** Its beginning would be gone, and whoever reads on would wait for ever. */
    @Test
    void aPipeIsNotOpenedToSeeWhatItHolds() throws Exception {
        Path pipe = folder.resolve("pipe");
        assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0, "no pipes here");
        assertThat(ActivityImport.holds(pipe)).isFalse();
    }

    @Test
    void takesWhoIsThereAndNothingThatHappened() throws Exception {
        String before = everything();
        Result dry = run(true, all());
        assertThat(everything()).isEqualTo(before);
        Result result = run(all());

        assertThat(notTaken).isEmpty();
        assertThat(result).isEqualTo(new Result(14, result.known(), 2, 1, 1, Map.of(), 0, false));
        assertThat(dry).isEqualTo(new Result(14, result.known(), 2, 1, 1, Map.of(), 0, true));
        assertThat(texts(database, "SELECT user_id FROM user")).containsExactlyInAnyOrder(MIA, TOM);
        // That two ids are one person's is not believed of a file.
        assertThat(number(database, "SELECT count(object_id) FROM user")).isZero();
        assertThat(number(database, "SELECT count(*) FROM unverified")).isEqualTo(2);
        assertThat(text(database, "SELECT conversation_id || origin || coalesce(inactive_at, '') FROM conversation"))
                .isEqualTo(CHAT + "IMPORT");
        assertThat(text(database, "SELECT team_id || coalesce(group_id, '') || coalesce(bot_left_at, '') FROM team"))
                .isEqualTo(TEAM);
        for (String table : List.of("membership", "event", "event_user", "event_team", "event_member", "opt_out")) {
            assertThat(number(database, "SELECT count(*) FROM " + table))
                    .as(table)
                    .isZero();
        }
        assertThat(number(database, "SELECT count(*) FROM setting WHERE key LIKE 'event_%'"))
                .isZero();

        String taken = everything();
        assertThat(run(all())).isEqualTo(new Result(14, 14, 0, 0, 0, Map.of(), 0, false));
        assertThat(everything()).as("once more").isEqualTo(taken);
    }

    @Test
    void whatIsNotThisBotsIsToldWithItsLine() throws Exception {
        ObjectNode otherBot = Activities.tree("message-in-chat");
        ((ObjectNode) otherBot.get("recipient")).put("id", "28:99999999-0d3f-4a68-8c1b-f2e9a7d46031");
        ObjectNode otherTenant = Activities.tree("message-in-chat");
        ((ObjectNode) otherTenant.get("channelData").get("tenant")).put("id", MIA_OBJECT);
        ObjectNode evil = Activities.tree("message-in-chat").put("serviceUrl", "https://smba.trafficmanager.net.evil/");
        ObjectNode web = Activities.tree("message-in-chat").put("channelId", "webchat");
        Result result = run(
                otherBot.toString(),
                otherTenant.toString(),
                evil.toString(),
                "{",
                web.toString(),
                "{\"no\":1}",
                Activities.tree("message-in-chat").toString());
        assertThat(notTaken)
                .containsExactly(
                        "1 event.import.otherBot",
                        "2 import.row.otherTenant",
                        "3 import.row.serviceUrl",
                        "4 event.notJson",
                        "5 event.import.notTeams",
                        "6 event.noActivity");
        assertThat(result.activities()).isEqualTo(7);
        assertThat(result.refused()).isEqualTo(6);
        assertThat(result.people()).isEqualTo(1);
        assertThat(result.nothingTaken()).isFalse();
        assertThat(run(evil.toString()).nothingTaken()).isTrue();
    }

    @Test
    void whatIsKnownStaysAndWhatContradictsItIsTold() throws Exception {
        StoreFixture.roster(
                database,
                "19:a",
                StoreFixture.T0,
                new User(MIA, MIA_OBJECT, "Mia", null, null, null, null, null, UserKind.MEMBER),
                new User(TOM, TOM_OBJECT, "Tom", null, null, null, null, null, UserKind.MEMBER),
                new User("29:nameless", null, "Nemo", null, null, null, null, null, UserKind.MEMBER));
        StoreFixture.conversation(database, MIA, CHAT, StoreFixture.T0);
        String before = everything();

        Result result = run(
                chat(MIA, MIA_OBJECT, "a:another").toString(),
                chat(TOM, MIA_OBJECT, "a:toms").toString(),
                chat("29:new", TOM_OBJECT, "a:news").toString(),
                chat("29:thief", null, CHAT).toString(),
                // To add this object id would make two people one.
                chat("29:nameless", null, "a:nemo").toString(),
                chat("29:nameless", "c4b2a1d3-8e65-4f9c-b7da-12e3f4a5b6c8", "a:nemo")
                        .toString());

        assertThat(notTaken)
                .containsExactlyInAnyOrder(
                        "2 import.row.otherPerson",
                        "1 import.row.otherConversation",
                        "3 import.row.otherPerson",
                        "4 import.row.conversationOfAnother");
        assertThat(result.refused()).isEqualTo(4);
        assertThat(result.people()).isZero();
        assertThat(result.conversations()).isEqualTo(1);
        StoreFixture.change(database, "DELETE FROM conversation WHERE conversation_id = 'a:nemo'");
        assertThat(everything()).isEqualTo(before);
    }

    /** The first in the file counts. */
    @Test
    void aFileMayContradictItself() throws Exception {
        Result result = run(
                chat("29:a", null, "a:1").toString(),
                chat("29:a", MIA_OBJECT, "a:1").toString(),
                chat("29:a", TOM_OBJECT, "a:1").toString(),
                chat("29:a", null, "a:2").toString(),
                chat("29:b", null, "a:1").toString(),
                chat("29:c", MIA_OBJECT, "a:3").toString());
        assertThat(notTaken)
                .containsExactly(
                        "3 import.row.otherPerson",
                        "4 import.row.otherConversation",
                        "5 import.row.conversationOfAnother",
                        "6 import.row.otherPerson");
        assertThat(result).isEqualTo(new Result(6, 1, 2, 1, 0, result.refusals(), 4, false));
        assertThat(texts(database, "SELECT user_id FROM user")).containsExactlyInAnyOrder("29:a", "29:b");
    }

    @Test
    void wholeOrNotAtAll() throws Exception {
        String before = everything();
        Path file = folder.resolve("large");
        try (BufferedWriter lines = Files.newBufferedWriter(file)) {
            for (int i = 0; i <= CapturedFacts.MAX; i++) {
                lines.write(chat("29:person" + i, null, "a:" + i).toString());
                lines.newLine();
            }
        }
        assertThatThrownBy(() -> imports.run(file, false, each -> {}, count -> {}, () -> false))
                .isInstanceOf(Problem.class)
                .hasMessage("event.import.tooMany");
        assertThat(everything()).isEqualTo(before);
        assertThatThrownBy(() -> imports.run(file, false, each -> {}, count -> {}, () -> true))
                .isInstanceOf(InterruptedException.class);
        assertThat(everything()).isEqualTo(before);
        assertThatThrownBy(() -> imports.run(folder.resolve("none"), false, each -> {}, count -> {}, () -> false))
                .isInstanceOf(Problem.class)
                .hasMessage("files.absent");
    }

    @Test
    void activitiesAreToldFromATable() throws IOException {
        for (String text : List.of("{", " \r\n[", "\ufeff{\"type\"", "\ufeff [")) {
            assertThat(ActivityImport.holds(Files.writeString(folder.resolve("f"), text)))
                    .as(text)
                    .isTrue();
        }
        assertThat(ActivityImport.holds(Files.writeString(folder.resolve("f"), "\ufeff{", StandardCharsets.UTF_16LE)))
                .isTrue();
        for (String text : List.of("", "UserId,Name\n", "\ufeff\"UserId\",{", "\u00e9{")) {
            assertThat(ActivityImport.holds(Files.writeString(folder.resolve("f"), text)))
                    .as(text)
                    .isFalse();
        }
        assertThat(ActivityImport.holds(folder.resolve("none"))).isFalse();
    }
}

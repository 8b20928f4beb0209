package dev.rostrum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code rostrum activity} as it is typed, against a real sandbox. */
@Timeout(120)
class CliActivityTest extends CommandsOnSandbox {
    private static List<String> keys(JsonNode row) {
        List<String> names = new ArrayList<>();
        row.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> texts(List<JsonNode> rows, String key) {
        return rows.stream().map(row -> row.path(key).asText()).distinct().toList();
    }

    @Test
    void requestsAreListedNewestFirst() throws Exception {
        assertThat(run("activity requests").is(0).err()).contains("No requests yet.");
        synced(small);
        run("announce --include-outsiders --yes --title Hello --text Hello --team", small.id())
                .is(0);
        List<JsonNode> rows = run("activity requests --json").is(0).rows();
        assertThat(keys(rows.get(0)))
                .containsExactly(
                        "at",
                        "kind",
                        "what",
                        "method",
                        "path",
                        "status",
                        "code",
                        "latencyMillis",
                        "msCv",
                        "after",
                        "announcementId",
                        "leftOut");
        assertThat(texts(rows, "kind")).containsExactlyInAnyOrder("SEND", "CREATE", "SIGN_IN", "MEMBERS", "TEAM");
        assertThat(texts(rows, "at")).isSortedAccordingTo((a, b) -> b.compareTo(a));
        assertThat(rows)
                .filteredOn(row -> row.path("kind").asText().equals("SEND"))
                .hasSize(12)
                .allSatisfy(row -> {
                    assertThat(row.path("announcementId").asInt()).isEqualTo(1);
                    assertThat(row.path("status").asInt()).isEqualTo(201);
                    assertThat(row.path("path").asText()).matches("/v3/conversations/a:.{7}\u2026.{4}/activities");
                });
        assertThat(run("activity requests --limit 3").is(0).out()).hasSize(4);
        assertThat(run("activity requests --search pagedmembers --json").is(0).rows())
                .allMatch(row -> row.path("kind").asText().equals("MEMBERS"))
                .isNotEmpty();
        assertThat(run("activity requests --failed").is(0).err()).contains("Nothing matches.");
        assertThat(run("activity requests").is(0).out().get(0)).contains("AT", "METHOD", "PATH", "STATUS", "MS-CV");
    }

    @Test
    void eventsAreListed() throws Exception {
        synced(small);
        assertThat(run("activity events").is(0).err()).contains("No events yet.");
        event("conversationupdate", "teammemberadded", "APPLIED", "PERSON_ADDED:2,JOINED:2", null);
        event("message", null, "FAILED", null, "event.content");
        List<JsonNode> rows = run("activity events --json").is(0).rows();
        assertThat(keys(rows.get(0)))
                .containsExactly(
                        "id",
                        "at",
                        "sentAt",
                        "type",
                        "eventType",
                        "what",
                        "activityId",
                        "source",
                        "state",
                        "changes",
                        "changed",
                        "cause",
                        "causeCode");
        assertThat(texts(rows, "what")).containsExactly("Message", "Added to a team");
        assertThat(rows.get(1).path("changes").path("PERSON_ADDED").asText()).isEqualTo("2");
        assertThat(rows.get(0).path("causeCode").asText()).isEqualTo("event.content");
        List<String> table = run("activity events").is(0).out();
        assertThat(table).hasSize(3);
        assertThat(table.get(2)).contains("Added to a team", "Teams", "Applied", "2 people added");
        assertThat(texts(run("activity events --failed --json").is(0).rows(), "type"))
                .containsExactly("message");
        assertThat(run("activity events --search teammember --json").is(0).rows())
                .hasSize(1);
        assertThat(run("activity events --limit 1").is(0).err()).contains("1 of 2");
        assertWrong("is not a number of rows", run("activity events --limit x"));
    }

    private void event(String type, String eventType, String state, String changes, String reason) throws Exception {
        Path file;
        try (Stream<Path> files = Files.list(folder.resolve("data").resolve("connections"))) {
            file = files.filter(each -> each.toString().endsWith(".db") && !each.endsWith("sandbox.db"))
                    .findFirst()
                    .orElseThrow();
        }
        try (Connection own = DriverManager.getConnection("jdbc:sqlite:" + file);
                PreparedStatement insert = own.prepareStatement(
                        "INSERT INTO event (key, type, event_type, activity_id, received_at, source, state, changes, reason)"
                                + " VALUES (randomblob(32), ?, ?, 'f:1', 1, 'ENDPOINT', ?, ?, ?)")) {
            insert.setString(1, type);
            insert.setString(2, eventType);
            insert.setString(3, state);
            insert.setString(4, changes);
            insert.setString(5, reason);
            insert.executeUpdate();
        }
    }
}

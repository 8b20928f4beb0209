package dev.rostrum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rostrum.sandbox.CannedAnswer;
import dev.rostrum.sandbox.LoggedRequest;
import dev.rostrum.sandbox.Route;
import dev.rostrum.sandbox.SandboxOptions;
import dev.rostrum.sandbox.SandboxServer;
import dev.rostrum.testing.Canary;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The whole job before and after the bot's Teams channel was made anew: all user ids change, the people are the same. */
class NewIdsTest extends CommandsOnSandbox {
    private void newIds() throws IOException {
        int port = URI.create(sandbox.serviceUrl()).getPort();
        sandbox.close();
        sandbox = SandboxServer.start(SandboxOptions.defaults(folder.resolve("sandbox"))
                .withTeamSizes(12, 250)
                .withSignIn(Canary.signIn())
                .withRateLimits(false)
                .withPort(port)
                .withNewIds(true));
    }

    private List<JsonNode> people() throws IOException {
        return run("user list --json --team", small.id()).is(0).rows();
    }

    private static String text(JsonNode row, String name) {
        return row.path(name).textValue();
    }

    private List<String> created() throws IOException {
        List<String> users = new ArrayList<>();
        log(Route.CREATE).stream()
                .filter(request -> request.processed())
                .forEach(request -> users.add(request.userId()));
        return users;
    }

    @Test
    void plansOptOutsAndNamesFollowThePeople() throws Exception {
        synced(small);
        List<JsonNode> before = people();
        JsonNode me = before.get(0);
        JsonNode out = before.get(1);
        run("user me", text(me, "email")).is(0);
        run("user do-not-contact --asked-by-person", text(out, "email")).is(0);
        run("announce --include-outsiders --yes --text One --team", small.id()).is(0);
        // A second that stands after its first three.
        run("announce --include-outsiders --yes --canary 3 --text Two --team", small.id())
                .is(ExitStatus.DONE);
        int createdBefore = created().size();
        assertThat(createdBefore).isEqualTo(11);

        newIds();
        Said synced = run("team sync").is(0);
        assertThat(synced.out()).containsExactly("Synced   " + small.name() + ": 12 people, 0 joined, 0 left");
        assertThat(synced.err()).contains("12 people have new ids");
        assertThat(run("team sync --json").is(0).rows().get(0).path("newIds").intValue())
                .isZero();
        List<JsonNode> after = people();
        assertThat(after)
                .extracting(row -> text(row, "objectId"))
                .containsExactlyInAnyOrderElementsOf(
                        before.stream().map(row -> text(row, "objectId")).toList());
        assertThat(after)
                .extracting(row -> text(row, "userId"))
                .doesNotContainAnyElementsOf(
                        before.stream().map(row -> text(row, "userId")).toList());

        assertThat(after.stream().filter(row -> text(row, "lastAcceptedAt") != null))
                .as("whoever was reached under an earlier id")
                .hasSize(11);

        // The rest of the second goes to the same people under their new ids, each of them once.
        run("announcement resume 2 --yes").is(0);
        List<JsonNode> second =
                run("announcement deliveries 2 --json --state sent").is(0).rows();
        assertThat(second).hasSize(11);
        Set<String> reached = new HashSet<>();
        for (JsonNode row : second) {
            JsonNode person =
                    run("user show --json", text(row, "userId")).is(0).rows().get(0);
            assertThat(reached.add(text(person, "objectId"))).isTrue();
        }
        assertThat(created().subList(createdBefore, created().size()))
                .hasSize(8)
                .doesNotContainAnyElementsOf(
                        before.stream().map(row -> text(row, "userId")).toList());

        for (String name : List.of(text(me, "email"), text(me, "objectId"), text(me, "userId"))) {
            JsonNode shown = run("user show --json", name).is(0).rows().get(0);
            assertThat(text(shown, "objectId")).isEqualTo(text(me, "objectId"));
            assertThat(text(shown, "userId")).isNotEqualTo(text(me, "userId"));
            assertThat(shown.path("me").booleanValue()).isTrue();
            assertThat(text(shown, "lastAcceptedAt")).isNotNull();
            assertThat(text(shown.path("earlierIds").get(0), "userId")).isEqualTo(text(me, "userId"));
        }
        assertThat(run("user show", text(me, "userId")).is(0).out()).anyMatch(line -> line.startsWith("Earlier id"));
        assertThat(run("announcement deliveries 1 --json --search", text(me, "userId"))
                        .is(0)
                        .rows())
                .hasSize(1);
        assertThat(run("announce --yes --text Three --user", text(out, "userId"))
                        .is(0)
                        .out()
                        .toString())
                .as("the opt-out is the person's")
                .contains("Nobody");
        assertThat(run("announce --include-outsiders --yes --text One --team", small.id())
                        .is(0)
                        .out()
                        .toString())
                .as("the same text again")
                .contains("Nobody");
        Said third = run(
                        "announce --include-outsiders --yes --text Three --exclude",
                        text(me, "email"),
                        "--team",
                        small.id())
                .is(0);
        assertThat(third.out()).contains("Accepted by Teams  10");
    }

    private static final String LOST = "Sent in a conversation that the bot lost when ids in Teams changed:"
            + " it cannot be edited or taken back; a new message reaches them";

    /** The bot cannot reach a message of an earlier channel, and nobody may read that it was taken back. */
    @Test
    void messagesOfTheEarlierChannelAreNeitherEditedNorCalledTakenBack() throws Exception {
        synced(small);
        run("announce --include-outsiders --yes --text One --team", small.id()).is(0);
        // Three have the second under their old ids, the rest will have it under their new ones.
        run("announce --include-outsiders --yes --canary 3 --text Two --team", small.id())
                .is(ExitStatus.DONE);
        newIds();

        // No sync has told of the new ids yet: Teams refuses, in one of the two ways that it has for it.
        List<JsonNode> first = run("announcement deliveries 1 --json").is(0).rows();
        sandbox.answerOnce(
                request -> request.route() == Route.DELETE,
                CannedAnswer.error(404, "ConversationNotFound", "Conversation not found."));
        run(
                "announcement recall 1 --expect 2 --delivery",
                first.get(0).path("id") + "," + first.get(1).path("id"));
        assertThat(log(Route.DELETE)).extracting(LoggedRequest::status).containsExactlyInAnyOrder(404, 403);
        assertThat(run("announcement deliveries 3 --json").is(0).rows())
                .hasSize(2)
                .allSatisfy(row -> {
                    assertThat(text(row, "state")).isEqualTo("REFUSED");
                    assertThat(text(row, "cause")).startsWith("Teams no longer knows the conversation of the message");
                });

        run("team sync").is(0);
        run("announcement resume 2 --yes").is(0);

        Said none = run("announcement recall 1 --expect 12").is(2);
        assertThat(none.err())
                .contains("0 can be taken back: 12 chosen, 12 cannot be")
                .contains(LOST)
                .contains("There are 0 messages, not 12");
        Said edited = run("announcement edit 2 --expect 9 --text Corrected").is(0);
        assertThat(edited.err())
                .contains("9 can be changed: 12 chosen, 3 cannot be")
                .contains(LOST);
        assertThat(edited.out()).contains("Accepted by Teams  9");
        Said recalled = run("announcement recall 2 --expect 9").is(0);
        assertThat(recalled.err())
                .contains("9 can be taken back: 12 chosen, 3 cannot be")
                .contains(LOST);
        assertThat(log(Route.DELETE).stream().filter(request -> request.status() == 200))
                .hasSize(9);
        List<JsonNode> rows = run("announcement deliveries 5 --json").is(0).rows();
        assertThat(rows.stream().filter(row -> text(row, "state").equals("SENT")))
                .hasSize(9);
        assertThat(rows.stream().filter(row -> "ConversationLost".equals(text(row, "code"))))
                .hasSize(3)
                .allSatisfy(row -> {
                    assertThat(text(row, "state")).isEqualTo("EXCLUDED");
                    assertThat(text(row, "cause")).startsWith(LOST);
                });

        // The text still stands with those three, so that it is not sent to them again, while another is.
        assertThat(run("announce --include-outsiders --dry-run --json --text Two --team", small.id())
                        .is(0)
                        .rows()
                        .get(0)
                        .path("recipients")
                        .intValue())
                .isEqualTo(9);
        assertThat(run("announce --include-outsiders --yes --text Three --team", small.id())
                        .is(0)
                        .out())
                .contains("Accepted by Teams  12");
    }

    @Test
    void whoHasNoObjectIdIsToldAndKeptOut() throws Exception {
        run("team add", large.link()).is(0);
        run("team sync", large.id()).is(0);
        JsonNode out = run("user list --json --limit 400").is(0).rows().stream()
                .filter(row -> text(row, "objectId") == null && text(row, "email") != null)
                .findFirst()
                .orElseThrow();
        String email = text(out, "email");
        run("user do-not-contact --asked-by-person --note Mail", email).is(0);

        newIds();
        Said synced = run("team sync --json", large.id()).is(0);
        assertThat(synced.rows().get(0).path("sameAddress").intValue()).isPositive();
        assertThat(synced.rows().get(0).path("optOutsCarriedOver").intValue()).isEqualTo(1);
        assertThat(synced.err()).contains("the address of somebody else who left or is in no team");
        JsonNode now = run("user show --json", email).is(0).rows().get(0);
        assertThat(text(now, "userId")).isNotEqualTo(text(out, "userId"));
        assertThat(text(now, "doNotContactNote"))
                .contains("Carried over")
                .containsPattern("from .+ \\(person \\d+\\), who")
                .endsWith(": Mail");
        assertThat(run("audit list").is(0).out()).anyMatch(line -> line.contains("carried over from"));
        assertThat(run("announce --yes --text Hello --user", email).is(0).out().toString())
                .contains("Nobody");

        // The address means both of them, also to take it back.
        run("user do-not-contact --clear --note Agreed", email).is(0);
        for (JsonNode one : List.of(out, now)) {
            assertThat(run("user show --json", text(one, "userId"))
                            .is(0)
                            .rows()
                            .get(0)
                            .path("doNotContact")
                            .isNull())
                    .isTrue();
        }
        assertThat(run("user do-not-contact --clear", email).is(0).err())
                .contains("was not on the do-not-contact list");

        // Nor does it come back with the next sync; what is asked for afterwards holds for somebody of a file too.
        assertThat(run("team sync --json", large.id())
                        .is(0)
                        .rows()
                        .get(0)
                        .path("optOutsCarriedOver")
                        .intValue())
                .isZero();
        run("user do-not-contact --asked-by-person", email).is(0);
        Path file = folder.resolve("people.csv");
        Files.writeString(
                file,
                "AadId,UserId,ConversationId,ServiceUrl,TenantId,Email\n,29:1fromafile,,," + sandbox.tenantId() + ","
                        + email + "\n");
        assertThat(run("user import", file.toString()).is(0).err()).contains("holds for 1 new person too");
        assertThat(run("announce --yes --text Hello --user", "29:1fromafile")
                        .is(0)
                        .out()
                        .toString())
                .contains("Nobody");
    }

    @Test
    void peopleKnownByObjectIdAloneAreWrittenToAndForgotten() throws Exception {
        synced(small);
        run("team add", large.link()).is(0);
        run("team sync", large.id()).is(0);
        Set<String> inSmall = new HashSet<>();
        people().forEach(row -> inSmall.add(text(row, "objectId")));
        // Of people whom this data file has not met in any roster: a fresh one, with a table of object ids.
        Path file = folder.resolve("ids.csv");
        List<String> objectIds = new ArrayList<>();
        for (JsonNode row :
                run("user list --json --limit 400 --team", large.id()).is(0).rows()) {
            objectIds.add(text(row, "objectId"));
        }
        StringBuilder table = new StringBuilder("AadId,TenantId,Name\n");
        objectIds.subList(0, 20).forEach(id -> table.append(id)
                .append(',')
                .append(sandbox.tenantId())
                .append(",Person ")
                .append(id, 0, 8)
                .append('\n'));
        Files.writeString(file, table);
        run(
                        "connection add Fresh --rate 0 --app-id",
                        sandbox.appId(),
                        "--tenant",
                        sandbox.tenantId(),
                        "--service-url",
                        sandbox.serviceUrl(),
                        "--secret-env",
                        SECRET)
                .is(0);
        run("connection use Fresh").is(0);
        assertThat(run("user import", file.toString()).is(0).out().get(0)).contains("20 people");

        List<String> options = new ArrayList<>(List.of("--yes", "--text", "Hello"));
        objectIds.subList(0, 19).forEach(id -> options.addAll(List.of("--user", id)));
        Said sent = run("announce", options.toArray(String[]::new));
        assertThat(sent.status()).as(sent.err()).isIn(ExitStatus.DONE, ExitStatus.NOT_ALL_ACCEPTED);
        List<JsonNode> deliveries =
                run("announcement deliveries 1 --json").is(0).rows();
        assertThat(deliveries).hasSize(19);
        assertThat(deliveries.stream().filter(row -> text(row, "state").equals("SENT")))
                .as("nine in ten have the app")
                .hasSizeGreaterThan(10)
                .allSatisfy(row -> assertThat(text(row, "userId")).matches("[0-9a-f-]{36}"));

        String last = objectIds.get(19);
        assertThat(run("user erase", last).is(2).err()).contains("--yes");
        run("user erase --yes", last).is(0);
        assertThat(run("user show", last).is(2).err()).contains("Nobody here has the id");
        String sentTo = deliveries.stream()
                .filter(row -> text(row, "state").equals("SENT"))
                .map(row -> text(row, "userId"))
                .findFirst()
                .orElseThrow();
        run("user erase --yes", sentTo).is(0);
        assertThat(run("announcement deliveries 1 --json").is(0).rows()).hasSize(19);
        assertThat(text(run("audit list --json").is(0).rows().get(0), "act")).isEqualTo("ERASED");
    }
}

package dev.rostrum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rostrum.sandbox.CannedAnswer;
import dev.rostrum.sandbox.LoggedRequest;
import dev.rostrum.sandbox.Route;
import dev.rostrum.testing.Canary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Guard, choices, and the jobs that follow an announcement, as commands. */
class CliJobsTest extends CommandsOnSandbox {
    /** The sandbox's guests take part, so that twelve are twelve. */
    private static final String ANNOUNCE = "announce --include-outsiders ";

    private List<String> people() throws IOException {
        return users(small).stream().sorted().toList();
    }

    private static List<String> texts(Collection<JsonNode> rows, String key) {
        return rows.stream().map(row -> row.path(key).asText()).toList();
    }

    private static List<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    private JsonNode show(long id) throws IOException {
        return run("announcement show --json " + id).is(0).rows().get(0);
    }

    private static void nothing(Said said, String message) {
        assertThat(said.is(0).out()).singleElement().asString().contains(message);
    }

    private static void refused(Said said, String message) {
        assertThat(said.is(2).err()).contains(message).doesNotContain("nvalid");
        assertThat(said.out()).isEmpty();
    }

    // --- before anything goes out

    @Test
    void aDryRunPrintsPlanAndRequestAndKeepsNothing() throws Exception {
        synced(small);
        Said dry = run(ANNOUNCE + "--dry-run --canary 3 --text Hello --team", small.id())
                .is(0);
        assertThat(String.join("\n", dry.out()))
                .contains(
                        "12 people: 12 selected, 0 left out",
                        "Requests    24",
                        "12 conversations to open first",
                        "The first 3, then it waits for you.",
                        "\"type\":\"message\"",
                        "\"text\":\"Hello\"");
        assertThat(dry.err()).contains("Dry run: nothing was written and nothing was sent.");
        assertThat(String.join("\n", dry.out()))
                .contains(
                        "conversation: create",
                        "  create POST " + sandbox.serviceUrl(),
                        "  send   POST ",
                        "/v3/conversations/ID-THAT-THE-CREATE-RETURNS/activities",
                        "Authorization: Bearer ***",
                        "bytes as Teams counts");
        List<JsonNode> rows = run(ANNOUNCE + "--dry-run --json --text Hello --team", small.id())
                .is(0)
                .rows();
        JsonNode row = rows.get(0);
        assertThat(row.path("recipients").intValue()).isEqualTo(12);
        assertThat(row.path("requests").intValue()).isEqualTo(24);
        assertThat(rows).hasSize(25);
        assertThat(rows.subList(1, 25)).allSatisfy(request -> {
            assertThat(keys(request)).isEqualTo("userId name conversation step method url headers body utf16Bytes");
            assertThat(request.path("headers").path("Authorization").textValue())
                    .isEqualTo("Bearer ***");
            assertThat(request.path("conversation").textValue()).isEqualTo("create");
        });
        assertThat(rows.get(2).path("step").textValue()).isEqualTo("send");
        assertThat(rows.get(2).path("body").path("text").textValue()).isEqualTo("Hello");
        assertThat(run(ANNOUNCE + "--dry-run --expect 13 --text Hello --team", small.id())
                        .is(2)
                        .err())
                .contains("12 recipients, not 13");
        nothingWasSent();
        assertThat(run("audit list --json").is(0).out()).isEmpty();
        assertThat(keys(row))
                .isEqualTo("dryRun title selected removed guarded overridable overridden recipients"
                        + " conversationsToOpen requests seconds bytes canary rate retryGateway outsiders"
                        + " unknownKind override warnings");
        environment.remove(SECRET);
        run(ANNOUNCE + "--dry-run --text Hello --team", small.id()).is(0);
    }

    @Test
    void aDryRunOfAResendEditOrRecallPrintsItsRequestsAndKeepsNothing() throws Exception {
        synced(small);
        run(ANNOUNCE + "--yes --text Hello --team", small.id()).is(0);
        int before = LoggedRequest.readAll(sandbox.requestLog()).size();
        Said edit = run("announcement edit 1 --dry-run --json --text Corrected").is(0);
        assertThat(edit.rows()).hasSize(12).allSatisfy(request -> {
            assertThat(request.path("step").textValue()).isEqualTo("update");
            assertThat(request.path("method").textValue()).isEqualTo("PUT");
            assertThat(request.path("conversation").textValue()).isEqualTo("reuse");
            assertThat(request.path("body").path("text").textValue()).isEqualTo("Corrected");
        });
        Said recall = run("announcement recall 1 --dry-run --json").is(0);
        assertThat(recall.rows()).hasSize(12).allSatisfy(request -> {
            assertThat(request.path("method").textValue()).isEqualTo("DELETE");
            assertThat(request.path("body").isNull()).isTrue();
        });
        Said resend = run("announcement resend 1 --state sent --override Again --dry-run")
                .is(0);
        assertThat(resend.out())
                .filteredOn(line -> line.startsWith("  send   POST "))
                .hasSize(12);
        assertThat(resend.err()).contains("Dry run: nothing was written and nothing was sent.");
        assertThat(run("announcement recall 1 --dry-run --expect 3").is(2).err())
                .contains("12 messages, not 3");
        assertThat(LoggedRequest.readAll(sandbox.requestLog())).hasSize(before);
        assertThat(run("announcement list --json").rows()).hasSize(1);
    }

    @Test
    void aConnectionThatWasBroughtInSignsInOnlyAfterItWasTypedHere() throws Exception {
        synced(small);
        run(ANNOUNCE + "--yes --text Hello --team", small.id()).is(0);
        int before = LoggedRequest.readAll(sandbox.requestLog()).size();
        // The settings are now those of another folder.
        Files.delete(folder.resolve("data").resolve("instance"));

        assertThat(run(ANNOUNCE + "--yes --text Second --team", small.id())
                        .is(1)
                        .err())
                .contains("was not typed in this data folder, so it signs in nowhere", "rostrum connection edit");
        assertThat(run(ANNOUNCE + "--dry-run --text Second --team", small.id())
                        .is(0)
                        .err())
                .as("told when it is opened")
                .contains("Not typed in this data folder: the environment variable of the client secret");
        run("announcement list").is(0);
        assertThat(LoggedRequest.readAll(sandbox.requestLog())).hasSize(before);

        assertThat(run("connection edit Test --rate 0").is(0).err())
                .contains("left out now: the environment variable of the client secret");
        run(ANNOUNCE + "--yes --text Second --team", small.id()).is(2);
        run("connection edit Test --secret-env", SECRET).is(0);
        run(ANNOUNCE + "--yes --text Second --team", small.id()).is(0);
    }

    /** The last time that the data file saw lies some days away, as after the clock was set or a long absence. */
    private void seenDaysAgo(long days) throws Exception {
        Path file;
        try (Stream<Path> all = Files.list(folder.resolve("data").resolve("connections"))) {
            file = all.filter(path -> path.toString().endsWith(".db")).findAny().orElseThrow();
        }
        try (Connection data = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = data.createStatement()) {
            long moment = System.currentTimeMillis() - days * 86_400_000L;
            assertThat(statement.executeUpdate("UPDATE meta SET value = '" + moment + "' WHERE key = 'clock_seen_at'"))
                    .isEqualTo(1);
        }
    }

    @Test
    void aClockThatJumpedIsToldBeforeEachPlanUntilOneIsMade() throws Exception {
        synced(small);
        String forward = "Warning     By this computer's clock 9 days have passed since Rostrum last saw it";
        seenDaysAgo(9);
        assertThat(run(ANNOUNCE + "--dry-run --text Hello --team", small.id())
                        .is(0)
                        .out())
                .as("nothing was ever sent: no cap depends on it")
                .noneMatch(line -> line.startsWith("Warning"));
        run(ANNOUNCE + "--yes --text Hello --team", small.id()).is(0);
        assertThat(run(ANNOUNCE + "--dry-run --text Again --team", small.id())
                        .is(0)
                        .out())
                .noneMatch(line -> line.startsWith("Warning"));

        seenDaysAgo(9);
        assertThat(run(ANNOUNCE + "--dry-run --text Again --team", small.id())
                        .is(0)
                        .out())
                .filteredOn(line -> line.startsWith(forward))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .contains("If that is not so, set it right first")
                        .doesNotEndWith(".."));
        JsonNode plan = run(ANNOUNCE + "--dry-run --json --text Again --team", small.id())
                .is(0)
                .rows()
                .get(0);
        assertThat(texts(elements(plan.path("warnings")), "code")).containsExactly("store.clock.forward");
        List<JsonNode> again = run("announcement resend 1 --state sent --override Again --dry-run --json")
                .is(0)
                .rows();
        assertThat(again).hasSize(13);
        assertThat(keys(again.get(0))).isEqualTo("dryRun announcementId selected recipients requests seconds warnings");
        assertThat(texts(elements(again.get(0).path("warnings")), "code")).containsExactly("store.clock.forward");

        Typed asked = Typed.interactive("n\n", 80);
        Said no = run(asked, ANNOUNCE + "--text Again --team", small.id()).is(1);
        assertThat(no.err()).contains(forward);
        assertThat(no.err().indexOf(forward))
                .as("above the question")
                .isLessThan(no.err().indexOf("[y/N]"));

        Said sent =
                run(ANNOUNCE + "--yes --json --text Again --team", small.id()).is(0);
        assertThat(sent.err()).as("told, and sent all the same").contains(forward);
        assertThat(texts(elements(sent.rows().get(0).path("warnings")), "code")).containsExactly("store.clock.forward");
        assertThat(run(ANNOUNCE + "--dry-run --text Third --team", small.id())
                        .is(0)
                        .out())
                .as("a plan was made since")
                .noneMatch(line -> line.startsWith("Warning"));

        seenDaysAgo(-3);
        Said resent = run("announcement resend 1 --state sent --override Again --override-count 12 --expect 12 --json")
                .is(0);
        assertThat(resent.err()).contains("Warning     This computer's clock went back by 2 days");
        assertThat(texts(elements(resent.rows().get(0).path("warnings")), "code"))
                .containsExactly("store.clock.back");
    }

    private static String keys(JsonNode row) {
        List<String> keys = new ArrayList<>();
        row.fieldNames().forEachRemaining(keys::add);
        return String.join(" ", keys);
    }

    @Test
    void rowsOfJsonKeepTheirShape() throws Exception {
        synced(small);
        run(ANNOUNCE + "--yes --text Hello --team", small.id()).is(0);
        run("announcement recall 1 --expect 12").is(0);
        String job = "kind parentId title state pauseReason cause audience canary canaryPassed rate retryGateway"
                + " outsiders unknownKind override createdAt startedAt endedAt selected excluded recipients waiting"
                + " opening sending sent acceptedByDecision refused inDoubt cancelled";
        JsonNode shown = show(2);
        assertThat(keys(shown)).isEqualTo("id announcementId " + job + " text causes jobs latest audit");
        assertThat(keys(shown.path("jobs").get(0))).isEqualTo("id " + job);
        assertThat(keys(shown.path("latest").get(0))).isEqualTo("kind state count acceptedByDecision");
        assertThat(run("announcement list --json").rows()).hasSize(2).allSatisfy(row -> assertThat(keys(row))
                .isEqualTo("id announcementId " + job));
        String decision = "id at osUser act announcementId jobId count detail";
        assertThat(keys(shown.path("audit").get(0))).isEqualTo(decision);
        assertThat(run("audit list --json").rows()).hasSize(4).allSatisfy(row -> assertThat(keys(row))
                .isEqualTo(decision));
        String delivery =
                "id announcementId jobId kind parentId sourceId targetActivityId userId name email state interrupted code"
                        + " reason cause conversationId activityId attempts opened healed notBefore updatedAt";
        for (String of : List.of("1", "2", "1 --latest")) {
            assertThat(run("announcement deliveries --json " + of).rows())
                    .hasSize(12)
                    .allSatisfy(row -> assertThat(keys(row)).isEqualTo(delivery));
        }
        assertThat(keys(run("user list --json").rows().get(0)))
                .isEqualTo("id userId objectId name email userPrincipalName kind teams doNotContact blockedSince"
                        + " conversationId lastAcceptedAt unverified");
        assertThat(keys(run("user show --json", people().get(0)).rows().get(0)))
                .contains(" doNotContact doNotContactSince doNotContactNote blockedSince ");
        assertThat(keys(run(ANNOUNCE + "--json --text Other --why", people().get(0), "--team", small.id())
                        .rows()
                        .get(0)))
                .isEqualTo("userId name email in code reason cause");
        run("announcement deliveries 1 --latest").is(0);
        assertThat(run("announcement deliveries 1 --latest").out().get(0)).contains("JOB", "KIND", "STATE");
    }

    @Test
    void whySaysWhoIsInAndWhoIsNot() throws Exception {
        synced(small);
        List<String> people = people();
        run("user do-not-contact", people.get(0)).is(0);
        Said why = run(
                        ANNOUNCE + "--json --text Hello --why",
                        people.get(0),
                        "--why",
                        people.get(1),
                        "--why",
                        people.get(2),
                        "--exclude",
                        people.get(2),
                        "--team",
                        small.id())
                .is(0);
        assertThat(texts(why.rows(), "userId")).containsExactly(people.get(0), people.get(1), people.get(2));
        assertThat(texts(why.rows(), "in")).containsExactly("false", "true", "false");
        assertThat(texts(why.rows(), "code")).containsExactly("DoNotContact", "null", "Removed");
        Said words = run(ANNOUNCE + "--text Hello --why", people.get(0), "--team", small.id())
                .is(0);
        assertThat(words.out())
                .singleElement()
                .asString()
                .startsWith("Left out")
                .contains("--override REASON");
        nothingWasSent();
    }

    // --- the guard

    @Test
    void theGuardNamesItsReasonsAndOnlyItsOwnNumberOverridesIt() throws Exception {
        synced(small);
        List<String> people = people();
        run("user do-not-contact", people.get(0)).is(0);
        run("user do-not-contact --asked-by-person", people.get(1)).is(0);
        String[] team = {"--team", small.id()};

        Said silent = run(ANNOUNCE + "--yes --text Hello --override Drill", team);
        refused(silent, "--override-count 1; --yes does not answer the guard");
        assertThat(silent.err())
                .contains(
                        "1  On the do-not-contact list",
                        "1  Asked not to be written to",
                        "1 person of those whom the guard names is sent to all the same: \u201cDrill\u201d",
                        "11 people: 12 selected, 1 left out");
        refused(run(ANNOUNCE + "--yes --text Hello --override Drill --override-count 2", team), "1 person, not 2");
        refused(run(ANNOUNCE + "--yes --text Hello --override-count 1", team), "Add --override REASON");
        assertThat(run(Typed.interactive("y\n", 100), ANNOUNCE + "--yes --text Hello --override Drill", team)
                        .is(1)
                        .err())
                .contains("Type their number to override the guard", "Nothing was sent.");
        nothingWasSent();

        Said guarded = run(ANNOUNCE + "--yes --text Hello", team).is(0);
        assertThat(guarded.err())
                .contains("10 people: 12 selected, 2 left out")
                .contains("An override would bring back 1 of those left out: --override REASON");
        assertThat(log(Route.SEND)).hasSize(10);

        run(Typed.interactive("1\n", 100), ANNOUNCE + "--yes --text Again --override Drill", team)
                .is(0);
        assertThat(log(Route.SEND)).hasSize(21);
        assertThat(log(Route.SEND).stream().map(LoggedRequest::userId)).doesNotContain(people.get(1));
        JsonNode shown = show(2);
        assertThat(shown.path("override").textValue()).isEqualTo("Drill");
        assertThat(elements(shown.path("audit"))).anySatisfy(row -> {
            assertThat(row.path("act").textValue()).isEqualTo("OVERRIDE");
            assertThat(row.path("count").intValue()).isEqualTo(1);
            assertThat(row.path("detail").textValue()).isEqualTo("Drill");
        });
        assertThat(run("announcement show 2").is(0).out())
                .anyMatch(line -> line.startsWith("Guard overridden") && line.endsWith("Drill"));

        // The same text again: the guard is what the override is about, in any number of people.
        nothing(run(ANNOUNCE + "--yes --text Again", team), "look at whom the guard leaves out");
        assertThat(log(Route.SEND)).hasSize(21);
    }

    @Test
    void anOverrideThatLiftsNothingIsNotKept() throws Exception {
        synced(small);
        run(ANNOUNCE + "--yes --text Hello --override Drill --team", small.id()).is(0);
        assertThat(show(1).path("override").isNull()).isTrue();
        assertThat(texts(run("audit list --json").rows(), "act")).containsExactly("STARTED", "PLANNED");
    }

    @Test
    void whoIsNotToBeWrittenToIsNotedShownAndTakenBack() throws Exception {
        synced(small);
        String person = people().get(0);
        JsonNode noted = run("user do-not-contact --json --note", "on leave", person)
                .is(0)
                .rows()
                .get(0);
        assertThat(noted.path("doNotContact").textValue()).isEqualTo("ADMIN");
        assertThat(noted.path("doNotContactNote").textValue()).isEqualTo("on leave");
        assertThat(noted.path("doNotContactSince").textValue()).endsWith("+05:30");
        assertThat(run("user show", person).out())
                .anyMatch(line -> line.startsWith("Do not contact") && line.endsWith("by an admin: on leave"));
        run("user do-not-contact --asked-by-person", person).is(0);
        assertThat(run("user do-not-contact", person).is(0).err()).contains("had asked for it already");
        assertThat(run("user list").out())
                .filteredOn(line -> line.contains("opted out"))
                .hasSize(1);
        assertThat(run("user list --json").rows().stream()
                        .filter(row -> row.path("doNotContact").isTextual()))
                .singleElement()
                .satisfies(row -> assertThat(row.path("userId").textValue()).isEqualTo(person));
        refused(run("user do-not-contact --clear", person), "Note how they took that back");
        refused(run("user do-not-contact --clear --asked-by-person", person), "Choose one");
        run("user do-not-contact --clear --note", "called back", person).is(0);
        assertThat(run("user do-not-contact --clear", person).is(0).err()).contains("was not on the");
        assertThat(run("user show --json", person)
                        .rows()
                        .get(0)
                        .path("doNotContact")
                        .isNull())
                .isTrue();
        assertThat(texts(run("audit list --json").rows(), "act"))
                .containsExactly("OPT_OUT_CLEARED", "OPT_OUT_SET", "OPT_OUT_SET", "OPT_OUT_SET");
        assertThat(run("audit list --limit 2").out()).hasSize(3);
    }

    @Test
    void whoBlockedTheBotIsFlaggedLeftOutAndCanBeTriedAgain() throws Exception {
        synced(small);
        String person = people().get(0);
        sandbox.answerOnce(
                r -> r.is(Route.SEND, person),
                CannedAnswer.error(403, "ConversationBlockedByUser", "User blocked the conversation with the bot."));
        run(ANNOUNCE + "--yes --text Hello --team", small.id()).is(3);
        assertThat(run("user show", person).out()).anyMatch(line -> line.startsWith("Blocked the bot"));
        assertThat(run("user list").out()).anyMatch(line -> line.contains("blocked the bot"));
        Said again = run(ANNOUNCE + "--yes --text Again --team", small.id()).is(0);
        assertThat(again.err()).contains("1  Blocked the bot");
        assertThat(log(Route.SEND)).hasSize(23);
        run("user do-not-contact --clear-blocked", person).is(0);
        assertThat(run(ANNOUNCE + "--dry-run --text More --team", small.id())
                        .is(0)
                        .out())
                .anyMatch(line -> line.contains("12 people"));
    }

    // --- choices

    @Test
    void aCanaryWaitsAfterTheFirstAndResumeSendsTheRest() throws Exception {
        synced(small);
        Said first = run(ANNOUNCE + "--yes --canary 3 --rate 40 --text Hello --team", small.id())
                .is(0);
        assertThat(first.err())
                .contains(
                        "The first 3, then it waits",
                        "Rate        at most 40 requests a second",
                        "9 people still waiting",
                        "rostrum announcement resume 1");
        assertThat(log(Route.SEND)).hasSize(3);
        JsonNode waiting = show(1);
        assertThat(waiting.path("pauseReason").textValue()).isEqualTo("CANARY");
        assertThat(waiting.path("canary").intValue()).isEqualTo(3);
        assertThat(waiting.path("rate").doubleValue()).isEqualTo(40);
        assertThat(run("announcement show 1").is(0).out())
                .anyMatch(line -> line.matches("Rate +at most 40 requests a second.*"));
        assertThat(waiting.path("canaryPassed").booleanValue()).isFalse();
        refused(run("announcement resume 1"), "--expect 9");
        Said rest = run("announcement resume 1 --expect 9").is(0);
        assertThat(rest.err()).contains("Going on sends to all the others.");
        assertThat(log(Route.SEND).stream().map(LoggedRequest::userId))
                .hasSize(12)
                .doesNotHaveDuplicates();
        assertThat(show(1).path("canaryPassed").booleanValue()).isTrue();
    }

    @Test
    void repeatingGatewayErrorsIsChosenEachTimeAndWarnsOfTwice() throws Exception {
        synced(small);
        String person = people().get(0);
        sandbox.answerOnce(r -> r.is(Route.SEND, person), CannedAnswer.badGateway());
        Said chosen = run(ANNOUNCE + "--yes --retry-gateway --text Hello --team", small.id())
                .is(0);
        assertThat(chosen.err()).contains("Warning", "some people may get the message twice");
        assertThat(show(1).path("retryGateway").booleanValue()).isTrue();
        assertThat(texts(run("audit list --json --announcement 1").rows(), "act"))
                .contains("RETRY_GATEWAY");
        sandbox.answerOnce(r -> r.is(Route.SEND, person), CannedAnswer.badGateway());
        Said usual = run(ANNOUNCE + "--yes --text Again --team", small.id()).is(3);
        assertThat(usual.err()).doesNotContain("twice");
        assertThat(show(2).path("inDoubt").intValue()).isEqualTo(1);
    }

    // --- again, exactly these

    @Test
    void aResendGoesToExactlyTheRefusedOnes() throws Exception {
        synced(small);
        List<String> people = people();
        List<String> away = people.subList(0, 2);
        for (String person : away) {
            sandbox.answerOnce(
                    r -> r.is(Route.SEND, person),
                    CannedAnswer.error(
                            403, "BotNotInConversationRoster", "The bot is not part of the conversation roster."));
        }
        run(ANNOUNCE + "--yes --text Hello --team", small.id()).is(3);
        int before = log(Route.SEND).size();

        refused(run("announcement resend 1 --yes"), "Say whom to send to again");
        nothing(run("announcement resend 1 --yes --state in-doubt"), "No delivery matches");
        refused(run("announcement resend 1 --yes --delivery 4711"), "Of the one delivery named, none");
        refused(run("announcement resend 1 --state refused"), "--expect 2");
        refused(run("announcement resend 1 --state refused --expect 3"), "2 recipients, not 3");
        refused(run("announcement resend 7 --state refused --yes"), "no announcement 7");
        Said no = run(Typed.interactive("n\n", 100), "announcement resend 1 --include-outsiders --state refused")
                .is(1);
        assertThat(no.err()).contains("Send again to 2 people on Test (simulated)? [y/N]", "Nothing was sent.");
        assertThat(log(Route.SEND)).hasSize(before);
        assertThat(run("announcement list --json").rows()).hasSize(1);

        Said again = run("announcement resend 1 --include-outsiders --expect 2 --code BotNotInConversationRoster")
                .is(0);
        assertThat(again.out().get(0)).isEqualTo("Announcement 2 (resend of 1)");
        assertThat(log(Route.SEND).stream().skip(before).map(LoggedRequest::userId))
                .containsExactlyInAnyOrderElementsOf(away);

        List<JsonNode> latest =
                run("announcement deliveries 1 --latest --json").is(0).rows();
        assertThat(latest).hasSize(12).allSatisfy(row -> {
            assertThat(row.path("state").textValue()).isEqualTo("SENT");
            assertThat(row.path("announcementId").intValue()).isEqualTo(1);
        });
        assertThat(latest.stream().filter(row -> row.path("kind").textValue().equals("RESEND")))
                .hasSize(2)
                .allSatisfy(row -> assertThat(row.path("jobId").intValue()).isEqualTo(2));
        assertThat(run("announcement deliveries 1 --json --state refused").rows())
                .as("the first job's rows stay")
                .hasSize(2);
        JsonNode shown = show(2);
        assertThat(shown.path("kind").textValue()).isEqualTo("RESEND");
        assertThat(shown.path("announcementId").intValue()).isEqualTo(1);
        assertThat(shown.path("parentId").intValue()).isEqualTo(1);
        assertThat(texts(elements(shown.path("jobs")), "kind")).containsExactly("SEND", "RESEND");
        assertThat(texts(elements(shown.path("jobs")), "refused")).containsExactly("2", "0");
        Said card = run("announcement show 1").is(0);
        assertThat(card.out())
                .anyMatch(line -> line.startsWith("Job 2") && line.contains("resend of 1, Finished: 2 selected"))
                .anyMatch(line -> line.startsWith("Decision") && line.contains("planned a resend, job 2, 2"));
        assertThat(run("announcement list").out()).anyMatch(line -> line.contains("resend of 1"));

        run("announce --include-outsiders --yes --text Other --team", small.id())
                .is(0);
        assertThat(texts(run("announcement list --json").rows(), "announcementId"))
                .containsExactly("3", "1", "1");
        assertThat(texts(run("audit list --json --announcement 2").rows(), "announcementId"))
                .isNotEmpty()
                .containsOnly("1");
    }

    // --- edit and recall

    @Test
    void messagesAreEditedAndTakenBackAfterTheirNumberWasTyped() throws Exception {
        synced(small);
        List<String> people = people();
        sandbox.answerOnce(
                r -> r.is(Route.SEND, people.get(0)), CannedAnswer.usual().thenReset());
        sandbox.answerOnce(r -> r.is(Route.SEND, people.get(1)), CannedAnswer.emptyAccepted());
        run(ANNOUNCE + "--yes --text Hello --team", small.id()).is(3);

        refused(run("announcement edit 1 --yes --text", " "), "The message is empty");
        assertThat(run("announcement edit 1 --yes").is(2).err()).contains("--text");
        Said edited = run("announcement edit 1 --expect 10 --text Corrected").is(0);
        assertThat(edited.out().get(0)).isEqualTo("Announcement 2 (edit of 1)");
        assertThat(edited.err()).contains("Messages    10 can be changed: 12 chosen, 2 cannot be", "1  In doubt");
        assertThat(log(Route.UPDATE)).hasSize(10);
        assertThat(log(Route.SEND)).hasSize(12);
        assertThat(texts(messages(), "text")).containsOnly("Corrected");

        Said careless = run("announcement recall 1 --yes");
        refused(careless, "--expect 10; --yes alone does not answer this");
        assertThat(careless.err())
                .contains(
                        "Messages    10 can be taken back: 12 chosen, 2 cannot be",
                        "1  In doubt; nobody knows whether there is a message",
                        "1  Teams gave no id for this message",
                        "A notification (toast) may have been seen already.");
        for (String wrong : List.of("y\n", "12\n", "")) {
            Said no = run(Typed.interactive(wrong, 100), "announcement recall 1 --yes")
                    .is(1);
            assertThat(no.err())
                    .contains(
                            "Take back 10 messages on Test (simulated)?", "Type the number", "Nothing was taken back.");
        }
        refused(run("announcement recall 1 --expect 9"), "10 messages, not 9");
        assertThat(log(Route.DELETE)).isEmpty();
        assertThat(run("announcement list --json").rows()).hasSize(2);

        Said recalled =
                run(Typed.interactive("10\n", 100), "announcement recall 1").is(0);
        assertThat(recalled.out().get(0)).isEqualTo("Announcement 3 (recall of 1)");
        assertThat(log(Route.DELETE)).hasSize(10);
        assertThat(run("announcement deliveries 1 --latest --json").rows().stream()
                        .filter(row -> row.path("kind").textValue().equals("RECALL")
                                && row.path("state").textValue().equals("SENT")))
                .hasSize(10);
        refused(run("announcement recall 1 --expect 10"), "0 messages, not 10");
        nothing(run("announcement recall 1 --yes"), "None of the chosen people has a message");
        refused(run("announcement resend 3 --yes --state sent"), "no messages of its own");
    }

    /** The accepted messages as they stand in the sandbox. */
    private List<JsonNode> messages() throws IOException {
        List<JsonNode> texts = new ArrayList<>();
        for (JsonNode row :
                run("announcement deliveries 1 --json --state accepted").rows()) {
            if (row.path("activityId").isTextual()) {
                texts.add(JSON.createObjectNode()
                        .put(
                                "text",
                                sandbox.message(
                                                row.path("conversationId").textValue(),
                                                row.path("activityId").textValue())
                                        .orElseThrow()
                                        .text()));
            }
        }
        return texts;
    }

    // --- in doubt

    @Test
    void doubtIsResolvedOneByOneOrAllByTheirNumber() throws Exception {
        synced(small);
        List<String> people = people();
        for (String person : people.subList(0, 2)) {
            sandbox.answerOnce(
                    r -> r.is(Route.SEND, person), CannedAnswer.usual().thenReset());
        }
        run(ANNOUNCE + "--yes --text Hello --team", small.id()).is(3);
        List<String> doubts =
                texts(run("announcement deliveries 1 --json --state in-doubt").rows(), "id");
        assertThat(doubts).hasSize(2);

        assertThat(run("announcement resolve 1 --yes").is(2).err()).contains("--arrived");
        refused(run("announcement resolve 1 --yes --arrived"), "--expect 2; --yes alone does not answer this");
        refused(run("announcement resolve 1 --expect 3 --arrived"), "2 deliveries in doubt, not 3");
        assertThat(run(Typed.interactive("y\n", 100), "announcement resolve 1 --arrived")
                        .is(1)
                        .err())
                .contains("Type the number of deliveries in doubt", "Nothing was decided.");
        refused(run("announcement resolve 1 --yes --arrived --delivery 4711"), "Of the one delivery named, none");
        assertThat(show(1).path("inDoubt").intValue()).isEqualTo(2);

        JsonNode one = run("announcement resolve 1 --yes --json --arrived --delivery", doubts.get(0))
                .is(0)
                .rows()
                .get(0);
        assertThat(one.path("decision").textValue()).isEqualTo("ARRIVED");
        assertThat(one.path("decided").intValue()).isEqualTo(1);
        assertThat(show(1).path("sent").intValue()).isEqualTo(11);
        assertThat(String.join("\n", run("audit list --announcement 1").is(0).out()))
                .contains("1 of 2 in doubt")
                .doesNotContain("all of 1");

        Said again = run(Typed.interactive("y\n", 100), "announcement resolve 1 --send-again")
                .is(0);
        assertThat(again.err()).contains("gets it twice", "1 person waiting. To send: rostrum announcement resume 1");
        assertThat(again.out()).containsExactly("1 delivery waiting to be sent again");
        assertThat(log(Route.SEND)).hasSize(12);
        assertThat(show(1).path("state").textValue()).isEqualTo("PAUSED");
        assertThat(run("announcement resume 1 --expect 1").is(0).err())
                .contains("Each person: rostrum announcement deliveries 1")
                .doesNotContain("announcement resolve");
        assertThat(log(Route.SEND).stream().map(LoggedRequest::userId).collect(Collectors.toSet()))
                .hasSize(12);
        assertThat(log(Route.SEND)).hasSize(13);
        nothing(run("announcement resolve 1 --yes --arrived"), "Nothing is in doubt there");
        assertThat(texts(run("audit list --json --announcement 1").rows(), "act"))
                .contains("ARRIVED", "SEND_AGAIN");
    }

    @Test
    void allDoubtsAreResolvedAtOnce() throws Exception {
        synced(small);
        for (String person : people().subList(0, 2)) {
            sandbox.answerOnce(
                    r -> r.is(Route.SEND, person), CannedAnswer.usual().thenReset());
        }
        assertThat(run(ANNOUNCE + "--yes --text Hello --team", small.id()).is(3).err())
                .contains("rostrum announcement resolve 1 --arrived");
        List<String> doubts =
                texts(run("announcement deliveries 1 --json --state in-doubt").rows(), "id");
        Said all = run(Typed.interactive("2\n", 100), "announcement resolve 1 --arrived")
                .is(0);
        assertThat(all.out()).containsExactly("2 deliveries counted as accepted by your decision");
        JsonNode shown = show(1);
        assertThat(shown.path("sent").intValue()).isEqualTo(12);
        assertThat(shown.path("acceptedByDecision").intValue()).isEqualTo(2);
        assertThat(run("announcement list --json")
                        .is(0)
                        .rows()
                        .get(0)
                        .path("acceptedByDecision")
                        .intValue())
                .isEqualTo(2);
        assertThat(String.join("\n", run("announcement show 1").is(0).out()))
                .contains("Accepted", "12 (2 by your decision)")
                .doesNotContain("ccepted by Teams");
        assertThat(String.join("\n", run("announcement deliveries 1").is(0).out()))
                .contains("Accepted, decided", "Accepted by Teams");
        assertThat(String.join("\n", run("user show", people().get(0)).is(0).out()))
                .as("what the admin decided is not the word of Teams here either")
                .contains("Accepted, decided")
                .doesNotContain("Accepted by Teams");
        run("announcement resend 1 --override Again --override-count 1 --expect 1 --delivery", doubts.get(0))
                .is(0);
        assertThat(String.join("\n", run("announcement show 1").is(0).out()))
                .contains("12 accepted (2 by your decision)", "Accepted (1 by your decision)");
        assertThat(log(Route.SEND)).hasSize(13);
    }

    @Test
    void aPageInBetweenIsSaidOnceAndWithoutItsCode() throws Exception {
        synced(small);
        for (String person : people()) {
            sandbox.answerOnce(
                    r -> r.is(Route.SEND, person),
                    CannedAnswer.answeredInBetween(200, "text/html", "<title>Sign in</title>"));
        }
        Said said =
                run(ANNOUNCE + "--rate 5 --yes --text Hello --team", small.id()).is(4);
        assertThat(said.err()).containsOnlyOnce("Something between here and Teams");
        Said shown = run("announcement show 1").is(0);
        String paused = String.join("\n", shown.out()).split("Audience")[0];
        assertThat(paused).containsOnlyOnce("Something between here and Teams");
        assertThat(String.join("\n", shown.out())).doesNotContain("(NotFromTeams)");
        assertThat(show(1).path("causes").toString()).contains("NotFromTeams");
    }

    @Test
    void aNumberThatIsNoneIsSaidInPlainWords() {
        for (String line : List.of(
                "announcement show x",
                "announcement list --limit x",
                "audit list --announcement x",
                "announcement resolve 1 --arrived --delivery 1,x",
                "sandbox --port x",
                "sandbox --team-sizes 3,x")) {
            assertThat(run(line).is(2).err())
                    .as(line)
                    .contains("'x' is not a ", "number")
                    .doesNotContain("positional", " long", " int");
        }
    }

    /** Three nights with an expired secret leave nothing behind that would count for anybody. */
    @Test
    void aRefusedSignInLeavesNoPlan() throws Exception {
        synced(small);
        environment.put(SECRET, "expired");
        for (int night = 0; night < 3; night++) {
            Said said = run("announce --text Hello --include-outsiders --yes --team", small.id())
                    .is(1);
            assertThat(said.err()).contains("Nothing was planned and nothing is sent, since the sign-in failed");
        }
        nothingWasSent();

        environment.put(SECRET, Canary.CLIENT_SECRET.value());
        run("announce --text Hello --include-outsiders --expect 12 --team", small.id())
                .is(0);
    }
}

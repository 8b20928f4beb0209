package dev.rostrum.sandbox;

import static dev.rostrum.testing.Said.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A day of events, posted to a real endpoint that does not always answer well. */
class SandboxDayTest {
    @TempDir
    Path folder;

    private SandboxServer start(String name) {
        return SandboxServer.start(
                SandboxOptions.defaults(folder.resolve(name))
                        .withTeamSizes(12, 40, 5)
                        .withRateLimits(false),
                Clock.fixed(Instant.parse("2026-03-02T12:00:00Z"), ZoneOffset.UTC),
                System::nanoTime,
                RequestLog.DEFAULT_LIMIT);
    }

    private static SandboxDay.Options quick(EventReceiver receiver) {
        return SandboxDay.Options.to(receiver.endpoint()).withEvents(200, 0).withRepeats(Duration.ofMillis(20), 3);
    }

    /** What a day posts first, in this order, what it repeats, and what is true then. */
    private String day(String name, long seed) throws Exception {
        try (SandboxServer server = start(name);
                EventReceiver receiver = new EventReceiver(event -> 200)) {
            List<String> first = new CopyOnWriteArrayList<>();
            Set<String> again = new ConcurrentSkipListSet<>();
            SandboxDay.Outcome outcome = server.day(
                            quick(receiver).withSeed(seed).withConnections(1))
                    .play(answer -> (answer.attempt() == 1 ? first : again)
                            .add(answer.number() + answer.event().json()));
            return (outcome + "\n" + server.events().truth() + "\n" + String.join("\n", first) + again)
                    .replace(server.serviceUrl(), "URL");
        }
    }

    @Test
    void theSameSeedIsTheSameDay() throws Exception {
        String one = day("one", 1);
        assertThat(day("again", 1)).isEqualTo(one);
        assertThat(day("other", 2)).isNotEqualTo(one);
    }

    @Test
    void everythingHappensAndTheRostersAreAsTheEventsSay() throws Exception {
        try (SandboxServer server = start("day");
                EventReceiver receiver = new EventReceiver(event -> 202)) {
            Map<String, Set<String>> members = new HashMap<>();
            server.events().truth().teams().forEach(team -> members.put(team.id(), new HashSet<>(team.members())));
            Map<Integer, SandboxEvent> byNumber = new HashMap<>();
            List<EventAnswer> answers = new CopyOnWriteArrayList<>();
            SandboxDay.Outcome outcome = server.day(quick(receiver)).play(answer -> {
                answers.add(answer);
                byNumber.putIfAbsent(answer.number(), answer.event());
            });
            assertThat(outcome.events()).isEqualTo(200);
            assertThat(outcome.accepted()).isEqualTo(200);
            assertThat(outcome.givenUp()).isZero();
            assertThat(outcome.posts()).isEqualTo(answers.size()).isGreaterThan(200);
            assertThat(outcome.posts()).isEqualTo(receiver.received().size());
            assertThat(outcome.outOfOrder()).isGreaterThan(5);
            assertThat(outcome.silent()).isGreaterThanOrEqualTo(2);
            Set<String> kinds = new LinkedHashSet<>();
            byNumber.values().forEach(event -> kinds.add(event.type() + " " + event.detail()));
            assertThat(kinds)
                    .contains(
                            "conversationUpdate ",
                            "conversationUpdate teamMemberAdded",
                            "conversationUpdate teamMemberRemoved",
                            "conversationUpdate teamRenamed",
                            "conversationUpdate teamDeleted",
                            "conversationUpdate teamRestored",
                            "conversationUpdate channelCreated",
                            "installationUpdate add",
                            "installationUpdate remove",
                            "message ",
                            "messageUpdate editMessage",
                            "messageUpdate undeleteMessage",
                            "messageDelete softDeleteMessage",
                            "messageReaction ",
                            "event ");
            assertThat(kinds.stream().map(kind -> kind.replaceAll(".* ", "")))
                    .anyMatch(detail -> !detail.isEmpty()
                            && detail.equals(detail.toLowerCase(Locale.ROOT))
                            && detail.startsWith("team"));

            // Whoever reads all events in the order of their numbers knows each team as the tenant is.
            Map<String, String> names = new HashMap<>();
            Map<String, Boolean> bot = new HashMap<>();
            Map<String, Boolean> installed = new HashMap<>();
            for (int number = 1; number <= 200; number++) {
                JsonNode event = Caller.JSON.readTree(byNumber.get(number).json());
                String from = event.path("from").path("id").asText();
                JsonNode team = event.path("channelData").path("team");
                if (event.path("type").asText().equals("installationUpdate") && team.isMissingNode()) {
                    installed.put(from, event.path("action").asText().equals("add"));
                }
                if (team.has("name")) {
                    names.put(team.path("id").asText(), team.path("name").asText());
                }
                String botId = event.path("recipient").path("id").asText();
                String teamId = team.path("id").asText();
                event.path("membersAdded").forEach(one -> {
                    if (!team.isMissingNode() && one.path("id").asText().equals(botId)) {
                        bot.put(teamId, true);
                    } else if (!team.isMissingNode()) {
                        members.get(teamId).add(one.path("id").asText());
                    }
                });
                event.path("membersRemoved").forEach(one -> {
                    if (one.path("id").asText().equals(botId)) {
                        bot.put(teamId, false);
                    } else {
                        members.get(teamId).remove(one.path("id").asText());
                    }
                });
                switch (event.path("channelData").path("eventType").asText()) {
                    case "teamDeleted", "teamdeleted" -> bot.put(teamId, false);
                    case "teamRestored", "teamrestored" -> bot.put(teamId, true);
                    default -> {}
                }
            }
            SandboxTruth truth = server.events().truth();
            assertThat(truth.teams()).hasSize(3).allSatisfy(team -> {
                assertThat(team.members()).isEqualTo(members.get(team.id()));
                assertThat(team.name()).isEqualTo(names.get(team.id()));
                assertThat(team.bot()).isEqualTo(bot.get(team.id()));
            });
            Caller caller = new Caller(server);
            for (SandboxTruth.Team team : truth.teams()) {
                int status = caller.team(team.id()).statusCode();
                assertThat(status == 200).as("status %s", status).isEqualTo(team.bot());
                if (team.bot()) {
                    List<String> roster = new ArrayList<>();
                    caller.memberPage(team.id(), 500, null)
                            .path("members")
                            .forEach(member -> roster.add(member.path("id").asText()));
                    assertThat(roster).isEqualTo(List.copyOf(team.members()));
                }
            }
            int silent = 0;
            for (Map.Entry<String, SandboxTruth.Person> each : truth.people().entrySet()) {
                SandboxTruth.Person person = each.getValue();
                assertThat(person.toldInstalled()).isEqualTo(installed.get(each.getKey()));
                if (person.toldInstalled() != null && person.toldInstalled() != person.installed()) {
                    assertThat(person.silentlyReinstalled()).isTrue();
                }
                silent += person.blocked() || person.silentlyReinstalled() ? 1 : 0;
            }
            assertThat(silent).isEqualTo(outcome.silent());
        }
    }

    @Test
    void whatIsNotAcceptedComesAgainWithItsId() throws Exception {
        Map<String, AtomicInteger> posts = new HashMap<>();
        try (SandboxServer server = start("again");
                EventReceiver receiver = new EventReceiver(event -> {
                    int times = posts.computeIfAbsent(key(event), key -> new AtomicInteger())
                            .incrementAndGet();
                    // Every event is refused twice, in two ways.
                    return times == 1 ? 503 : times == 2 ? 302 : 201;
                })) {
            List<EventAnswer> answers = new CopyOnWriteArrayList<>();
            SandboxDay.Outcome outcome =
                    server.day(quick(receiver).withEvents(40, 0)).play(answers::add);
            assertThat(outcome.accepted()).isEqualTo(40);
            assertThat(outcome.givenUp()).isZero();
            Map<Integer, List<EventAnswer>> byNumber = new HashMap<>();
            answers.forEach(answer -> byNumber.computeIfAbsent(answer.number(), n -> new ArrayList<>())
                    .add(answer));
            assertThat(byNumber).hasSize(40);
            byNumber.values().forEach(posted -> {
                assertThat(posted)
                        .extracting(answer -> answer.event().id())
                        .containsOnly(posted.get(0).event().id());
                assertThat(posted).extracting(EventAnswer::attempt).startsWith(1, 2, 3);
                // Only what was accepted has another time when it comes again.
                assertThat(posted.get(1).event()).isEqualTo(posted.get(0).event());
                assertThat(posted.get(2).event()).isEqualTo(posted.get(0).event());
            });
            assertThat(receiver.authorizations()).containsOnly(server.eventAuthorization());
        }
    }

    private static String key(SandboxEvent event) {
        return event.type() + event.detail() + event.conversationId() + event.id();
    }

    @Test
    void whatIsNeverAcceptedIsGivenUp() throws Exception {
        try (SandboxServer server = start("never");
                EventReceiver receiver = new EventReceiver(event -> 403)) {
            SandboxDay.Outcome outcome = server.day(
                            quick(receiver).withEvents(10, 0).withRepeats(Duration.ofMillis(1), 2))
                    .play(answer -> {});
            assertThat(outcome.accepted()).isZero();
            assertThat(outcome.givenUp()).isEqualTo(10);
            assertThat(outcome.posts()).isEqualTo(30);
        }
    }

    @Test
    void anAnswerThatIsLateCountsAsNone() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger posts = new AtomicInteger();
        try (SandboxServer server = start("late");
                EventReceiver receiver = new EventReceiver(event -> {
                    if (posts.incrementAndGet() == 1) {
                        try {
                            end.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    }
                    return 200;
                })) {
            List<EventAnswer> answers = new CopyOnWriteArrayList<>();
            SandboxDay.Outcome outcome = server.day(
                            quick(receiver).withEvents(1, 0).withDeadline(Duration.ofMillis(300)))
                    .play(answer -> {
                        answers.add(answer);
                        end.countDown();
                    });
            assertThat(outcome.accepted()).isEqualTo(1);
            assertThat(answers).hasSizeGreaterThanOrEqualTo(2);
            assertThat(answers.get(0).status()).isZero();
            assertThat(answers.get(0).next()).isEqualTo(EventAnswer.Next.REPEATED);
            assertThat(answers.get(1).event()).isEqualTo(answers.get(0).event());
        }
    }

    @Test
    void nobodyListensYet() throws Exception {
        try (SandboxServer server = start("nobody")) {
            SandboxDay.Options options;
            try (EventReceiver receiver = new EventReceiver(event -> 200)) {
                options = quick(receiver).withEvents(3, 0);
                assertThat(server.day(options).isAwaited()).isTrue();
            }
            SandboxDay day = server.day(options);
            assertThat(day.isAwaited()).isFalse();
            assertThat(day.play(answer -> {}).givenUp()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://bot.example/api/messages",
                "http://127.0.0.1.example/api/messages",
                "ftp://127.0.0.1/x",
                "/api/messages",
                "http://user@127.0.0.1/api/messages"
            })
    void eventsStayOnThisComputer(String endpoint) {
        assertThatThrownBy(() -> SandboxDay.Options.to(URI.create(endpoint)))
                .satisfies(says("Events go to a messaging endpoint on this computer, such as"
                        + " http://127.0.0.1:3978/api/messages, not to " + endpoint));
    }

    @Test
    void anotherDayOfTheSameTenantGoesOn() throws Exception {
        try (EventReceiver receiver = new EventReceiver(event -> 200)) {
            Set<String> first;
            SandboxTruth before;
            try (SandboxServer server = start("days")) {
                server.day(quick(receiver)).play(answer -> {});
                before = server.events().truth();
                first = new HashSet<>();
                receiver.received().forEach(event -> first.add(event.id()));
            }
            try (SandboxServer server = SandboxServer.start(
                    SandboxOptions.defaults(folder.resolve("days")).withTeamSizes(12, 40, 5))) {
                assertThat(server.events().truth().teams()).isEqualTo(before.teams());
                receiver.received().clear();
                assertThat(server.day(quick(receiver)).play(answer -> {}).accepted())
                        .isEqualTo(200);
                assertThat(receiver.received())
                        .filteredOn(event -> event.id().startsWith("f:"))
                        .noneMatch(event -> first.contains(event.id()));
            }
        }
    }
}

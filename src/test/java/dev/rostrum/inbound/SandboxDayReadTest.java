package dev.rostrum.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.domain.CacheChange;
import dev.rostrum.domain.CacheChange.BotInTeam;
import dev.rostrum.domain.CacheChange.ConversationSeen;
import dev.rostrum.domain.CacheChange.InTeam;
import dev.rostrum.domain.CacheChange.Installed;
import dev.rostrum.domain.CacheChange.TeamSeen;
import dev.rostrum.domain.Cloud;
import dev.rostrum.domain.InboundEvent;
import dev.rostrum.domain.ServiceUrl;
import dev.rostrum.sandbox.EventReceiver;
import dev.rostrum.sandbox.SandboxDay;
import dev.rostrum.sandbox.SandboxEvent;
import dev.rostrum.sandbox.SandboxOptions;
import dev.rostrum.sandbox.SandboxServer;
import dev.rostrum.sandbox.SandboxTruth;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the sandbox posts is believed, and what is read from it, newest last, is what is true there. */
class SandboxDayReadTest {
    @TempDir
    Path folder;

    /** What the events said, by what they are about; only later ones replace. */
    private final Map<String, Object> cache = new HashMap<>();

    private final Map<String, Instant> newest = new HashMap<>();

    private void note(String what, Object value, Instant at) {
        if (!newest.getOrDefault(what, Instant.MIN).isAfter(at)) {
            newest.put(what, at);
            cache.put(what, value);
        }
    }

    private void apply(CacheChange change, Instant at) {
        if (change instanceof BotInTeam bot) {
            note("bot " + bot.team().id(), bot.present(), at);
        } else if (change instanceof InTeam member) {
            note("in " + member.team().id() + " " + member.person().id().userId(), member.present(), at);
        } else if (change instanceof TeamSeen seen && seen.team().name() != null) {
            note("name " + seen.team().id(), seen.team().name(), at);
        } else if (change instanceof Installed installed) {
            note("installed " + installed.person().id().userId(), installed.present(), at);
        } else if (change instanceof ConversationSeen seen) {
            note("chat " + seen.person().id().userId(), seen.conversationId(), at);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aWholeDayIsBelievedAndEndsAsTheTruth(long seed) throws Exception {
        List<SandboxEvent> posted = new ArrayList<>();
        try (SandboxServer server =
                        SandboxServer.start(SandboxOptions.defaults(folder).withTeamSizes(12, 40, 5));
                EventReceiver bot = new EventReceiver(event -> {
                    posted.add(event);
                    return posted.size() % 7 == 0 ? 500 : 200;
                })) {
            List<SandboxTruth.Team> before = server.events().truth().teams();
            SandboxDay.Outcome outcome = server.day(SandboxDay.Options.to(bot.endpoint())
                            .withSeed(seed)
                            .withEvents(300, 0)
                            .withRepeats(Duration.ofMillis(20), 10))
                    .play(answer -> {});
            assertThat(outcome.accepted()).isEqualTo(300);

            Recipient recipient = new Recipient(
                    server.appId(), server.tenantId(), Cloud.PUBLIC, ServiceUrl.parse(server.serviceUrl(), true));
            KeyFetch fetch = (uri, most) -> {
                try (InputStream in = uri.toURL().openStream()) {
                    return in.readNBytes(most);
                }
            };
            RequestAuthenticator authenticator = new RequestAuthenticator(
                    recipient,
                    new SigningKeys(recipient, fetch, Clock.systemUTC(), System::nanoTime, Runnable::run),
                    Clock.systemUTC());
            Set<InboundEvent.Key> known = new HashSet<>();
            for (SandboxEvent each : posted) {
                InboundEvent event = ActivityReader.read(each.json().getBytes(StandardCharsets.UTF_8));
                assertThat(InboundTokens.check(authenticator, List.of(server.eventAuthorization()), event))
                        .isEqualTo(Authentication.AUTHENTIC);
                if (known.add(event.key())) {
                    CacheChanges.of(event).forEach(change -> apply(change, event.sentAt()));
                }
            }

            SandboxTruth truth = server.events().truth();
            for (int i = 0; i < before.size(); i++) {
                SandboxTruth.Team team = truth.teams().get(i);
                Set<String> members = new HashSet<>(before.get(i).members());
                cache.forEach((what, present) -> {
                    if (what.startsWith("in " + team.id() + " ")) {
                        String user = what.substring(what.lastIndexOf(' ') + 1);
                        if ((boolean) present) {
                            members.add(user);
                        } else {
                            members.remove(user);
                        }
                    }
                });
                assertThat(members).isEqualTo(team.members());
                assertThat(cache).containsEntry("bot " + team.id(), team.bot());
                assertThat(cache).containsEntry("name " + team.id(), team.name());
            }
            int unknown = 0;
            for (Map.Entry<String, SandboxTruth.Person> each : truth.people().entrySet()) {
                SandboxTruth.Person person = each.getValue();
                Object installed = cache.get("installed " + each.getKey());
                assertThat(installed).isEqualTo(person.toldInstalled());
                if (installed != null) {
                    assertThat(cache).containsEntry("chat " + each.getKey(), person.conversationId());
                    assertThat(installed.equals(person.installed())).isNotEqualTo(person.silentlyReinstalled());
                }
                unknown += person.blocked() || person.silentlyReinstalled() ? 1 : 0;
            }
            assertThat(unknown).isEqualTo(outcome.silent()).isPositive();
        }
    }
}

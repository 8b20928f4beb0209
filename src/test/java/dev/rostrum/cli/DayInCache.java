package dev.rostrum.cli;

import static dev.rostrum.store.StoreFixture.number;
import static dev.rostrum.store.StoreFixture.text;
import static dev.rostrum.store.StoreFixture.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.connection.Connection;
import dev.rostrum.connection.DataFiles;
import dev.rostrum.sandbox.EventAnswer;
import dev.rostrum.sandbox.SandboxEvent;
import dev.rostrum.sandbox.SandboxServer;
import dev.rostrum.sandbox.SandboxTruth;
import dev.rostrum.store.Database;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Compares what a data file believes after a day with what is true in the tenant that played it. */
final class DayInCache {
    private DayInCache() {}

    static Database open(Path dataFolder, Connection connection) {
        return Database.openForReading(
                new DataFiles(dataFolder.resolve("connections")).of(connection), DataFiles.identity(connection));
    }

    /** Each event that was accepted is there once and is in the cache; what else is there came without its answer. */
    static void keptOnce(Database file, Collection<EventAnswer> answers) {
        Set<String> accepted = new HashSet<>();
        Set<String> posted = new HashSet<>();
        for (EventAnswer answer : answers) {
            String key = key(answer.event());
            posted.add(key);
            if (answer.accepted()) {
                accepted.add(key);
            }
        }
        Set<String> kept = new HashSet<>(
                texts(file, "SELECT type || ' ' || coalesce(event_type, '') || ' ' || activity_id FROM event"));
        assertThat(kept).containsAll(accepted);
        assertThat(posted).containsAll(kept);
        assertThat(number(file, "SELECT count(*) FROM event")).isEqualTo(kept.size());
        assertThat(texts(file, "SELECT DISTINCT state FROM event")).containsExactly("APPLIED");
    }

    /** An action is no part of what makes two events one. */
    private static String key(SandboxEvent event) {
        String detail = event.type().equals("installationUpdate") ? "" : event.detail();
        return (event.type() + " " + detail).toLowerCase(Locale.ROOT) + " " + event.id();
    }

    /**
     * All that events tell is as it is in the tenant, where all rosters were read before. Blocks, and installing again, nobody
     * tells: these are all that differs.
     */
    static void isTheTruth(Database file, SandboxServer sandbox, int silent) {
        SandboxTruth truth = sandbox.events().truth();
        for (SandboxTruth.Team team : truth.teams()) {
            assertThat(text(file, "SELECT name FROM team WHERE team_id = ?", team.id()))
                    .isEqualTo(team.name());
            assertThat(number(file, "SELECT bot_left_at IS NULL FROM team WHERE team_id = ?", team.id()) == 1)
                    .isEqualTo(team.bot());
            assertThat(texts(
                            file,
                            "SELECT u.user_id FROM membership m JOIN user u ON u.id = m.user JOIN team t ON t.id = m.team"
                                    + " WHERE t.team_id = ?",
                            team.id()))
                    .containsExactlyInAnyOrderElementsOf(team.members());
            // It is counted up and down: an event that was applied twice would show.
            assertThat(number(file, "SELECT people FROM team WHERE team_id = ?", team.id()))
                    .isEqualTo(team.members().size());
        }
        int unknown = 0;
        for (Map.Entry<String, SandboxTruth.Person> each : truth.people().entrySet()) {
            String id = each.getKey();
            SandboxTruth.Person person = each.getValue();
            assertThat(text(file, "SELECT object_id FROM user WHERE user_id = ?", id))
                    .isEqualTo(person.objectId());
            assertThat(text(file, "SELECT name FROM user WHERE user_id = ?", id))
                    .isEqualTo(person.name());
            assertThat(number(
                            file,
                            "SELECT count(*) FROM opt_out o JOIN user u ON u.person = o.person WHERE u.user_id = ?"
                                    + " AND o.asker = 'PERSON'",
                            id))
                    .as("asked for no messages")
                    .isEqualTo(person.stopped() ? 1 : 0);
            Boolean told = person.toldInstalled();
            assertThat(text(
                            file,
                            "SELECT value FROM event_user e JOIN user u ON u.id = e.user WHERE u.user_id = ? AND aspect = 'INSTALLED'",
                            id))
                    .isEqualTo(told == null ? null : told ? "1" : "0");
            if (told != null) {
                assertThat(texts(
                                file,
                                "SELECT conversation_id || ' ' || (inactive_at IS NULL) FROM conversation c"
                                        + " JOIN user u ON u.id = c.user WHERE u.user_id = ?",
                                id))
                        .containsExactly(person.conversationId() + " " + (told ? 1 : 0));
                assertThat(told != person.installed()).isEqualTo(person.silentlyReinstalled());
            }
            unknown += person.blocked() || person.silentlyReinstalled() ? 1 : 0;
        }
        assertThat(unknown).isEqualTo(silent);
        assertThat(number(file, "SELECT count(*) FROM blocked"))
                .as("who blocked the bot is not told")
                .isZero();
        assertThat(number(file, "SELECT count(*) FROM conversation WHERE last_code IS NOT NULL"))
                .as("what only a refused send would tell")
                .isZero();
    }

    /** Of whom the cache knows it wrong after a day. */
    static Set<String> silent(SandboxServer sandbox) {
        return people(sandbox, person -> person.blocked() || person.silentlyReinstalled());
    }

    private static Set<String> people(SandboxServer sandbox, Predicate<SandboxTruth.Person> which) {
        return sandbox.events().truth().people().entrySet().stream()
                .filter(each -> which.test(each.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** After a send to those of whom nobody told, the cache knows of each whether they have the bot and have blocked it. */
    static void isTheWholeTruth(Database file, SandboxServer sandbox) {
        assertThat(texts(file, "SELECT u.user_id FROM blocked b JOIN user u ON u.person = b.person"))
                .containsExactlyInAnyOrderElementsOf(people(sandbox, SandboxTruth.Person::blocked));
        assertThat(
                        texts(
                                file,
                                "SELECT u.user_id FROM conversation c JOIN user u ON u.id = c.user WHERE c.inactive_at IS NOT NULL"))
                .containsExactlyInAnyOrderElementsOf(
                        people(sandbox, person -> person.toldInstalled() != null && !person.installed()));
    }
}

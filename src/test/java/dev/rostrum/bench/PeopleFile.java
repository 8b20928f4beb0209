package dev.rostrum.bench;

import dev.rostrum.store.Database;
import dev.rostrum.store.TextKeys;
import dev.rostrum.store.people.TeamStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A data file of many people, written straight into its tables: names in five scripts, frequent ones more often than rare ones; addresses of one domain, a
 * fifth of them below another name of it; ids as long as those of Teams; teams of 25,000; seven of ten with a conversation.
 */
final class PeopleFile {
    static final int TEAM = 25_000;
    static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private static final String[] PARTS =
            ("an ber car da el fin ga hu is jo ka lu mar no os pe qui ra sch tor ul ver wo xa yu"
                            + " m\u00fcl ler stein berg mann er son i\u0107 ova h\u00e5 \u00e9l")
                    .split(" ");
    private static final String[] OTHERS = {
        "\u0418\u0432\u0430\u043d \u041f\u0435\u0442\u0440\u043e\u0432",
        "\u0410\u043d\u043d\u0430 \u0421\u043c\u0438\u0440\u043d\u043e\u0432\u0430",
        "\u738b\u5c0f\u660e",
        "\u5c71\u7530 \u592a\u90ce",
        "\u0645\u062d\u0645\u062f \u0639\u0644\u064a",
        "\u05d3\u05e0\u05d4 \u05db\u05d4\u05df"
    };
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";

    private final Random random = new Random(Tenant.SEED);
    private final List<String> given = new ArrayList<>();
    private final List<String> family = new ArrayList<>();

    private PeopleFile() {
        for (int i = 0; i < 800; i++) {
            given.add(capital(1 + random.nextInt(3)));
        }
        for (int i = 0; i < 20_000; i++) {
            family.add(capital(2 + random.nextInt(3)));
        }
        given.set(40, "Zo\u00eb");
        given.set(90, "Christopher");
    }

    private String capital(int parts) {
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < parts; i++) {
            word.append(PARTS[random.nextInt(PARTS.length)]);
        }
        return word.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + word.substring(1);
    }

    private <T> T often(List<T> of) {
        return of.get((int) (of.size() * Math.pow(random.nextDouble(), 2)));
    }

    private String letters(int length, String of) {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < length; i++) {
            letters.append(of.charAt(random.nextInt(of.length())));
        }
        return letters.toString();
    }

    static Database open(Path file) {
        return Database.openForWriting(
                file, Tenant.IDENTITY, "bench", Duration.ZERO, holder -> {}, Clock.systemUTC(), System::nanoTime);
    }

    /** Makes the file with so many people; its search index is not made. */
    static void make(Path file, int people) {
        try (Database database = open(file)) {
            TeamStore teams = new TeamStore(database);
            for (int team = 0; team * TEAM < people; team++) {
                teams.add("19:team" + team, "Team " + team, null, null, NOW);
            }
            database.write(session -> session.update("UPDATE people_index SET version = 0"));
            PeopleFile made = new PeopleFile();
            for (int from = 1; from <= people; from += 2_000) {
                int first = from;
                int last = Math.min(people, from + 1_999);
                // Without a savepoint: SQLite's journal of it would be walked for each row.
                database.writeRepeatable(session -> {
                    for (int i = first; i <= last; i++) {
                        made.person(session, i);
                    }
                    return null;
                });
            }
            database.write(session -> session.update("UPDATE team SET synced_at = 1, people = " + TEAM));
        }
    }

    private void person(dev.rostrum.store.Session session, int number) throws java.sql.SQLException {
        String first = often(given);
        String last = often(family);
        String name = random.nextInt(6) == 0
                ? OTHERS[random.nextInt(OTHERS.length)] + ' ' + number % 977
                : first + ' ' + last;
        String mail = TextKeys.fold(first + '.' + last) + number + '@' + (random.nextInt(5) == 0 ? "emea." : "")
                + "contoso.com";
        String upn = random.nextInt(10) == 0 ? mail.replace("contoso.com", "contoso.onmicrosoft.com") : mail;
        String id = "29:1" + letters(100, LETTERS);
        String hex = "0123456789abcdef";
        String object = letters(8, hex) + '-' + letters(4, hex) + "-4" + letters(3, hex) + "-8" + letters(3, hex) + '-'
                + letters(12, hex);
        int kind = random.nextInt(100);
        session.update(
                "INSERT INTO user (id, user_id, object_id, name, email, email_key, upn, upn_key, tenant_id, kind, name_key, folded,"
                        + " first_seen_at, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 't', ?, ?, ?, 0, 0)",
                number,
                id,
                object,
                name,
                mail,
                TextKeys.addressKey(mail),
                upn,
                TextKeys.addressKey(upn),
                kind < 90 ? "MEMBER" : kind < 98 ? "GUEST" : "UNKNOWN",
                TextKeys.sortKey(name),
                TextKeys.fold(name, mail, upn, id, object));
        session.update(
                "INSERT INTO roster_member (roster, user, since) SELECT roster, ?1, ?2 FROM team WHERE team_id = ?3",
                number,
                NOW.minus(Duration.ofDays(random.nextInt(300))),
                "19:team" + (number - 1) / TEAM);
        if (random.nextInt(10) < 7) {
            Instant at = NOW.minusSeconds(random.nextInt(90 * 86_400));
            session.update(
                    "INSERT INTO conversation (user, conversation_id, origin, created_at, last_accepted_at, last_call_at,"
                            + " last_status) VALUES (?1, ?2, 'CREATED', ?3, ?4, ?4, 201)",
                    number,
                    "a:1" + letters(60, LETTERS),
                    NOW.minus(Duration.ofDays(100)),
                    random.nextInt(7) == 0 ? null : at);
        }
    }
}

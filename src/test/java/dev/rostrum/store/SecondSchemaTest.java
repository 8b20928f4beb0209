package dev.rostrum.store;

import static dev.rostrum.store.StoreFixture.T0;
import static dev.rostrum.store.StoreFixture.at;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of version 1 with data in it becomes one of version 2. */
class SecondSchemaTest {
    @TempDir
    Path folder;

    @Test
    void versionOneKeepsItsRowsAndLearnsWhoBlockedTheBot() throws Exception {
        try (Session session = Session.open(folder.resolve("old.db"), Session.Mode.CREATE)) {
            try (InputStream in = Migrations.class.getResourceAsStream("migrations/001.sql")) {
                session.scripts(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
            for (int person = 1; person <= 4; person++) {
                session.update(
                        "INSERT INTO user (id, user_id, name, kind, name_key, folded, first_seen_at, changed_at)"
                                + " VALUES (?1, '29:' || ?1, 'N', 'MEMBER', x'00', '', 0, 0)",
                        person);
            }
            String[] texts = {"Hello", " Hello\n", "Other"};
            for (int i = 0; i < texts.length; i++) {
                session.update(
                        "INSERT INTO announcement (id, title, text, format, folded, created_at)"
                                + " VALUES (?, 'T', ?, 'PLAIN', '', 0)",
                        10 + i,
                        texts[i]);
                session.update(
                        "INSERT INTO job (id, announcement, kind, state, created_at) VALUES (?1, ?1, 'SEND', 'DONE', 0)",
                        10 + i);
                session.update("INSERT INTO job_total (job, selected) VALUES (?, 4)", 10 + i);
            }
            // 1 was refused last, 2 accepted since, 3 refused for something else, 4 refused twice.
            delivery(session, 10, 1, "SENT", null, 1);
            delivery(session, 11, 1, "REFUSED", "messageWritesBlocked", 2);
            delivery(session, 10, 2, "REFUSED", "ConversationBlockedByUser", 1);
            delivery(session, 11, 2, "SENT", null, 2);
            delivery(session, 10, 3, "REFUSED", "404", 1);
            delivery(session, 10, 4, "REFUSED", "ConversationBlockedByUser", 1);
            delivery(session, 12, 4, "REFUSED", "MessageWritesBlocked", 3);
            session.script("PRAGMA user_version = 1");

            Migrations.apply(session, 1);

            assertThat(session.number("PRAGMA user_version")).isEqualTo(Migrations.CURRENT);
            assertThat(session.list(
                            "SELECT id || '=' || same_as FROM announcement ORDER BY id", row -> row.getString(1)))
                    .containsExactly("10=10", "11=10", "12=12");
            assertThat(session.list(
                            "SELECT person || ' ' || code || ' ' || at FROM blocked ORDER BY person",
                            row -> row.getString(1)))
                    .containsExactly(
                            "1 messageWritesBlocked " + at(2).toEpochMilli(),
                            "4 MessageWritesBlocked " + at(3).toEpochMilli());
            assertThat(session.number("SELECT count(*) FROM delivery WHERE message = 0 AND target IS NULL"))
                    .isEqualTo(7);
            assertThat(session.number("SELECT refused FROM job_total WHERE job = 10"))
                    .isEqualTo(3);
            assertThat(session.text("PRAGMA integrity_check")).isEqualTo("ok");
            assertThat(session.list("PRAGMA foreign_key_check", row -> row.getString(1)))
                    .isEmpty();
        }
    }

    private static void delivery(Session session, int job, int user, String state, String code, int seconds)
            throws Exception {
        session.update(
                "INSERT INTO delivery (job, user, name_key, folded, state, code, updated_at)"
                        + " VALUES (?, ?, x'00', '', ?, ?, ?)",
                job,
                user,
                state,
                code,
                T0.plusSeconds(seconds));
    }
}

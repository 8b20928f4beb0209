package dev.rostrum.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A data file of version 1 with many rows, made by 001.sql and by nothing of the program. */
final class OldFile {
    private static final int ROWS = 30_000;
    private static final int APPLICATION_ID = 0x52737472;

    /** Read with the columns of version 1, whatever the file has become. */
    private static final List<String> CONTENT = List.of(
            "SELECT id, user_id, object_id, name, kind FROM user ORDER BY id",
            "SELECT id, announcement, kind, state FROM job ORDER BY id",
            "SELECT job, selected, sent FROM job_total ORDER BY job",
            "SELECT id, job, user, state, conversation_id, activity_id, attempts FROM delivery ORDER BY id",
            "SELECT delivery, n, call, started_at, ended_at, status FROM attempt ORDER BY delivery, n",
            "SELECT id, user, conversation_id FROM conversation ORDER BY id");

    /** Of the i-th person. */
    private static final String OBJECT_ID = "printf('00000000-0000-4000-8000-%012x', i)";

    private final CrashSite site;
    private final List<String> scripts = new ArrayList<>();
    private final List<List<String>> schemas = new ArrayList<>();
    private String content;

    OldFile(CrashSite site) throws IOException, SQLException {
        this.site = site;
        for (int next = 1; ; next++) {
            String name = String.format("/dev/rostrum/store/migrations/%03d.sql", next);
            try (InputStream in = OldFile.class.getResourceAsStream(name)) {
                if (in == null) {
                    break;
                }
                scripts.add(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        // Whatever else uses SQLite in this process has the library found by then.
        site.act(workspace -> assertThat(workspace.views().teams()).isEmpty());
        try (Connection memory = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            for (String script : scripts) {
                run(memory, script);
                schemas.add(schema(memory));
            }
        }
    }

    /** How many migrations lie before a file of version 1. */
    int steps() {
        return scripts.size() - 1;
    }

    void make(Path file) throws SQLException {
        try (Connection writing = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            run(writing, scripts.get(0));
            run(writing, "PRAGMA application_id = " + APPLICATION_ID);
            run(writing, "PRAGMA user_version = 1");
            run(
                    writing,
                    "INSERT INTO meta (key, value) VALUES ('simulated', 'true'), ('app_id', '" + site.sandbox.appId()
                            + "'), ('tenant_id', '" + site.sandbox.tenantId() + "'), ('created_at', '1')");
            run(
                    writing,
                    "INSERT INTO announcement (id, title, text, format, folded, created_at)"
                            + " VALUES (1, 'Old', 'Old', 'PLAIN', 'old', 1)");
            run(
                    writing,
                    "INSERT INTO job (id, announcement, kind, state, created_at) VALUES (1, 1, 'SEND', 'DONE', 1)");
            run(writing, "INSERT INTO job_total (job, selected) VALUES (1, " + ROWS + ")");
            String numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + ROWS + ") ";
            run(
                    writing,
                    numbers + "INSERT INTO user (id, user_id, object_id, name, kind, name_key, folded, first_seen_at,"
                            + " changed_at) SELECT i, '29:' || i, " + OBJECT_ID + ", 'Person ' || i, 'MEMBER', x'01',"
                            + " 'person ' || i, 1, 1 FROM n");
            run(
                    writing,
                    numbers + "INSERT INTO conversation (id, user, conversation_id, origin, created_at)"
                            + " SELECT i, i, 'a:' || i, 'CREATED', 1 FROM n");
            run(
                    writing,
                    numbers + "INSERT INTO delivery (id, job, user, object_id, name, name_key, folded, state,"
                            + " conversation_id, activity_id, attempts, opened, updated_at) SELECT i, 1, i,"
                            + " " + OBJECT_ID
                            + ", 'Person ' || i, x'01', 'person ' || i, 'SENT', 'a:' || i, 'm' || i, 1, 1, 1"
                            + " FROM n");
            run(
                    writing,
                    numbers + "INSERT INTO attempt (delivery, n, call, started_at, ended_at, status)"
                            + " SELECT i, 1, 'SEND', 1, 2, 201 FROM n");
            content = content(writing);
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    /** In place of the site's data file. */
    void place(Path template) throws IOException {
        for (String suffix : List.of("-wal", "-shm")) {
            Files.deleteIfExists(site.file().resolveSibling(site.file().getFileName() + suffix));
        }
        Files.copy(template, site.file(), StandardCopyOption.REPLACE_EXISTING);
    }

    long version() throws SQLException {
        try (Connection reading = LedgerCheck.open(site.file())) {
            return LedgerCheck.number(reading, "PRAGMA user_version");
        }
    }

    /** Whole, of one version and not between two, and with every row that it had. */
    void compare(String told) throws SQLException {
        try (Connection reading = LedgerCheck.open(site.file())) {
            assertThat(LedgerCheck.integrity(reading)).as(told).isEmpty();
            int version = Math.toIntExact(LedgerCheck.number(reading, "PRAGMA user_version"));
            assertThat(schema(reading)).as(told).isEqualTo(schemas.get(version - 1));
            assertThat(content(reading)).as(told).isEqualTo(content);
        }
    }

    private static List<String> schema(Connection reading) throws SQLException {
        List<String> schema = new ArrayList<>();
        LedgerCheck.each(
                reading,
                "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name",
                row -> schema.add(row.getString(1) + ": " + row.getString(2)));
        return schema;
    }

    private static String content(Connection reading) throws SQLException {
        StringBuilder all = new StringBuilder();
        for (String sql : CONTENT) {
            LedgerCheck.each(reading, sql, row -> {
                int columns = row.getMetaData().getColumnCount();
                for (int i = 1; i <= columns; i++) {
                    all.append(row.getString(i)).append('\t');
                }
                all.append('\n');
            });
        }
        return LedgerCheck.sha256(all.toString());
    }
}

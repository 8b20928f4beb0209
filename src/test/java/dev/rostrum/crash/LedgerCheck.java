package dev.rostrum.crash;

import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.RunState;
import dev.rostrum.sandbox.LoggedRequest;
import dev.rostrum.sandbox.Route;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.sqlite.SQLiteConfig;

/**
 * Compares a ledger with what the sandbox itself wrote down, row by row. It reads the data file by its own SQL, read-only,
 * also while a program writes, and keeps nothing between two looks: what a kill explains stands in the attempts. Of an
 * attempt that the program took back before its request there must be no request.
 */
final class LedgerCheck {
    /** What can be wrong. */
    enum Kind {
        /** More messages in a chat than deliveries that may have put one there. */
        DUPLICATE,
        /** A message appeared, and its delivery says that none did. */
        HIDDEN,
        /** SENT, and not exactly one message appeared. */
        WRONG_SENT,
        /** Nobody will send to this person any more, and no message appeared; or the person has no delivery at all. */
        LOST,
        /** A message to somebody without a delivery. */
        UNEXPECTED,
        /** IN_DOUBT though no kill and no unclear answer explains it. */
        UNEXPLAINED_DOUBT,
        /** A send was under way when the program ended, and its row is not in doubt. */
        DOUBT_FORGOTTEN,
        /** A row in flight while no program runs that had time to start. */
        IN_FLIGHT,
        /** Attempts and requests do not match. */
        ATTEMPTS,
        /** The activity id is another than the message's. */
        WRONG_ID,
        /** The counters differ from the rows, or do not add up. */
        TOTALS,
        INTEGRITY
    }

    record Violation(Kind kind, String what) {
        @Override
        public String toString() {
            return kind + ": " + what;
        }
    }

    /**
     * What a look found.
     *
     * @param planned deliveries of runs that send
     * @param recipients those of them that were not left out
     * @param posted messages that appeared in chats
     * @param waiting rows that are still to be sent
     * @param flying rows OPENING or SENDING
     * @param doubtsAccepted of those in doubt, how many messages appeared
     */
    record Result(
            long planned,
            long recipients,
            long posted,
            long duplicates,
            long lost,
            long hidden,
            long wrongSent,
            long inDoubt,
            long doubtsAccepted,
            long waiting,
            long flying,
            long sending,
            long sent,
            List<Violation> violations) {
        Set<Kind> kinds() {
            Set<Kind> kinds = new HashSet<>();
            violations.forEach(v -> kinds.add(v.kind()));
            return kinds;
        }
    }

    /** A run as it stands. */
    record Run(long id, JobKind kind, RunState state, String text) {}

    private record Row(long id, Run run, String user, DeliveryState state, String activity, String target) {
        Route route() {
            return switch (run.kind()) {
                case SEND, RESEND -> Route.SEND;
                case EDIT -> Route.UPDATE;
                case RECALL -> Route.DELETE;
            };
        }

        /** What its requests are about: a person, or a message. */
        String about() {
            return route() + " " + (sends() ? user : target);
        }

        /** That, with the text. */
        String key() {
            return run.kind() == JobKind.RECALL ? about() : about() + " " + sha256(run.text());
        }

        boolean sends() {
            return run.kind() == JobKind.SEND || run.kind() == JobKind.RESEND;
        }

        boolean planned() {
            return run.state() != RunState.PLANNING && run.state() != RunState.DRAFT;
        }

        @Override
        public String toString() {
            return "delivery " + id + " of run " + run.id() + " (" + run.kind() + ", " + state + ")";
        }
    }

    /**
     * Attempts of one delivery and call. {@code cut} are those whose answer nobody waited for to the end, {@code lost} those
     * whose connection ended before an answer.
     */
    private record Attempts(int all, int cut, int lost) {
        static final Attempts NONE = new Attempts(0, 0, 0);

        static Attempts one(boolean ended, boolean lost) {
            return new Attempts(1, ended ? 0 : 1, lost ? 1 : 0);
        }

        Attempts plus(Attempts more) {
            return new Attempts(all + more.all, cut + more.cut, lost + more.lost);
        }
    }

    private static final class Requests {
        private int all;
        private int posted;
        private int processed;
        private int unclear;
        private int gone;
        private final Set<String> ids = new HashSet<>();
    }

    private static final Requests NONE = new Requests();

    private final Path file;
    private final Path requestLog;

    LedgerCheck(Path file, Path requestLog) {
        this.file = file;
        this.requestLog = requestLog;
    }

    /** As it is now: the program was killed, or runs. */
    Result now() throws SQLException, IOException {
        return new Look().result();
    }

    /**
     * After the program came to the end of its runs by itself: nothing is in flight and nobody is left.
     *
     * @param people whom the runs that send were for, counted once for each of these runs
     */
    Result atRest(long people) throws SQLException, IOException {
        return new Look().atRest(people);
    }

    /** All runs, oldest first; none where there is no data file yet. */
    List<Run> runs() throws SQLException {
        try (Connection reading = open(file)) {
            return runs(reading);
        }
    }

    /** Messages that appeared so far. */
    long posted() throws IOException {
        AtomicLong posted = new AtomicLong();
        LoggedRequest.readEach(requestLog, request -> posted.addAndGet(request.posted() ? 1 : 0));
        return posted.get();
    }

    static Connection open(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(5_000);
        return DriverManager.getConnection("jdbc:sqlite:" + file, config.toProperties());
    }

    private static List<Run> runs(Connection reading) throws SQLException {
        List<Run> runs = new ArrayList<>();
        each(
                reading,
                "SELECT j.id, j.kind, j.state, coalesce(j.text, a.text) AS text FROM job j"
                        + " JOIN announcement a ON a.id = j.announcement ORDER BY j.id",
                row -> runs.add(new Run(
                        row.getLong("id"),
                        JobKind.valueOf(row.getString("kind")),
                        RunState.valueOf(row.getString("state")),
                        row.getString("text"))));
        return runs;
    }

    @FunctionalInterface
    interface Rows {
        void row(ResultSet row) throws SQLException;
    }

    static long number(Connection reading, String sql) throws SQLException {
        try (Statement statement = reading.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.getLong(1);
        }
    }

    static void each(Connection reading, String sql, Rows rows) throws SQLException {
        try (Statement statement = reading.createStatement();
                ResultSet all = statement.executeQuery(sql)) {
            while (all.next()) {
                rows.row(all);
            }
        }
    }

    static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What {@code PRAGMA integrity_check} and {@code foreign_key_check} find; empty where all is well. */
    static List<String> integrity(Connection reading) throws SQLException {
        List<String> found = new ArrayList<>();
        each(reading, "PRAGMA integrity_check", row -> found.add(row.getString(1)));
        found.remove("ok");
        each(reading, "PRAGMA foreign_key_check", row -> found.add("a row of " + row.getString(1) + " refers to none"));
        return found;
    }

    /**
     * Sees whether a send's intent, and no other one of the same person, stands in the file at the moment when its request has
     * arrived. Safe for use by many threads.
     */
    static final class Intents implements AutoCloseable {
        private final Connection reading;
        private final PreparedStatement sending;

        Intents(Path file) throws SQLException {
            reading = open(file);
            sending = reading.prepareStatement(
                    "SELECT count(*) FROM delivery WHERE open = 1 AND state = 'SENDING' AND conversation_id = ?");
        }

        synchronized boolean stands(String conversationId) {
            try {
                sending.setString(1, conversationId);
                try (ResultSet row = sending.executeQuery()) {
                    return row.getLong(1) == 1;
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public synchronized void close() throws SQLException {
            sending.close();
            reading.close();
        }
    }

    private final class Look {
        private final List<Violation> violations = new ArrayList<>();
        private final List<Row> rows = new ArrayList<>();
        private final List<Run> runs = new ArrayList<>();
        private final Map<Long, Map<String, Attempts>> attempts = new HashMap<>();
        private final Set<Long> decided = new HashSet<>();
        private final Map<String, Requests> requests = new HashMap<>();
        private final Map<Long, Map<DeliveryState, Long>> counters = new HashMap<>();
        private final Map<Long, Long> selected = new HashMap<>();
        private long posted;
        /** Connections that were closed after an answer, unannounced: each may have swallowed the next request. */
        private long closed;

        private long swallowed;
        private long duplicates;
        private long lost;
        private long hidden;
        private long wrongSent;
        private long doubtsAccepted;

        Look() throws SQLException, IOException {
            // The ledger first: what the server processes meanwhile concerns rows that are in flight anyway.
            try (Connection reading = open(file)) {
                reading.setAutoCommit(false);
                read(reading);
                integrity(reading).forEach(what -> add(Kind.INTEGRITY, what));
            }
            LoggedRequest.readEach(requestLog, this::note);
            compare();
        }

        private void read(Connection reading) throws SQLException {
            Map<Long, Run> byId = new HashMap<>();
            for (Run run : runs(reading)) {
                runs.add(run);
                byId.put(run.id(), run);
            }
            each(
                    reading,
                    "SELECT d.id, d.job, u.user_id, d.state, d.activity_id, d.target FROM delivery d"
                            + " JOIN user u ON u.id = d.user",
                    row -> rows.add(new Row(
                            row.getLong("id"),
                            byId.get(row.getLong("job")),
                            row.getString("user_id"),
                            DeliveryState.valueOf(row.getString("state")),
                            row.getString("activity_id"),
                            row.getString("target"))));
            each(
                    reading,
                    "SELECT delivery, call, ended_at, code = 'ConnectionLost' FROM attempt"
                            + " WHERE note IS NULL OR note <> 'ended.halted'"
                            // A call under way has its row only once it is over.
                            + " UNION ALL SELECT d.id, CASE WHEN d.state = 'OPENING' THEN 'CREATE' WHEN j.kind ="
                            + " 'EDIT' THEN 'UPDATE' WHEN j.kind = 'RECALL' THEN 'DELETE' ELSE 'SEND' END, NULL, 0"
                            + " FROM delivery d JOIN job j ON j.id = d.job WHERE d.state = 'OPENING' OR d.state ="
                            + " 'SENDING'",
                    row -> attempts.computeIfAbsent(row.getLong(1), id -> new HashMap<>())
                            .merge(
                                    row.getString(2),
                                    Attempts.one(row.getString(3) != null, row.getBoolean(4)),
                                    Attempts::plus));
            each(reading, "SELECT delivery FROM decision", row -> decided.add(row.getLong(1)));
            each(reading, "SELECT * FROM job_total", row -> {
                long job = row.getLong("job");
                selected.put(job, row.getLong("selected"));
                Map<DeliveryState, Long> counts = new EnumMap<>(DeliveryState.class);
                for (DeliveryState state : DeliveryState.values()) {
                    counts.put(state, row.getLong(state.name()));
                }
                counters.put(job, counts);
            });
        }

        /**
         * Counted twice: by what it was about and, as what was not processed has no text in the log, by whom alone.
         */
        private void note(LoggedRequest request) {
            closed += request.fault().equals("answer-close") ? 1 : 0;
            String about = "";
            String text = "";
            switch (request.route()) {
                case CREATE -> about = request.userId();
                case SEND -> {
                    about = request.userId();
                    text = request.textSha256();
                }
                case UPDATE -> {
                    about = request.activityId();
                    text = request.textSha256();
                }
                case DELETE -> about = request.activityId();
                default -> {
                    return;
                }
            }
            posted += request.posted() ? 1 : 0;
            count(request.route() + " " + about, request);
            if (!text.isEmpty()) {
                count(request.route() + " " + about + " " + text, request);
            }
        }

        private void count(String key, LoggedRequest request) {
            Requests so = requests.computeIfAbsent(key, k -> new Requests());
            so.all++;
            so.posted += request.posted() ? 1 : 0;
            so.processed += request.processed() ? 1 : 0;
            so.unclear += unclear(request) ? 1 : 0;
            so.gone += request.route() == Route.DELETE && request.status() == 404 ? 1 : 0;
            if (request.posted() && !request.activityId().isEmpty()) {
                so.ids.add(request.activityId());
            }
        }

        /** Whether the answer leaves open what became of the request. */
        private boolean unclear(LoggedRequest request) {
            if (request.fault().equals("page")) {
                // A proxy that says by the number itself that it wants a login passed nothing on.
                return request.status() != 407 && request.status() != 511;
            }
            return !request.answered() || request.status() == 408 || request.status() >= 500;
        }

        private void add(Kind kind, String what) {
            violations.add(new Violation(kind, what));
        }

        private Attempts attempts(Row row, Route call) {
            return attempts.getOrDefault(row.id(), Map.of()).getOrDefault(call.name(), Attempts.NONE);
        }

        private void compare() {
            Map<String, List<Row>> groups = new HashMap<>();
            Map<String, Attempts> tried = new HashMap<>();
            Map<String, Integer> doubts = new HashMap<>();
            for (Row row : rows) {
                groups.computeIfAbsent(row.key(), key -> new ArrayList<>()).add(row);
                tried.merge(Route.CREATE + " " + row.user(), attempts(row, Route.CREATE), Attempts::plus);
                tried.merge(row.about(), attempts(row, row.route()), Attempts::plus);
                if (row.sends()
                        && row.state() == DeliveryState.IN_DOUBT
                        && attempts(row, Route.SEND).cut() == 0) {
                    doubts.merge(row.about(), 1, Integer::sum);
                }
            }
            groups.forEach((key, group) -> {
                Requests seen = requests.getOrDefault(key, NONE);
                if (group.get(0).sends()) {
                    sends(group, seen);
                } else {
                    repeatable(group, seen);
                }
            });
            tried.forEach((key, all) -> match(key, all, requests.getOrDefault(key, NONE)));
            if (swallowed > closed) {
                add(Kind.ATTEMPTS, swallowed + " requests that never arrived, " + closed + " connections closed");
            }
            doubts.forEach((key, number) -> {
                int unclear = requests.getOrDefault(key, NONE).unclear;
                int swallowedHere = closed == 0 ? 0 : tried.get(key).lost();
                if (number > unclear + swallowedHere) {
                    add(
                            Kind.UNEXPLAINED_DOUBT,
                            number + " in doubt that were not cut off, " + unclear + " unclear answers: " + key);
                }
            });
            requests.forEach((key, seen) -> {
                if (!groups.containsKey(key) && !tried.containsKey(key)) {
                    add(
                            seen.posted > 0 ? Kind.UNEXPECTED : Kind.ATTEMPTS,
                            seen.all + " requests that no delivery knows: " + key);
                }
            });
            runs.forEach(this::totals);
        }

        /** Rows that send the same text to the same person: one, and one more for each resend. */
        private void sends(List<Row> group, Requests seen) {
            boolean free = group.stream().anyMatch(row -> decided.contains(row.id()));
            long sent = 0;
            long maybe = 0;
            for (Row row : group) {
                boolean doubt = row.state() == DeliveryState.IN_DOUBT;
                sent += row.state() == DeliveryState.SENT ? 1 : 0;
                maybe += doubt || row.state() == DeliveryState.SENDING ? 1 : 0;
                int cut = attempts(row, Route.SEND).cut();
                if (doubt && seen.posted > 0) {
                    doubtsAccepted++;
                }
                if (!free && cut > (doubt || row.state() == DeliveryState.SENDING ? 1 : 0)) {
                    add(Kind.DOUBT_FORGOTTEN, row + " has " + cut + " sends of unknown fate");
                }
                if (row.state() == DeliveryState.SENT && row.activity() != null && !seen.ids.contains(row.activity())) {
                    add(Kind.WRONG_ID, row + " has the id of another message");
                }
            }
            if (free) {
                return;
            }
            Row first = group.get(0);
            long known = Math.max(1, sent + maybe);
            long over = seen.posted - known;
            if (over > 0) {
                duplicates += over;
                add(Kind.DUPLICATE, seen.posted + " messages where there may be " + known + ": " + first);
            }
            long unseen = Math.min(seen.posted, known) - sent - maybe;
            if (unseen > 0) {
                hidden += unseen;
                add(Kind.HIDDEN, "a message appeared that the ledger does not show: " + first);
            }
            if (sent > seen.posted) {
                wrongSent += sent - seen.posted;
                lost += sent - seen.posted;
                add(Kind.WRONG_SENT, "no message appeared: " + first);
                add(Kind.LOST, "nobody will send this any more: " + first);
            } else if (sent > 0 && over > 0) {
                wrongSent++;
                add(Kind.WRONG_SENT, "more than one message appeared: " + first);
            }
        }

        /** Edits and recalls: repeating them does no harm, so they are in doubt only where their job was stopped before that. */
        private void repeatable(List<Row> group, Requests seen) {
            for (Row row : group) {
                switch (row.state()) {
                    case IN_DOUBT -> {
                        if (row.run().state() != RunState.STOPPED && row.run().state() != RunState.PAUSED) {
                            add(Kind.UNEXPLAINED_DOUBT, row + " could have been repeated");
                        }
                    }
                    case CANCELLED -> {
                        if (group.size() == 1 && seen.processed > 0) {
                            add(Kind.HIDDEN, row + " was given up, though it was carried out");
                        }
                    }
                    case SENT -> {
                        if (seen.processed + seen.gone == 0) {
                            wrongSent++;
                            add(Kind.WRONG_SENT, row + " was never done");
                        }
                    }
                    case EXCLUDED -> {
                        if (group.size() == 1 && seen.all > 0) {
                            add(Kind.HIDDEN, row + " was left out, and a request was made all the same");
                        }
                    }
                    default -> {}
                }
            }
        }

        /**
         * Each request has its attempt, and each attempt its request unless it was cut off before it left, or left on a
         * connection that the server was closing. Those are counted, and may not be more than such connections.
         */
        private void match(String key, Attempts tried, Requests seen) {
            int missing = Math.max(0, tried.all() - tried.cut() - seen.all);
            swallowed += missing;
            if (seen.all > tried.all() || missing > (closed == 0 ? 0 : tried.lost())) {
                add(
                        Kind.ATTEMPTS,
                        seen.all + " requests, " + tried.all() + " attempts, " + tried.cut() + " of them cut off: "
                                + key);
            }
        }

        private void totals(Run run) {
            Map<DeliveryState, Long> counted = new EnumMap<>(DeliveryState.class);
            for (DeliveryState state : DeliveryState.values()) {
                counted.put(state, 0L);
            }
            rows.stream()
                    .filter(row -> row.run().id() == run.id())
                    .forEach(row -> counted.merge(row.state(), 1L, Long::sum));
            Map<DeliveryState, Long> kept = counters.get(run.id());
            if (!counted.equals(kept)) {
                add(Kind.TOTALS, "run " + run.id() + " counts " + kept + ", its rows are " + counted);
            }
            long sum = counted.values().stream().mapToLong(Long::longValue).sum();
            // A plan that was cut off is taken back row by row before its sum is.
            if (run.state() != RunState.PLANNING
                    && run.state() != RunState.DRAFT
                    && sum != selected.getOrDefault(run.id(), -1L)) {
                add(Kind.TOTALS, "run " + run.id() + " selected " + selected.get(run.id()) + ", its rows are " + sum);
            }
        }

        private long count(DeliveryState... states) {
            Set<DeliveryState> wanted = Set.of(states);
            return rows.stream()
                    .filter(row -> row.planned() && wanted.contains(row.state()))
                    .count();
        }

        Result result() {
            return new Result(
                    rows.stream().filter(row -> row.sends() && row.planned()).count(),
                    rows.stream()
                            .filter(row -> row.sends() && row.planned() && row.state() != DeliveryState.EXCLUDED)
                            .count(),
                    posted,
                    duplicates,
                    lost,
                    hidden,
                    wrongSent,
                    count(DeliveryState.IN_DOUBT),
                    doubtsAccepted,
                    count(DeliveryState.WAITING),
                    count(DeliveryState.OPENING, DeliveryState.SENDING),
                    count(DeliveryState.SENDING),
                    count(DeliveryState.SENT),
                    List.copyOf(violations));
        }

        Result atRest(long people) {
            long planned = result().planned();
            if (planned != people) {
                lost += Math.max(0, people - planned);
                add(Kind.LOST, planned + " deliveries for " + people + " people");
            }
            for (Row row : rows) {
                switch (row.state()) {
                    case OPENING, SENDING -> add(Kind.IN_FLIGHT, row.toString());
                    case WAITING -> {
                        lost++;
                        add(Kind.LOST, "nobody sends this any more: " + row);
                    }
                    default -> {}
                }
            }
            for (Run run : runs) {
                if (run.state() != RunState.DONE && run.state() != RunState.STOPPED && run.state() != RunState.DRAFT) {
                    add(Kind.IN_FLIGHT, "run " + run.id() + " is " + run.state());
                }
            }
            return result();
        }
    }
}

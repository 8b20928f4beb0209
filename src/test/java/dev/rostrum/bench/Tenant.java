package dev.rostrum.bench;

import dev.rostrum.announce.JobRequest;
import dev.rostrum.announce.Planner;
import dev.rostrum.announce.Runs;
import dev.rostrum.auth.TokenSource;
import dev.rostrum.connector.ConnectorClient;
import dev.rostrum.connector.ConnectorTarget;
import dev.rostrum.connector.Pacer;
import dev.rostrum.domain.Audience;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.SendingRules;
import dev.rostrum.domain.ServiceUrl;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.domain.User;
import dev.rostrum.domain.UserKind;
import dev.rostrum.store.AuditLog;
import dev.rostrum.store.Database;
import dev.rostrum.store.FileIdentity;
import dev.rostrum.store.ledger.Ledger;
import dev.rostrum.store.people.OptOuts;
import dev.rostrum.store.people.TeamStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/**
 * A data file with made-up people in teams, all from one seed, and the parts of the program that send to them. People are
 * numbered; team {@code t} holds {@code size} people of its own.
 */
final class Tenant implements AutoCloseable {
    static final long SEED = 20261122;
    static final String APP = "0b6c4f3e-52a7-4a3e-9d0e-3f8f5a7b9c10";
    static final String TENANT = "7d1f0c4a-9a2b-4f6e-8c35-1e2d3c4b5a69";
    static final FileIdentity IDENTITY = new FileIdentity(true, APP, TENANT);
    static final Message MESSAGE = new Message(
            "The office is **closed** on Friday, 27 November. The canteen opens on Monday at 7:30; who needs a parking"
                    + " space in between asks at the gate.",
            TextFormat.MARKDOWN);

    /** One token, good for ever: signing in is not what is measured. */
    private static final TokenSource TOKENS = new TokenSource() {
        @Override
        public String token() {
            return "bench." + "x".repeat(1_200);
        }

        @Override
        public void refused(String token) {
            throw new IllegalStateException("the server refused the token");
        }
    };

    private static final String[] GIVEN = {
        "Anna", "Bj\u00f6rn", "Chlo\u00e9", "Dmitri", "Elif", "\u738b\u82b3", "Gr\u00e1inne", "Hiroshi"
    };
    private static final String[] FAMILY = {
        "Schmidt", "O\u2019Brien", "Nowak", "Garc\u00eda", "Yilmaz", "Lindqvist", "Okafor"
    };
    private static final int PAGE = 500;

    private final Clock clock = Clock.systemUTC();
    private final Database database;
    private final Ledger ledger;
    private final ConnectorClient connector;
    private final Planner planner;
    private final Runs runs;

    /**
     * Opens the data file and everything that sends.
     *
     * @param rate requests per second, 0 lifts pacing
     */
    Tenant(Path file, int port, double rate, int inFlight) {
        this.database = open(file);
        this.ledger = Ledger.of(database);
        this.connector = client(port, rate);
        this.planner = new Planner(database, ledger, connector, clock);
        this.runs = new Runs(ledger, connector, inFlight, () -> SendingRules.DEFAULT, clock, System::nanoTime);
    }

    static ConnectorClient client(int port, double rate) {
        return new ConnectorClient(
                new ConnectorTarget(ServiceUrl.parse("http://127.0.0.1:" + port, true), APP, TENANT),
                TOKENS,
                new Pacer(rate == 0 ? Double.POSITIVE_INFINITY : rate, System::nanoTime),
                Clock.systemUTC(),
                System::nanoTime);
    }

    static Database open(Path file) {
        return Database.openForWriting(
                file, IDENTITY, "bench", Duration.ZERO, holder -> {}, Clock.systemUTC(), System::nanoTime);
    }

    /**
     * Makes a data file with teams of these sizes.
     *
     * @param known whether the conversation with each of them is known already
     */
    static void make(Path file, boolean known, int... teamSizes) throws SQLException {
        Random random = new Random(SEED);
        Clock clock = Clock.systemUTC();
        try (Database database = open(file)) {
            TeamStore teams = new TeamStore(database);
            OptOuts optOuts = new OptOuts(database, AuditLog.ofThisUser(), clock);
            int number = 0;
            for (int t = 0; t < teamSizes.length; t++) {
                teams.add(team(t), "Team " + t, null, teamSizes[t], clock.instant());
                try (TeamStore.Staging staging = teams.stage(team(t), clock.instant())) {
                    for (int done = 0; done < teamSizes[t]; done += PAGE) {
                        List<User> page = new ArrayList<>();
                        for (int i = done; i < Math.min(teamSizes[t], done + PAGE); i++) {
                            page.add(person(random, number++));
                        }
                        staging.append(page);
                    }
                    staging.finish(clock.instant(), optOuts);
                }
            }
        }
        if (known) {
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                    Statement statement = connection.createStatement()) {
                statement.executeUpdate("INSERT INTO conversation (user, conversation_id, origin, created_at)"
                        + " SELECT id, 'a:' || substr(user_id, 4), 'CREATED', 1 FROM user");
            }
        }
    }

    /** The first so many of them. */
    static List<User> people(int count) {
        Random random = new Random(SEED);
        List<User> people = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            people.add(person(random, i));
        }
        return people;
    }

    private static User person(Random random, int number) {
        String given = GIVEN[random.nextInt(GIVEN.length)];
        String family = FAMILY[random.nextInt(FAMILY.length)];
        String mail = "person" + number + "@example.com";
        return new User(
                userId(number),
                new UUID(random.nextLong(), random.nextLong()).toString(),
                given + " " + family,
                given,
                family,
                mail,
                mail,
                TENANT,
                UserKind.MEMBER);
    }

    /** Of the length that Teams' pairwise ids have. */
    static String userId(int number) {
        return "29:1" + String.format("%011d", number).repeat(6);
    }

    private static String team(int number) {
        return "19:" + String.format("%032d", number) + "@thread.tacv2";
    }

    Database database() {
        return database;
    }

    Runs runs() {
        return runs;
    }

    ConnectorClient connector() {
        return connector;
    }

    Ledger ledger() {
        return ledger;
    }

    /** Plans an announcement to one team. */
    long plan(int team) throws InterruptedException {
        Audience audience = Audience.ofTeams(Set.of(team(team)));
        JobRequest request = new JobRequest.Send("To team " + team, MESSAGE, audience, SendChoices.NONE);
        return planner.plan(request, planner.preview(request), written -> {}, () -> false);
    }

    @Override
    public void close() {
        runs.close();
        connector.close();
        database.close();
    }
}

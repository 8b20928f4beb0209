package dev.rostrum.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.crash.CrashSite.End;
import dev.rostrum.crash.CrashSite.Moment;
import dev.rostrum.crash.CrashSite.Place;
import dev.rostrum.crash.LedgerCheck.Result;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.sandbox.CannedAnswer;
import dev.rostrum.sandbox.FaultPlan;
import dev.rostrum.sandbox.Route;
import dev.rostrum.testing.ChildProgram;
import dev.rostrum.testing.ChildProgram.Launch;
import dev.rostrum.testing.TestGraph;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig;

/**
 * A listener turns what events ask for into messages and is killed while it does, again and again. It goes on by itself each time;
 * the ledger is compared with the sandbox's own log: no prompt is lost, none is sent twice, what is in doubt stays so.
 */
@Tag("crash")
@Timeout(900)
class PromptKillTest {
    private static final int KILLS = Math.max(6, Integer.getInteger("rostrum.kills", 20) * 3 / 10);
    private static final long SEED = Long.getLong("rostrum.seed", System.currentTimeMillis());
    private static final int IN_FLIGHT = 16;
    /** Each start is given so many welcomes, so many messages that mention three people, and so many who wrote STOP. */
    private static final int WELCOMES = 80;

    private static final int MENTIONS = 6;
    private static final int MENTIONED = 3;
    private static final int STOPS = 8;
    private static final int PEOPLE = (KILLS + 1) * (WELCOMES + STOPS) + MENTIONED;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path folder;

    private final Random chance = new Random(SEED);
    private final String told = "seed " + SEED + ", folder " + folder;
    private long event;
    private int person;
    private long prompts;

    @Test
    void noPromptIsLostAndNoneIsSentTwice() throws Exception {
        FaultPlan faults = FaultPlan.seeded(SEED);
        for (CannedAnswer fault : List.of(
                CannedAnswer.closed(),
                CannedAnswer.usual().thenClosed(),
                CannedAnswer.throttled(Duration.ZERO),
                CannedAnswer.unavailable())) {
            faults = faults.with(FaultPlan.rate(0.005, fault).on(Route.SEND, Route.CREATE));
        }
        Launch program = Variants.compiled(Variants.points(), folder.resolve("patched"));
        try (CrashSite site = new CrashSite(folder.resolve("site"), IN_FLIGHT, Duration.ofMillis(2), faults, PEOPLE)) {
            site.sync();
            site.change(settings -> settings.withWelcome(text("Welcome"), true, false)
                    .withMention(
                            text("{mentioner} mentioned you"),
                            true,
                            Set.of("29:x"),
                            Set.of(site.team().id())));
            site.watchIntents();
            long doubts = 0;
            for (int kill = 0; kill < KILLS; kill++) {
                prompt(site);
                Moment moment = moment();
                End end = site.run(program, moment, "listen", "--port", "0");
                assertThat(end.killed())
                        .as(moment + ", " + told + "\n" + end.error())
                        .isTrue();
                Result killed = site.check().now();
                assertThat(killed.violations()).as(moment + ", " + told).isEmpty();
                assertThat(killed.sending()).isLessThanOrEqualTo(IN_FLIGHT);
                assertThat(killed.planned() + waiting(site))
                        .as("none is lost; " + moment + ", " + told)
                        .isEqualTo(prompts);
                doubts += killed.sending();
            }
            prompt(site);
            try (ChildProgram listener = site.start(program, "listen", "--port", "0")) {
                TestGraph.until(
                        "all have an outcome; " + told,
                        () -> waiting(site) == 0
                                && number(site, "SELECT count(*) FROM job WHERE state NOT IN ('DONE', 'STOPPED')")
                                        == 0);
                assertThat(ProcessHandle.of(listener.pid()).orElseThrow().destroy())
                        .isTrue();
                assertThat(listener.exit(CrashSite.LIMIT)).as(listener.error()).isZero();
            }
            Result end = site.check().atRest(prompts);
            assertThat(end.violations()).as(told).isEmpty();
            assertThat(site.hasty()).as(told).isEmpty();
            assertThat(end.inDoubt()).as(told).isGreaterThanOrEqualTo(doubts);
            assertThat(number(
                            site,
                            "SELECT count(*) FROM announcement a JOIN job j ON j.announcement = a.id"
                                    + " WHERE a.purpose = 'WELCOME'"))
                    .as("one job a day")
                    .isLessThanOrEqualTo(2);
            System.out.println(
                    "prompts: " + KILLS + " kills, " + prompts + " prompts, " + end.posted() + " posted, duplicates "
                            + end.duplicates() + ", lost " + end.lost() + ", hidden " + end.hidden() + ", in doubt "
                            + end.inDoubt()
                            + " (really accepted " + end.doubtsAccepted() + "), seed " + SEED);
        }
    }

    @Test
    void withoutASecretWhatIsPromptedWaitsForWhoCanSignIn() throws Exception {
        try (CrashSite site = new CrashSite(
                folder.resolve("secret"), IN_FLIGHT, Duration.ZERO, FaultPlan.seeded(SEED), MENTIONED + 1)) {
            site.sync();
            site.change(settings -> settings.withWelcome(text("Welcome"), true, false));
            try (Connection own = DriverManager.getConnection("jdbc:sqlite:" + site.file())) {
                prompt(own, "WELCOME", 1, null, 1);
            }
            try (ChildProgram listener = ChildProgram.rostrum(
                            Map.of(), "--data-dir", site.folder.resolve("admin").toString(), "listen", "--port", "0")
                    .endInput()) {
                listener.awaitLine("^Listening on", CrashSite.LIMIT);
                TestGraph.until("it says so", () -> listener.error().contains("this process has no secret"));
                assertThat(ProcessHandle.of(listener.pid()).orElseThrow().destroy())
                        .isTrue();
                assertThat(listener.exit(CrashSite.LIMIT)).as(listener.error()).isZero();
                assertThat(listener.error())
                        .as("once")
                        .containsOnlyOnce("messages that events ask for")
                        .doesNotContain("Messages that events ask for wait");
            }
            assertThat(waiting(site)).isEqualTo(1);
            assertThat(site.check().posted()).isZero();
            try (ChildProgram listener = site.start(Launch.rostrum(), "listen", "--port", "0")) {
                TestGraph.until("it is sent", () -> site.check().posted() == 1);
                assertThat(listener.error()).doesNotContain("no secret");
                assertThat(ProcessHandle.of(listener.pid()).orElseThrow().destroy())
                        .isTrue();
                assertThat(listener.exit(CrashSite.LIMIT)).as(listener.error()).isZero();
            }
            assertThat(site.check().atRest(1).violations()).isEmpty();
        }
    }

    private static Message text(String text) {
        return new Message(text, TextFormat.PLAIN);
    }

    private Moment moment() {
        Place place = List.of(
                        Place.READ,
                        Place.POSTED,
                        Place.LATER,
                        Place.BEFORE_INTENT,
                        Place.AFTER_INTENT,
                        Place.BEFORE_OUTCOME,
                        Place.BEFORE_COMMIT,
                        Place.AFTER_COMMIT)
                .get(chance.nextInt(8));
        return new Moment(place, place == Place.LATER ? chance.nextInt(300) : 1 + chance.nextInt(40));
    }

    /** What the events of a while would have asked for; written beside the program, as events are. */
    private void prompt(CrashSite site) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.enforceForeignKeys(true);
        try (Connection own = DriverManager.getConnection("jdbc:sqlite:" + site.file(), config.toProperties())) {
            own.setAutoCommit(false);
            for (int i = 0; i < WELCOMES; i++) {
                prompt(own, "WELCOME", next(), null, ++event);
            }
            for (int i = 0; i < MENTIONS; i++) {
                event++;
                for (int j = 1; j <= MENTIONED; j++) {
                    prompt(own, "MENTION", j, MENTIONED + 1, event);
                }
            }
            for (int i = 0; i < STOPS; i++) {
                int entry = next();
                prompt(own, "CONFIRMATION", entry, null, ++event);
                try (PreparedStatement mark = own.prepareStatement(
                        "INSERT INTO opt_out (person, asker, at) SELECT u.person, 'PERSON', p.at FROM user u JOIN prompt p"
                                + " ON p.user = u.id AND p.purpose = 'CONFIRMATION' WHERE u.id = ?")) {
                    mark.setInt(1, entry);
                    mark.executeUpdate();
                }
            }
            own.commit();
        }
    }

    /** Everybody once; the first few are the ones who are mentioned. */
    private int next() {
        return MENTIONED + ++person;
    }

    private void prompt(Connection own, String purpose, int entry, Integer by, long ofEvent) throws SQLException {
        try (PreparedStatement insert =
                own.prepareStatement("INSERT INTO prompt (purpose, user, by_user, event, at) VALUES (?, ?, ?, ?, ?)")) {
            insert.setString(1, purpose);
            insert.setInt(2, entry);
            insert.setObject(3, by);
            insert.setLong(4, ofEvent);
            insert.setLong(5, Instant.now().toEpochMilli());
            insert.executeUpdate();
        }
        prompts++;
    }

    private static long waiting(CrashSite site) throws SQLException {
        return number(site, "SELECT count(*) FROM prompt");
    }

    private static long number(CrashSite site, String sql) throws SQLException {
        try (Connection reading = LedgerCheck.open(site.file())) {
            return LedgerCheck.number(reading, sql);
        }
    }
}

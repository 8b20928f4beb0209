package dev.rostrum.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.announce.JobRequest;
import dev.rostrum.announce.Planner;
import dev.rostrum.crash.CrashSite.End;
import dev.rostrum.crash.CrashSite.Moment;
import dev.rostrum.crash.CrashSite.Place;
import dev.rostrum.crash.LedgerCheck.Result;
import dev.rostrum.domain.Audience;
import dev.rostrum.domain.DeliveryChoice;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.sandbox.CannedAnswer;
import dev.rostrum.sandbox.CannedAnswer.Coding;
import dev.rostrum.sandbox.FaultPlan;
import dev.rostrum.sandbox.PageInBetween;
import dev.rostrum.sandbox.Route;
import dev.rostrum.testing.ChildProgram.Launch;
import dev.rostrum.testing.TestGraph;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real program announces, is killed, resumes, is killed again …, while the sandbox misbehaves in many ways. After each
 * kill the ledger is compared with the sandbox's own log.
 *
 * <p>{@code -Drostrum.kills=N} sets how many kills there are (20), {@code -Drostrum.seed=S} repeats the choices of a run,
 * {@code -Drostrum.round=KIND:SEED} those of one round of it, and nothing else; when the threads run is up to the machine.
 * The folder of a round that failed stays.
 */
@Tag("crash")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KillTest {
    private static final int KILLS = Integer.getInteger("rostrum.kills", 20);
    private static final long SEED = Long.getLong("rostrum.seed", System.currentTimeMillis());
    private static final String ONE = "rostrum.round";
    private static final int KILLS_PER_ROUND = 20;
    /** One more than there are processors: a program waits for the disk and for answers, too. */
    private static final int ROUNDS_AT_ONCE =
            Math.max(2, Math.min(5, Runtime.getRuntime().availableProcessors() + 1));

    private static final int PEOPLE = 200;
    /** Announcements in a round, at most: nobody is written to more often in a week. */
    private static final int TEXTS = 3;

    private static final int ROSTER = 3_000;
    /** What a round strikes. */
    private enum Work {
        SEND,
        RESEND,
        EDIT,
        RECALL,
        /** Two announcements and the recall of an earlier one, to the same people, at work together. */
        TOGETHER
    }

    /** Of all kills, so many strike a resend, so many an edit, so many a recall, twice as many three jobs together; */
    private static final int FOLLOWING = Math.max(2, KILLS / 10);
    /** these strike while a file of an older version is brought up to date … */
    private static final int MIGRATING = Math.max(4, KILLS / 20);
    /** … and these while a roster is read. */
    private static final int SYNCING = Math.max(2, KILLS / 20);

    private static final Set<RunState> CLOSED = Set.of(RunState.DONE, RunState.STOPPED, RunState.DRAFT);

    private static final FaultPlan NO_FAULTS = FaultPlan.seeded(SEED);
    private static final int IN_FLIGHT = 16;

    /** An announcement that pauses itself, or a kill that comes too late, costs a start and no kill. */
    private static final int STARTS_PER_KILL = 12;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path folder;

    private static Launch program;

    private final long begun = System.nanoTime();
    private int kills;
    private int starts;
    private long recipients;
    private long posted;
    private long duplicates;
    private long lost;
    private long hidden;
    private long wrongSent;
    private long inDoubt;
    private long doubtsAccepted;

    @BeforeAll
    static void build() throws Exception {
        PackedProgram packed = new PackedProgram(
                Variants.compiled(Variants.points(), folder.resolve("patched")), folder.resolve("packed"));
        try (CrashSite site = new CrashSite(folder.resolve("first"), IN_FLIGHT, Duration.ZERO, NO_FAULTS, PEOPLE)) {
            site.sync();
            End end = site.run(
                    packed.first(),
                    Moment.never(),
                    "announce",
                    "--text",
                    "First",
                    "--team",
                    site.team().id(),
                    "--yes");
            assertThat(end.status()).as(end.error()).isZero();
        }
        program = packed.quick();
    }

    @AfterAll
    void tell() {
        System.out.println("crash: " + kills + " kills, " + starts + " starts, " + seconds() + " s, " + recipients
                + " recipients, " + posted
                + " posted, duplicates "
                + duplicates + ", lost " + lost + ", hidden " + hidden + ", wrong SENT " + wrongSent + ", in doubt "
                + inDoubt + " (really accepted " + doubtsAccepted + "), seed " + SEED);
    }

    /**
     * What can happen to any call that writes, each to one in a hundred, and pages of something in between, each to one in a
     * thousand: the first of those pauses all sending, and the next start resumes it, as an admin would.
     */
    private static FaultPlan faults(long seed) {
        Route[] writing = {Route.SEND, Route.CREATE, Route.UPDATE, Route.DELETE};
        FaultPlan plan = FaultPlan.seeded(seed);
        for (CannedAnswer fault : List.of(
                CannedAnswer.closed(),
                CannedAnswer.usual().thenClosed(),
                CannedAnswer.usual().thenReset(),
                CannedAnswer.throttled(Duration.ZERO),
                CannedAnswer.unavailable(),
                CannedAnswer.badGateway(),
                CannedAnswer.usual().after(Duration.ofMillis(300)),
                CannedAnswer.usual().closedAfterwards(Duration.ZERO),
                CannedAnswer.usual().closedAfterwards(Duration.ofMillis(2)),
                CannedAnswer.usual().coded(Coding.GZIP),
                CannedAnswer.usual().coded(Coding.DEFLATE),
                CannedAnswer.usual().coded(Coding.DEFLATE_RAW),
                CannedAnswer.halfBody().coded(Coding.GZIP),
                CannedAnswer.emptyAccepted())) {
            plan = plan.with(FaultPlan.rate(0.01, fault).on(writing));
        }
        for (CannedAnswer page : List.of(
                CannedAnswer.page(PageInBetween.FILTER),
                CannedAnswer.page(PageInBetween.SIGN_IN).processedFirst(),
                CannedAnswer.page(PageInBetween.BLOCKED).processedFirst().coded(Coding.GZIP),
                CannedAnswer.page(PageInBetween.PORTAL),
                CannedAnswer.page(PageInBetween.GATEWAY).processedFirst())) {
            plan = plan.with(FaultPlan.rate(0.001, page).on(writing));
        }
        return plan;
    }

    @Test
    @DisabledIfSystemProperty(named = ONE, matches = ".+")
    void killedAnywhereNobodyIsSentToTwiceAndNobodyIsForgotten() throws Exception {
        strike(Work.SEND, KILLS - MIGRATING - SYNCING - 5 * FOLLOWING, new Random(SEED));
    }

    @Test
    @DisabledIfSystemProperty(named = ONE, matches = ".+")
    void killedWhileResendingEditingOrRecalling() throws Exception {
        Random chance = new Random(SEED + 1);
        for (Work kind : List.of(Work.RESEND, Work.EDIT, Work.RECALL)) {
            strike(kind, FOLLOWING, chance);
        }
    }

    @Test
    @DisabledIfSystemProperty(named = ONE, matches = ".+")
    void killedWhileThreeJobsAreAtWork() throws Exception {
        strike(Work.TOGETHER, 2 * FOLLOWING, new Random(SEED + 2));
    }

    @Test
    @EnabledIfSystemProperty(named = ONE, matches = ".+")
    void oneRoundOnceMore() throws Exception {
        String[] one = System.getProperty(ONE).split(":", 2);
        Work kind = Work.valueOf(one[0]);
        assertThat(new Round(kind, folder.resolve("again"), Long.parseLong(one[1])).run(KILLS_PER_ROUND))
                .isPositive();
    }

    /** Rounds of one kind, several at once, until there were so many kills. After one has failed no other begins. */
    private void strike(Work kind, int wanted, Random chance) throws Exception {
        Rounds rounds = new Rounds(kind, wanted, chance);
        ExecutorService threads = Executors.newFixedThreadPool(ROUNDS_AT_ONCE);
        try {
            List<Future<Void>> all = new ArrayList<>();
            for (int i = 0; i < ROUNDS_AT_ONCE; i++) {
                all.add(threads.submit(() -> {
                    rounds.work();
                    return null;
                }));
            }
            Throwable failure = null;
            for (Future<Void> one : all) {
                try {
                    one.get();
                } catch (ExecutionException e) {
                    if (failure == null) {
                        failure = e.getCause();
                    } else {
                        failure.addSuppressed(e.getCause());
                    }
                }
            }
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure instanceof Exception exception) {
                throw exception;
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    @DisabledIfSystemProperty(named = ONE, matches = ".+")
    void withoutKillAndFaultNothingIsInDoubt() throws Exception {
        Path place = folder.resolve("quiet");
        try (CrashSite site = new CrashSite(place, IN_FLIGHT, Duration.ZERO, NO_FAULTS, PEOPLE)) {
            site.sync();
            site.watchIntents();
            for (String text : List.of("First", "Second")) {
                End end = site.run(
                        program,
                        Moment.never(),
                        "announce",
                        "--text",
                        text,
                        "--team",
                        site.team().id(),
                        "--yes");
                assertThat(end.status()).as(end.error()).isZero();
            }
            Result end = site.check().atRest(2L * PEOPLE);
            assertThat(end.violations()).isEmpty();
            assertThat(site.hasty()).isEmpty();
            assertThat(end.inDoubt()).isZero();
            assertThat(end.sent())
                    .isGreaterThan(PEOPLE)
                    .isEqualTo(end.recipients())
                    .isEqualTo(end.posted());
        }
    }

    @Test
    @DisabledIfSystemProperty(named = ONE, matches = ".+")
    void killedWhileMigratingTheFileIsOldOrNew() throws Exception {
        Random chance = new Random(SEED);
        try (CrashSite site = new CrashSite(folder.resolve("old"), IN_FLIGHT, Duration.ZERO, NO_FAULTS, PEOPLE)) {
            OldFile old = new OldFile(site);
            Path template = folder.resolve("old.db");
            old.make(template);
            String[] command = {"team", "add", site.team().link()};
            List<Place> places = List.of(Place.STEPPED, Place.NUMBERED, Place.STEP, Place.MIGRATED, Place.TIME);
            for (int i = 0, starts = 0; i < MIGRATING; starts++) {
                assertThat(starts).isLessThan(STARTS_PER_KILL * MIGRATING);
                old.place(template);
                Place where = places.get(i % places.size());
                int n = where == Place.TIME ? 200 + chance.nextInt(1500) : 1 + chance.nextInt(old.steps());
                End end = site.run(program, new Moment(where, n), command);
                String told = new Moment(where, n) + ", seed " + SEED + ", folder " + folder;
                old.compare(told);
                count(end.killed());
                if (!end.killed()) {
                    continue;
                }
                i++;
                // What is open afterwards is done, by the same command.
                assertThat(site.run(program, Moment.never(), command).status())
                        .as(told)
                        .isZero();
                old.compare(told);
                assertThat(old.version()).as(told).isEqualTo(1 + old.steps());
            }
        }
    }

    @Test
    @DisabledIfSystemProperty(named = ONE, matches = ".+")
    void killedWhileARosterIsReadItIsTheOldOneOrTheNew() throws Exception {
        Random chance = new Random(SEED);
        try (CrashSite site = new CrashSite(folder.resolve("roster"), IN_FLIGHT, Duration.ZERO, NO_FAULTS, ROSTER)) {
            assertThat(site.run(
                                    program,
                                    Moment.never(),
                                    "team",
                                    "add",
                                    site.team().link())
                            .status())
                    .isZero();
            for (int i = 0, starts = 0; i < SYNCING; starts++) {
                assertThat(starts).isLessThan(STARTS_PER_KILL * SYNCING);
                boolean known = i >= (SYNCING + 1) / 2;
                if (known && members(site) == 0) {
                    assertThat(site.run(program, Moment.never(), "team", "sync").status())
                            .isZero();
                }
                Place where = i % 2 == 0 ? Place.PAGE : chance.nextBoolean() ? Place.BEFORE_COMMIT : Place.AFTER_COMMIT;
                Moment moment = new Moment(where, 1 + chance.nextInt(ROSTER / 500));
                End end = site.run(program, moment, "team", "sync");
                String told = moment + ", seed " + SEED + ", folder " + folder;
                assertThat(site.check().now().violations()).as(told).isEmpty();
                assertThat(members(site)).as(told).isIn(known ? List.of((long) ROSTER) : List.of(0L, (long) ROSTER));
                count(end.killed());
                i += end.killed() ? 1 : 0;
            }
            assertThat(site.run(program, Moment.never(), "team", "sync").status())
                    .isZero();
            assertThat(members(site)).isEqualTo(ROSTER);
            try (Connection reading = LedgerCheck.open(site.file())) {
                assertThat(LedgerCheck.number(reading, "SELECT count(*) FROM staged"))
                        .isZero();
                assertThat(LedgerCheck.number(reading, "SELECT count(*) FROM user"))
                        .isEqualTo(ROSTER);
            }
        }
    }

    private static long members(CrashSite site) throws Exception {
        try (Connection reading = LedgerCheck.open(site.file())) {
            return LedgerCheck.number(reading, "SELECT count(*) FROM membership");
        }
    }

    private synchronized void add(Result end) {
        if (end != null) {
            recipients += end.recipients();
            posted += end.posted();
            duplicates += end.duplicates();
            lost += end.lost();
            hidden += end.hidden();
            wrongSent += end.wrongSent();
            inDoubt += end.inDoubt();
            doubtsAccepted += end.doubtsAccepted();
        }
    }

    private long seconds() {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
    }

    private synchronized void count(boolean killed) {
        starts++;
        kills += killed ? 1 : 0;
        if (killed && kills % 100 == 0) {
            System.out.println("crash: " + kills + " kills so far, " + starts + " starts, " + seconds() + " s");
        }
    }

    /** How many kills of one kind are left to do. */
    private final class Rounds {
        private final Work kind;
        private final int most;
        private final Random chance;
        private int left;
        private int number;
        private boolean failed;

        Rounds(Work kind, int wanted, Random chance) {
            this.kind = kind;
            this.most = STARTS_PER_KILL * wanted;
            this.chance = chance;
            this.left = wanted;
        }

        void work() throws Exception {
            while (true) {
                Round round;
                int share;
                synchronized (this) {
                    if (left == 0 || failed) {
                        return;
                    }
                    share = Math.min(left, KILLS_PER_ROUND);
                    left -= share;
                    number++;
                    assertThat(number).as("rounds").isLessThan(most);
                    round = new Round(kind, folder.resolve(kind + "-" + number), chance.nextLong());
                }
                boolean done = false;
                try {
                    int struck = round.run(share);
                    done = true;
                    synchronized (this) {
                        left += share - struck;
                    }
                } finally {
                    synchronized (this) {
                        failed |= !done;
                    }
                }
            }
        }
    }

    /** A sandbox and a data file of their own. */
    private final class Round {
        private final Work kind;
        private final Path place;
        private final Random chance;
        private final long seed;
        private final List<String> history = new ArrayList<>();
        private final Deque<Place> next = new ArrayDeque<>();
        private int texts;
        private long resent;
        private Result last;

        Round(Work kind, Path place, long seed) {
            this.kind = kind;
            this.place = place;
            this.seed = seed;
            this.chance = new Random(seed);
        }

        /** Strikes so many times at most; how often it did. */
        int run(int wanted) throws Exception {
            try (CrashSite site = new CrashSite(place, IN_FLIGHT, Duration.ofMillis(3), faults(seed), PEOPLE)) {
                site.sync();
                site.watchIntents();
                last = site.check().now();
                int done = 0;
                if (kind != Work.SEND) {
                    prepare(site);
                }
                for (int starts = 0; done < wanted && !spent(site); starts++) {
                    assertThat(starts)
                            .as("starts for " + wanted + " kills: " + told())
                            .isLessThan(STARTS_PER_KILL * wanted);
                    if (go(site, moment())) {
                        done++;
                    }
                }
                for (int starts = 0; !over(site); starts++) {
                    assertThat(starts).as("starts to the end: " + told()).isLessThan(40);
                    go(site, Moment.never());
                }
                Result end = site.check().atRest((long) PEOPLE * texts + resent);
                last = end;
                clean(site, end);
                return done;
            } finally {
                add(last);
            }
        }

        /** One start of the program; whether it was killed. */
        private boolean go(CrashSite site, Moment moment) throws Exception {
            return go(site, moment, command(site));
        }

        private boolean go(CrashSite site, Moment moment, String... command) throws Exception {
            boolean together = command[0].equals("resume");
            End end = site.run(together ? program.as(SeveralJobs.class.getName()) : program, moment, command);
            count(end.killed());
            last = site.check().now();
            history.add(moment + " " + String.join(" ", List.of(command).subList(0, Math.min(3, command.length)))
                    + " -> " + end.killed() + " " + end.status() + ", sent " + last.sent() + ", in flight "
                    + last.flying() + ", waiting " + last.waiting());
            clean(site, last);
            if (end.killed()) {
                assertThat(last.sending())
                        .as("sends under way at a kill: " + told())
                        .isLessThanOrEqualTo(IN_FLIGHT);
            } else {
                // Done, not all accepted, or paused by itself because too much went wrong.
                assertThat(end.status()).as(end.error() + "\n" + told()).isIn(0, 3, 4);
                assertThat(last.flying())
                        .as("rows in flight after an end in order: " + told())
                        .isZero();
            }
            return end.killed();
        }

        private void clean(CrashSite site, Result result) {
            assertThat(result.violations()).as(told()).isEmpty();
            assertThat(site.hasty())
                    .as("sends that arrived before their intent was committed; " + told())
                    .isEmpty();
        }

        /** How to come to the same choices again, and what was done so far. */
        private String told() {
            return "round " + kind + ":" + seed + ", once more with mvn -q -Pcrash verify -D" + ONE + "=" + kind + ":"
                    + seed + "\nfolder " + place + "\nso far " + String.join("\n       ", history);
        }

        /** Announces, without a kill, and plans the job that is to be killed. */
        private void prepare(CrashSite site) throws Exception {
            if (kind == Work.RESEND) {
                go(site, new Moment(Place.POSTED, PEOPLE / 4));
                go(site, Moment.never(), "announcement", "stop", "1");
            } else {
                do {
                    go(site, Moment.never());
                } while (!over(site));
            }
            resent = last.planned();
            site.act(workspace -> plan(site, workspace.act().planner()));
            last = site.check().now();
            resent = last.planned() - resent;
        }

        private void plan(CrashSite site, Planner planner) {
            JobRequest recall = new JobRequest.Recall(DeliveryChoice.ofRun(1));
            List<JobRequest> requests =
                    switch (kind) {
                        case RESEND ->
                            List.of(new JobRequest.Resend(
                                    DeliveryChoice.ofStates(1, Set.of(DeliveryState.CANCELLED)), SendChoices.NONE));
                        case EDIT ->
                            List.of(new JobRequest.Edit(
                                    DeliveryChoice.ofRun(1), new Message("Another text", TextFormat.PLAIN)));
                        case RECALL -> List.of(recall);
                        case TOGETHER -> List.of(send(site, "Second"), recall, send(site, "Third"));
                        case SEND -> throw new AssertionError(kind);
                    };
            try {
                for (JobRequest request : requests) {
                    TestGraph.plan(planner, request);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }

        private static JobRequest send(CrashSite site, String text) {
            return new JobRequest.Send(
                    text,
                    new Message(text, TextFormat.PLAIN),
                    Audience.ofTeams(Set.of(site.team().id())),
                    SendChoices.NONE);
        }

        /** Whether this round has nothing left to kill. */
        private boolean spent(CrashSite site) throws Exception {
            return (kind != Work.SEND || texts == TEXTS) && over(site);
        }

        /** Whether everything that was announced is planned, and nothing of it open. */
        private boolean over(CrashSite site) throws Exception {
            return texts > 0
                    && last.planned() == (long) PEOPLE * texts + resent
                    && site.check().runs().stream().allMatch(run -> CLOSED.contains(run.state()));
        }

        /** Resumes what is open, and announces to all where nothing is. */
        private String[] command(CrashSite site) throws Exception {
            if (kind == Work.TOGETHER && resent > 0) {
                return Stream.concat(
                                Stream.of("resume"),
                                site.check().runs().stream()
                                        .filter(run -> !CLOSED.contains(run.state()))
                                        .map(run -> Long.toString(run.id())))
                        .toArray(String[]::new);
            }
            for (LedgerCheck.Run run : site.check().runs()) {
                switch (run.state()) {
                    case RUNNING, PAUSED, STOPPING -> {
                        // A recall takes a typed count; what was under way waits again after the start.
                        String answer =
                                run.kind() == JobKind.RECALL ? "--expect=" + (last.waiting() + last.flying()) : "--yes";
                        return new String[] {"announcement", "resume", Long.toString(run.id()), answer};
                    }
                    default -> {}
                }
            }
            // A plan that was cut off left no run behind: the same once more.
            if (last.planned() == (long) PEOPLE * texts) {
                texts++;
            }
            return new String[] {
                "announce", "--text", "Message " + texts, "--team", site.team().id(), "--yes"
            };
        }

        private Moment moment() {
            if (next.isEmpty()) {
                List<Place> all = new ArrayList<>(List.of(
                        Place.TIME,
                        Place.LATER,
                        Place.READ,
                        Place.POSTED,
                        Place.POSTED,
                        Place.BEFORE_INTENT,
                        Place.AFTER_INTENT,
                        Place.BEFORE_OUTCOME,
                        Place.BEFORE_COMMIT,
                        Place.AFTER_COMMIT));
                if (kind == Work.EDIT || kind == Work.RECALL) {
                    all.remove(Place.READ);
                }
                Collections.shuffle(all, chance);
                next.addAll(all);
            }
            Place where = next.poll();
            // A follow-up job has one announcement's rows, which are to last for several kills.
            int most = kind == Work.SEND ? 60 : 30;
            int n =
                    switch (where) {
                        case TIME -> 200 + chance.nextInt(1500);
                        case LATER -> 1 + chance.nextInt(500);
                        // A commit carries several rows.
                        case BEFORE_COMMIT, AFTER_COMMIT -> 1 + chance.nextInt(most / 2);
                        default -> 1 + chance.nextInt(most);
                    };
            return new Moment(where, n);
        }
    }
}

package dev.rostrum.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.crash.CrashSite.End;
import dev.rostrum.crash.CrashSite.Moment;
import dev.rostrum.crash.CrashSite.Place;
import dev.rostrum.crash.LedgerCheck.Kind;
import dev.rostrum.crash.LedgerCheck.Result;
import dev.rostrum.sandbox.CannedAnswer;
import dev.rostrum.sandbox.CannedAnswer.Coding;
import dev.rostrum.sandbox.FaultPlan;
import dev.rostrum.sandbox.PageInBetween;
import dev.rostrum.sandbox.Route;
import dev.rostrum.testing.ChildProgram.Launch;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The checker has teeth: seven designs that are known to lose or to double messages are built from the program's own
 * source, put through the one kill or fault that shows it, and caught. Another, commits without a sync, cannot be seen by
 * a kill: {@link SyncOrderTest} does.
 */
@Tag("crash")
class PlantedFaultsTest {
    private static final int PEOPLE = 24;
    private static final FaultPlan NONE = FaultPlan.seeded(1);

    @TempDir
    Path folder;

    private CrashSite site;

    private Launch open(PatchedProgram program, FaultPlan faults) throws Exception {
        site = new CrashSite(folder, 4, Duration.ofMillis(5), faults, PEOPLE);
        site.sync();
        return Variants.compiled(program, folder);
    }

    @AfterEach
    void end() throws Exception {
        if (site != null) {
            site.close();
        }
    }

    private Result killed(Launch launch, Place place, int n) throws Exception {
        End end = site.run(
                launch,
                new Moment(place, n),
                "announce",
                "--text",
                "Hello",
                "--team",
                site.team().id(),
                "--yes");
        assertThat(end.killed()).as(end.error()).isTrue();
        return site.check().now();
    }

    private End announced(Launch launch) throws Exception {
        return site.run(
                launch,
                Moment.never(),
                "announce",
                "--text",
                "Hello",
                "--team",
                site.team().id(),
                "--yes");
    }

    private Result resumed(Launch launch) throws Exception {
        End end = site.run(launch, Moment.never(), "announcement", "resume", "1", "--yes");
        assertThat(end.killed()).isFalse();
        return site.check().now();
    }

    @Test
    void theProgramItselfPassesAllOfThem() throws Exception {
        FaultPlan faults = NONE.with(
                        FaultPlan.calls(CannedAnswer.badGateway(), 2).on(Route.SEND))
                .with(FaultPlan.calls(CannedAnswer.page(PageInBetween.FILTER), 12)
                        .on(Route.SEND))
                .with(FaultPlan.calls(
                                CannedAnswer.page(PageInBetween.SIGN_IN)
                                        .processedFirst()
                                        .coded(Coding.GZIP),
                                18)
                        .on(Route.SEND));
        Launch launch = open(Variants.points(), faults);
        site.watchIntents();
        assertThat(killed(launch, Place.BEFORE_OUTCOME, 5).violations()).isEmpty();
        // Each page pauses the run.
        resumed(launch);
        resumed(launch);
        Result end = resumed(launch);
        assertThat(end.violations()).isEmpty();
        assertThat(end.sent() + end.inDoubt()).isEqualTo(end.recipients());
        assertThat(end.inDoubt()).isBetween(3L, 3L + site.inFlight());
        assertThat(site.check().atRest(PEOPLE).violations()).isEmpty();
        assertThat(site.hasty()).isEmpty();
    }

    @Test
    void markAfterSend() throws Exception {
        Launch launch = open(Variants.markAfterSend(), NONE);
        Result atKill = killed(launch, Place.BEFORE_OUTCOME, 5);
        assertThat(atKill.kinds()).contains(Kind.HIDDEN);
        assertThat(atKill.hidden()).isPositive();
        Result end = resumed(launch);
        assertThat(end.kinds()).contains(Kind.DUPLICATE, Kind.WRONG_SENT);
        assertThat(end.duplicates()).isEqualTo(atKill.hidden());
    }

    @Test
    void retryOf502() throws Exception {
        FaultPlan faults =
                NONE.with(FaultPlan.calls(CannedAnswer.badGateway(), 3).on(Route.SEND));
        Launch launch = open(Variants.retryOf502(), faults);
        End end = announced(launch);
        assertThat(end.status()).as(end.error()).isZero();
        Result result = site.check().atRest(PEOPLE);
        assertThat(result.kinds()).contains(Kind.DUPLICATE, Kind.WRONG_SENT);
        assertThat(result.duplicates()).isEqualTo(1);
    }

    @Test
    void checkpointAtClaim() throws Exception {
        Launch launch = open(Variants.checkpointAtClaim(), NONE);
        Result atKill = killed(launch, Place.AFTER_INTENT, 5);
        assertThat(atKill.kinds()).contains(Kind.LOST, Kind.WRONG_SENT);
        Result end = resumed(launch);
        assertThat(end.lost()).as("nobody sends it later").isPositive().isEqualTo(atKill.lost());
    }

    @Test
    void sendingBackToWaitingAtStart() throws Exception {
        Launch launch = open(Variants.sendingBackToWaiting(), NONE);
        assertThat(killed(launch, Place.POSTED, 5).violations()).isEmpty();
        Result end = resumed(launch);
        assertThat(end.kinds()).contains(Kind.DUPLICATE, Kind.DOUBT_FORGOTTEN);
        assertThat(end.duplicates()).isPositive();
    }

    @Test
    void intentCommittedAfterThePost() throws Exception {
        Launch launch = open(Variants.intentAfterPost(), NONE);
        site.watchIntents();
        Result atKill = killed(launch, Place.POSTED, 5);
        assertThat(atKill.kinds()).contains(Kind.HIDDEN);
        assertThat(site.hasty()).as("sends that arrived before their intent").isNotEmpty();
        assertThat(resumed(launch).kinds()).contains(Kind.DUPLICATE);
    }

    @Test
    void pageTakenForAnAcceptance() throws Exception {
        FaultPlan faults = NONE.with(
                FaultPlan.calls(CannedAnswer.page(PageInBetween.FILTER), 3).on(Route.SEND));
        Launch launch = open(Variants.pageIsAcceptance(), faults);
        assertThat(announced(launch).status()).isZero();
        Result result = site.check().atRest(PEOPLE);
        assertThat(result.kinds()).contains(Kind.WRONG_SENT, Kind.LOST);
        assertThat(result.lost()).isEqualTo(1);
    }

    @Test
    void sentAgainAfterAPage() throws Exception {
        FaultPlan faults = NONE.with(
                FaultPlan.calls(CannedAnswer.page(PageInBetween.SIGN_IN).processedFirst(), 3)
                        .on(Route.SEND));
        Launch launch = open(Variants.retryAfterPage(), faults);
        assertThat(announced(launch).status()).isEqualTo(4);
        assertThat(site.check().now().kinds()).contains(Kind.HIDDEN);
        Result result = resumed(launch);
        assertThat(result.kinds()).contains(Kind.DUPLICATE, Kind.WRONG_SENT);
        assertThat(result.duplicates()).isEqualTo(1);
    }
}

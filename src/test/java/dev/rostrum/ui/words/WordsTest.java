package dev.rostrum.ui.words;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.announce.RunSnapshot;
import dev.rostrum.announce.Waiting;
import dev.rostrum.domain.ConversationOrigin;
import dev.rostrum.domain.Decision;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.MessageFate;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.Totals;
import dev.rostrum.domain.UserKind;
import dev.rostrum.ui.widget.Tone;
import dev.rostrum.words.Counts;
import dev.rostrum.words.Sentences;
import dev.rostrum.words.States;
import dev.rostrum.words.Times;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WordsTest {
    private final Clock clock = Clock.fixed(Instant.parse("2026-11-22T09:00:00Z"), ZoneId.of("Europe/Berlin"));
    private final Times times = new Times(clock, Locale.UK);
    private Locale before;

    @BeforeEach
    void english() {
        before = Locale.getDefault();
        Locale.setDefault(Locale.UK);
    }

    @AfterEach
    void back() {
        Locale.setDefault(before);
    }

    @Test
    void timesGetCoarserWithAge() {
        assertThat(times.moment(Instant.parse("2026-11-22T09:42:13Z"))).isEqualTo("10:42:13");
        assertThat(times.minute(Instant.parse("2026-11-22T09:31:07Z"))).isEqualTo("10:31");
        assertThat(times.logged(Instant.parse("2026-11-22T09:41:58.204Z"))).isEqualTo("10:41:58.204");
        assertThat(times.moment(Instant.parse("2026-11-12T09:31:07Z"))).isEqualTo("12 Nov 10:31");
        assertThat(times.logged(Instant.parse("2026-11-12T09:31:07Z"))).isEqualTo("12 Nov 10:31:07");
        assertThat(times.moment(Instant.parse("2025-03-03T09:31:07Z"))).isEqualTo("3 Mar 2025 10:31");
        assertThat(times.sorted(Instant.parse("2025-03-03T09:31:07Z"))).isEqualTo("2025-03-03 10:31:07");
        assertThat(times.iso(Instant.parse("2026-11-22T09:31:07Z"))).isEqualTo("2026-11-22T10:31:07.000+01:00");
        assertThat(times.moment(null)).isEmpty();
    }

    @Test
    void todayIsTodayInTheZoneOfTheClock() {
        assertThat(times.moment(Instant.parse("2026-11-21T23:30:00Z"))).isEqualTo("00:30:00");
        assertThat(times.moment(Instant.parse("2026-11-21T22:30:00Z"))).isEqualTo("21 Nov 23:30");
    }

    @Test
    void anEstimatePastMidnightNamesTheDay() {
        assertThat(times.aboutEnd(Duration.ofHours(13).plusMinutes(59))).isEqualTo("about 23:59");
        assertThat(times.aboutEnd(Duration.ofHours(14))).isEqualTo("about 23 Nov 00:00");
        assertThat(times.aboutEnd(Duration.ofDays(41))).isEqualTo("about 2 Jan 2027 10:00");
    }

    @Test
    void aSentenceNamesTheDayWheneverItIsRead() {
        assertThat(Sentences.of(Reason.of("backup.inPlace", Instant.parse("2026-11-22T09:42:13Z"))))
                .containsPattern("22 Nov 2026 \\d\\d:42:13");
    }

    @Test
    void estimatesAreRounded() {
        assertThat(Times.about(Duration.ofSeconds(2))).isEqualTo("a few seconds");
        assertThat(Times.about(Duration.ofSeconds(23))).isEqualTo("about 25 s");
        assertThat(Times.about(Duration.ofSeconds(59))).isEqualTo("about 1 min");
        assertThat(Times.about(Duration.ofSeconds(527))).isEqualTo("about 9 min");
        assertThat(Times.about(Duration.ofMinutes(131))).isEqualTo("about 2 h 10 min");
        assertThat(Times.about(Duration.ofMinutes(119))).isEqualTo("about 2 h");
        assertThat(times.aboutEnd(Duration.ofSeconds(61))).isEqualTo("about 10:02");
        assertThat(Times.exact(Duration.ofMillis(11_001))).isEqualTo("12 s");
        assertThat(Times.exact(Duration.ofSeconds(125))).isEqualTo("2 min 5 s");
    }

    @Test
    void hundredPercentMeansAll() {
        assertThat(Counts.percent(9_999_999, 10_000_000)).isEqualTo("99.9\u00a0%");
        assertThat(Counts.percent(10_000_000, 10_000_000)).isEqualTo("100\u00a0%");
        assertThat(Counts.percent(2, 3)).isEqualTo("66.6\u00a0%");
        assertThat(Counts.percent(0, 3)).isEqualTo("0\u00a0%");
        assertThat(Counts.percent(0, 0)).isEqualTo("\u2013");
        assertThat(Counts.of(10_038)).isEqualTo("10,038");
        Locale.setDefault(Locale.GERMANY);
        assertThat(Counts.percent(2, 3)).isEqualTo("66,6\u00a0%");
    }

    @Test
    void everyStateHasALookOfItsOwn() {
        Set<String> words = new HashSet<>();
        Set<String> icons = new HashSet<>();
        for (DeliveryState state : DeliveryState.values()) {
            StateLabel label = StateLabels.of(state, false);
            assertThat(words.add(label.word())).as(label.word()).isTrue();
            assertThat(icons.add(label.icon())).as(label.icon()).isTrue();
            assertThat(label.meaning()).isNotBlank();
        }
        assertThat(StateLabels.of(DeliveryState.SENT, true).word()).isEqualTo("Accepted, healed");
        assertThat(StateLabels.of(DeliveryState.SENT, false).word()).isEqualTo("Accepted by Teams");
        Reason decided = Reason.of(Decision.ARRIVED.code());
        assertThat(StateLabels.of(JobKind.SEND, DeliveryState.SENT, MessageFate.AS_SENT, decided, false)
                        .word())
                .isEqualTo(States.of(JobKind.SEND, DeliveryState.SENT, decided))
                .isEqualTo("Accepted, decided");
        for (JobKind kind : List.of(JobKind.SEND, JobKind.EDIT, JobKind.RECALL)) {
            assertThat(StateLabels.of(kind, DeliveryState.SENT, MessageFate.RECALLED, null, true)
                            .word())
                    .isEqualTo("Accepted, recalled");
        }
        assertThat(StateLabels.of(JobKind.SEND, DeliveryState.SENT, MessageFate.CHANGED, null, false)
                        .word())
                .isEqualTo("Accepted, changed");
        for (RunState state : RunState.values()) {
            assertThat(run(state, null, totals(1, 0, 0)).word()).isNotBlank();
        }
        for (ConversationOrigin origin : ConversationOrigin.values()) {
            assertThat(StateLabels.of(origin).word()).isNotBlank();
        }
        for (UserKind kind : UserKind.values()) {
            assertThat(StateLabels.of(kind).word()).isNotBlank();
        }
    }

    @Test
    void aFinishedRunWithDoubtsNeedsTheAdmin() {
        assertThat(run(RunState.DONE, null, totals(5, 2, 0)).word()).isEqualTo("Finished");
        assertThat(run(RunState.DONE, null, totals(5, 0, 3)).word()).isEqualTo("Needs you");
        assertThat(run(RunState.PAUSED, PauseReason.PROGRAM_ENDED, totals(5, 0, 0))
                        .tone())
                .isEqualTo(Tone.WARNING);
    }

    /** What nobody was accepted in has not gone well, and is not green. */
    @Test
    void aRunThatNobodyWasAcceptedInIsNotFinishedInGreen() {
        assertThat(run(RunState.DONE, null, totals(0, 4, 0)).word()).isEqualTo("All refused");
        assertThat(run(RunState.DONE, null, totals(0, 4, 0)).tone()).isEqualTo(Tone.DANGER);
        assertThat(run(RunState.DONE, null, Totals.NONE).word()).isEqualTo("Nobody left");
        Totals kept = Totals.of(4, Map.of(DeliveryState.REFUSED, 1L, DeliveryState.CANCELLED, 3L));
        assertThat(run(RunState.DONE, null, kept).word()).isEqualTo("None accepted");
    }

    @Test
    void whatARunWaitsForIsNamed() {
        Totals some = totals(1, 0, 0);
        assertThat(StateLabels.of(JobKind.SEND, RunState.RUNNING, null, some, Waiting.Kind.TEAMS_ASKED)
                        .word())
                .isEqualTo("Waiting for Teams");
        assertThat(StateLabels.of(JobKind.SEND, RunState.RUNNING, null, some, Waiting.Kind.NOT_CONNECTED)
                        .word())
                .isEqualTo("Waiting for the service");
        assertThat(StateLabels.of(JobKind.RECALL, RunState.RUNNING, null, some, null)
                        .word())
                .isEqualTo("Recalling");
        for (Waiting.Kind kind : Waiting.Kind.values()) {
            assertThat(StateLabels.of(JobKind.EDIT, RunState.RUNNING, null, some, kind)
                            .word())
                    .isNotBlank();
        }
    }

    @Test
    void thatARunHasEndedOrPausedIsToldOnce() {
        RunNews news = new RunNews();
        RunSnapshot going = RunSnapshot.standing(7, "Hello", RunState.RUNNING, null, null, totals(1, 0, 0));
        RunSnapshot over = RunSnapshot.standing(7, "Hello", RunState.DONE, null, null, totals(3, 1, 1));
        assertThat(news.moved(over, List.of())).as("it was never seen at work").isEmpty();
        assertThat(news.moved(going, List.of())).isEmpty();
        assertThat(news.moved(over, List.of())).as("no list shows it").isEmpty();
        assertThat(news.moved(going, List.of(going))).isEmpty();
        RunNews.News told = news.moved(over, List.of()).orElseThrow();
        assertThat(told.tone()).isEqualTo(Tone.WARNING);
        assertThat(told.words()).endsWith("has ended: 3 accepted, 1 in doubt, 1 refused.");
        assertThat(told.run()).isEqualTo(7);
        assertThat(news.moved(over, List.of())).isEmpty();
        news.moved(going, List.of(going));
        RunSnapshot paused =
                RunSnapshot.standing(7, "Hello", RunState.PAUSED, PauseReason.NOT_CONNECTED, null, totals(1, 0, 0));
        assertThat(news.moved(paused, List.of()).orElseThrow().words())
                .endsWith("is paused. The service could not be reached.");
    }

    private static Totals totals(long sent, long refused, long inDoubt) {
        return Totals.of(
                sent + refused + inDoubt,
                Map.of(DeliveryState.SENT, sent, DeliveryState.REFUSED, refused, DeliveryState.IN_DOUBT, inDoubt));
    }

    private static StateLabel run(RunState state, PauseReason reason, Totals totals) {
        return StateLabels.of(JobKind.SEND, state, reason, totals, null);
    }

    @Test
    void onlyNamesThatRunTheOtherWayAreIsolated() {
        assertThat(BidiText.isolated("Anaïs Lefèvre")).isEqualTo("Anaïs Lefèvre");
        assertThat(BidiText.isolated("أميرة حداد")).isEqualTo("أميرة حداد\u200e");
    }
}

package dev.rostrum.ui.announcements;

import dev.rostrum.announce.RunSnapshot;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.Totals;
import dev.rostrum.ui.widget.Tone;
import dev.rostrum.words.Sentences;
import dev.rostrum.words.States;
import dev.rostrum.words.Texts;
import dev.rostrum.words.Times;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What the admin should know first of a run, in words. */
final class RunNotices {
    /** @param showsDoubt offers to show the deliveries in doubt */
    record RunNotice(Tone tone, String icon, String what, String rest, boolean showsDoubt) {
        private static RunNotice of(Tone tone, String icon, String what, String rest) {
            return new RunNotice(tone, icon, what, rest, false);
        }
    }

    /**
     * A run as it is shown.
     *
     * @param canary how many get it first, while that is so; else 0
     * @param pausing pausing was asked for here
     * @param awaited who is in flight, by name; may be empty
     * @param shown the numbers of what is listed
     * @param everybody whether these are of all jobs
     */
    record Shown(
            RunSnapshot now,
            JobKind kind,
            int canary,
            boolean pausing,
            String awaited,
            ShownTotals shown,
            boolean everybody) {
        private Totals totals() {
            return now.totals();
        }
    }

    private final Texts texts = Texts.of(RunNotices.class);
    private final Times times;
    private final Clock clock;

    RunNotices(Times times, Clock clock) {
        this.times = times;
        this.clock = clock;
    }

    /** Null where there is nothing to say. */
    RunNotice of(Shown run) {
        if (!run.totals().addUp() || !run.shown().addUp()) {
            boolean job = !run.totals().addUp();
            return RunNotice.of(
                    Tone.DANGER,
                    "alert-octagon",
                    texts.get("run.sum.wrong"),
                    texts.get(
                            "run.sum.wrong.rest",
                            job ? run.totals().sum() : run.shown().sum(),
                            job ? run.totals().selected() : run.shown().selected()));
        }
        return switch (run.now().state()) {
            case RUNNING -> running(run);
            case STOPPING -> RunNotice.of(Tone.NEUTRAL, "stop-circle", texts.get("run.stopping"), awaited(run));
            case PAUSED -> paused(run);
            case INTERRUPTED ->
                RunNotice.of(Tone.WARNING, "alert-triangle", texts.get("run.interrupted"), interrupted(run));
            case STOPPED -> stopped(run);
            case DONE -> done(run);
            default -> null;
        };
    }

    private RunNotice stopped(Shown run) {
        Totals totals = run.totals();
        String rest = texts.get(
                run.kind().sendsMessages() ? "run.stopped.rest" : "run.stopped.change.rest", totals.cancelled());
        return new RunNotice(
                Tone.NEUTRAL,
                "stop-circle",
                run.now().detail() == null
                        ? texts.get("run.stopped")
                        : texts.get("run.stopped.for", Sentences.whole(run.now().detail())),
                totals.inDoubt() == 0 ? rest : rest + " " + texts.get("run.doubt", totals.inDoubt()),
                totals.inDoubt() > 0);
    }

    private RunNotice done(Shown run) {
        long doubts = run.shown().of(StateGroup.IN_DOUBT);
        if (doubts > 0) {
            boolean sends = run.kind().sendsMessages() || run.everybody();
            return new RunNotice(
                    Tone.WARNING,
                    "help-circle",
                    texts.get("run.doubt", doubts),
                    texts.get(sends ? "run.doubt.rest" : "run.doubt.change.rest"),
                    true);
        }
        return run.totals().recipients() == 0 && !run.everybody()
                ? RunNotice.of(Tone.NEUTRAL, "minus-circle", texts.get("run.nobody"), "")
                : null;
    }

    private String interrupted(Shown run) {
        Totals left = run.totals().cutOff(!run.kind().sendsMessages());
        return texts.get(
                "interrupted.rest",
                left.waiting(),
                left.inDoubt() - run.totals().inDoubt());
    }

    /** Who is in flight, by name as far as there is room. */
    private String awaited(Shown run) {
        long inFlight = run.totals().inFlight();
        return inFlight == 0 || run.awaited().isEmpty()
                ? texts.get("run.awaited", inFlight)
                : texts.get("run.awaited.names", inFlight, run.awaited());
    }

    private RunNotice running(Shown run) {
        if (run.pausing()) {
            return RunNotice.of(Tone.NEUTRAL, "pause-circle", texts.get("run.pausing"), awaited(run));
        }
        RunSnapshot now = run.now();
        if (now.waiting() == null) {
            return first(run);
        }
        return switch (now.waiting().kind()) {
            case PAUSING, STOPPING ->
                RunNotice.of(
                        Tone.NEUTRAL,
                        "pause-circle",
                        texts.get("run.pausing"),
                        texts.get("run.awaited", now.totals().inFlight()));
            case RATE_LOWERED ->
                RunNotice.of(
                        Tone.NEUTRAL,
                        "clock",
                        texts.get("run.slower"),
                        texts.get("run.slower.rest", now.rateInForce()));
            case OWN_SEND ->
                RunNotice.of(Tone.NEUTRAL, "clock", texts.get("run.afterSend"), texts.get("run.afterSend.rest"));
            case TEAMS_ASKED -> until(now, Tone.NEUTRAL, texts.get("run.for.teams"));
            case NOT_CONNECTED -> until(now, Tone.WARNING, texts.get("run.for.network"));
            case QUIET_HOURS -> until(now, Tone.NEUTRAL, texts.get("run.for.quiet"));
            case NOT_DUE -> until(now, Tone.NEUTRAL, texts.get("run.for.due"));
        };
    }

    /** The first ones are being tried, and nobody else before the admin has seen how that went. */
    private RunNotice first(Shown run) {
        long recipients = run.totals().recipients();
        return run.canary() == 0 || run.canary() >= recipients
                ? null
                : RunNotice.of(
                        Tone.NEUTRAL,
                        "users",
                        texts.get("run.first", run.canary(), recipients),
                        texts.get("run.first.rest"));
    }

    private RunNotice until(RunSnapshot now, Tone tone, String what) {
        Duration left = Duration.between(clock.instant(), now.waitingUntil());
        return RunNotice.of(
                tone,
                "clock",
                texts.get("run.waiting", times.moment(now.waitingUntil())),
                texts.get("run.waiting.rest", what, Times.exact(left)));
    }

    private RunNotice paused(Shown run) {
        RunSnapshot now = run.now();
        Totals totals = now.totals();
        PauseReason reason = now.pauseReason() == null ? PauseReason.ASKED : now.pauseReason();
        return switch (reason) {
            case ASKED ->
                RunNotice.of(
                        Tone.NEUTRAL,
                        "pause-circle",
                        now.detail() == null ? texts.get("run.paused") : Sentences.whole(now.detail()),
                        texts.get("run.paused.rest", totals.open()));
            case NOT_STARTED ->
                RunNotice.of(
                        Tone.WARNING,
                        "pause-circle",
                        texts.get("run.planned"),
                        texts.get("run.planned.rest", totals.open()));
            case PROMPTED ->
                RunNotice.of(Tone.NEUTRAL, "clock", States.of(reason), texts.get("run.prompted.rest", totals.open()));
            case PROGRAM_ENDED ->
                new RunNotice(
                        Tone.WARNING,
                        "pause-circle",
                        texts.get("run.ended"),
                        texts.get("run.ended.rest", left(totals)),
                        totals.inDoubt() > 0);
            case CANARY ->
                new RunNotice(
                        totals.refused() + totals.inDoubt() > 0 ? Tone.WARNING : Tone.ACCENT,
                        "pause-circle",
                        texts.get("run.canary", totals.settled(), totals.recipients()),
                        texts.get("run.canary.rest", totals.open()),
                        totals.inDoubt() > 0);
            case SOMETHING_BETWEEN ->
                new RunNotice(
                        Tone.DANGER,
                        "alert-circle",
                        texts.get("run.between"),
                        now.detail() == null ? texts.get("run.halted.rest") : Sentences.whole(now.detail()),
                        totals.inDoubt() > 0);
            case STORAGE,
                    LONG_WAIT,
                    REFUSED_FOR_ALL,
                    TOO_MANY_FAILED,
                    NOT_CONNECTED,
                    PROGRAM_FAULT,
                    RESTORED,
                    LOCK_LOST ->
                RunNotice.of(
                        Tone.DANGER,
                        "alert-circle",
                        texts.get("run.halted"),
                        now.detail() == null ? texts.get("run.halted.rest") : Sentences.whole(now.detail()));
        };
    }

    /** "1 in doubt, 39 waiting", without what nobody is. */
    private static String left(Totals totals) {
        List<String> parts = new ArrayList<>();
        if (totals.inDoubt() > 0) {
            parts.add(StateGroup.IN_DOUBT.words(totals.inDoubt()));
        }
        if (totals.open() > 0 || parts.isEmpty()) {
            parts.add(StateGroup.WAITING.words(totals.open()));
        }
        return String.join(", ", parts);
    }
}

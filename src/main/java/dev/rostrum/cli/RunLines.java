package dev.rostrum.cli;

import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.Totals;
import dev.rostrum.store.query.AuditQuery;
import dev.rostrum.store.query.DeliveryQuery;
import dev.rostrum.store.query.OutcomeQuery;
import dev.rostrum.store.query.RunQuery;
import dev.rostrum.words.Sentences;
import dev.rostrum.words.States;
import dev.rostrum.workspace.Workspace.Views;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** One announcement in full, and its totals. */
final class RunLines {
    private final Terminal terminal;
    private final LabelledLines lines;

    RunLines(Terminal terminal) {
        this.terminal = terminal;
        lines = new LabelledLines(terminal, "run.column");
    }

    /**
     * The keys of an announcement in every read.
     *
     * @param decided as {@link RunQuery#decided}
     */
    static void json(JsonRow row, RunQuery.Row run, Map<Long, Long> decided, AnnouncementNumbers numbers) {
        row.put("id", run.id()).put("announcementId", numbers.of(run));
        job(row, run, decided);
    }

    /** Does as the longer form, asking for what it needs. */
    static void json(JsonRow row, RunQuery.Row run, Views views) {
        json(row, run, views.runs().decided(), new AnnouncementNumbers(views.runs()));
    }

    private static void job(JsonRow row, RunQuery.Row run, Map<Long, Long> decided) {
        Totals totals = run.totals();
        row.put("kind", run.kind())
                .put("parentId", run.parent())
                .put("title", run.title())
                .put("state", run.state())
                .put("pauseReason", run.pauseReason())
                .put("cause", run.pauseDetail() == null ? null : Sentences.whole(run.pauseDetail()))
                .put("audience", Sentences.of(run.audience()))
                .put("canary", run.choices().canary())
                .put("canaryPassed", run.canaryPassed())
                .put("rate", run.choices().rate())
                .put("retryGateway", run.choices().retryGatewayErrors())
                .put("outsiders", run.choices().outsiders())
                .put("unknownKind", run.choices().unknownKind())
                .put("override", run.choices().override())
                .put("createdAt", run.createdAt())
                .put("startedAt", run.startedAt())
                .put("endedAt", run.endedAt())
                .put("selected", totals.selected())
                .put("excluded", totals.excluded())
                .put("recipients", totals.recipients())
                .put("waiting", totals.waiting())
                .put("opening", totals.opening())
                .put("sending", totals.sending())
                .put("sent", totals.sent())
                .put("acceptedByDecision", decided.getOrDefault(run.id(), 0L))
                .put("refused", totals.refused())
                .put("inDoubt", totals.inDoubt())
                .put("cancelled", totals.cancelled());
    }

    /**
     * One job with the announcement that it belongs to.
     *
     * @param decided as {@link RunQuery#decided}
     * @param jobs all jobs of the announcement, oldest first
     * @param latest how its people stand by their latest outcome
     * @param decisions of the audit log, oldest first
     */
    record RunDetails(
            RunQuery.Row run,
            Map<Long, Long> decided,
            List<DeliveryQuery.CauseCount> causes,
            List<RunQuery.Row> jobs,
            List<OutcomeQuery.Count> latest,
            List<AuditQuery.Row> decisions,
            AnnouncementNumbers numbers) {}

    void json(RunDetails whole) {
        JsonRow row = new JsonRow(terminal);
        json(row, whole.run(), whole.decided(), whole.numbers());
        row.put("text", whole.run().text())
                .put("causes", whole.causes(), (each, cause) -> each.put("state", cause.state())
                        .put("code", cause.code())
                        .put("reason", cause.reason().code())
                        .put("cause", Sentences.whole(cause.reason()))
                        .put("count", cause.count()))
                .put("jobs", whole.jobs(), (each, job) -> {
                    each.put("id", job.id());
                    job(each, job, whole.decided());
                })
                .put("latest", whole.latest(), (each, count) -> each.put("kind", count.kind())
                        .put("state", count.state())
                        .put("count", count.people())
                        .put("acceptedByDecision", count.decided()))
                .put("audit", whole.decisions(), (each, audit) -> AuditListCommand.json(each, audit, whole.numbers()))
                .print();
    }

    void text(RunDetails whole) {
        RunQuery.Row run = whole.run();
        lines.line("run.announcement", run.id(), run.title());
        if (run.parent() != null) {
            lines.line("run.kind", States.follows(run.kind(), run.parent()));
        }
        lines.line("run.state", States.of(run.state()));
        if (run.state() == RunState.INTERRUPTED) {
            lines.line("run.interrupted", run.id());
        }
        if (run.pauseReason() != null) {
            States.paused(run.pauseReason(), run.pauseDetail()).forEach(said -> lines.line("run.paused", said));
        }
        lines.line("run.audience", Sentences.of(run.audience()));
        choices(run);
        lines.line("run.planned", terminal.time(run.createdAt()));
        lines.line("run.started", terminal.time(run.startedAt()));
        lines.line("run.ended", terminal.time(run.endedAt()));
        totals(run, whole.decided(), whole.causes());
        boolean several = whole.jobs().size() > 1;
        if (several) {
            for (RunQuery.Row job : whole.jobs()) {
                lines.line(
                        "run.job",
                        job.id(),
                        job.parent() == null ? States.of(job.kind()) : States.follows(job.kind(), job.parent()),
                        States.of(job.state()),
                        inWords(job.totals(), whole.decided().getOrDefault(job.id(), 0L)));
            }
            for (OutcomeQuery.Count count : whole.latest()) {
                lines.line(
                        count.decided() == 0 ? "run.latest" : "run.latest.decided",
                        count.people(),
                        States.of(count.kind()),
                        States.of(count.state()),
                        count.decided());
            }
        }
        for (AuditQuery.Row decision : whole.decisions()) {
            String act = States.of(decision.act());
            if (several) {
                act = CommandTexts.get("run.decision.job", act, decision.runId());
            }
            if (decision.people() != null) {
                act = CommandTexts.get("run.decision.people", act, decision.people());
            }
            if (decision.detail() != null) {
                act = CommandTexts.get("run.decision.detail", act, Sentences.of(decision.detail()));
            }
            lines.line("run.decision", terminal.time(decision.at()), decision.osUser(), act);
        }
        terminal.result("");
        terminal.result(run.text());
    }

    private void choices(RunQuery.Row run) {
        SendChoices choices = run.choices();
        if (choices.canary() > 0) {
            lines.line(run.canaryPassed() ? "run.canary.passed" : "run.canary", choices.canary());
        }
        lines.line("plan.rate", choices.rate());
        if (choices.retryGatewayErrors()) {
            lines.line("run.retryGateway");
        }
        if (choices.outsiders()) {
            lines.line("run.outsiders");
        }
        if (choices.unknownKind()) {
            lines.line("run.unknownKind");
        }
        lines.line("run.override", choices.override());
    }

    private static String inWords(Totals totals, long decided) {
        return States.totals(
                totals.selected(),
                Arrays.stream(DeliveryState.values())
                        .filter(state -> totals.of(state) > 0)
                        .map(state -> state == DeliveryState.SENT
                                ? States.countAccepted(totals.sent(), decided)
                                : States.count(state, totals.of(state)))
                        .toList());
    }

    /**
     * How many stand where; states in which nobody is are left out.
     *
     * @param byDecision as {@link RunQuery#decided}
     */
    void totals(RunQuery.Row run, Map<Long, Long> byDecision) {
        totals(run, byDecision, List.of());
    }

    /** Does as the shorter form, with what brought people into a state below it. */
    private void totals(RunQuery.Row run, Map<Long, Long> byDecision, List<DeliveryQuery.CauseCount> causes) {
        Totals totals = run.totals();
        long decided = byDecision.getOrDefault(run.id(), 0L);
        lines.line("run.selected", totals.selected());
        some(DeliveryState.EXCLUDED, totals.excluded(), causes);
        if (decided == 0) {
            lines.line("run.total", States.of(DeliveryState.SENT), totals.sent());
        } else {
            lines.line("run.accepted", totals.sent(), decided);
        }
        some(DeliveryState.REFUSED, totals.refused(), causes);
        some(DeliveryState.IN_DOUBT, totals.inDoubt(), causes);
        some(DeliveryState.CANCELLED, totals.cancelled(), causes);
        if (run.state() == RunState.INTERRUPTED) {
            long doubtful = run.seen().inDoubt() - totals.inDoubt();
            some(DeliveryState.WAITING, run.seen().waiting(), List.of());
            if (doubtful > 0) {
                lines.line("run.doubtful", doubtful);
            }
            return;
        }
        some(DeliveryState.WAITING, totals.waiting(), List.of());
        if (totals.inFlight() > 0) {
            lines.line("run.beingSent", totals.inFlight());
        }
    }

    private void some(DeliveryState state, long count, List<DeliveryQuery.CauseCount> causes) {
        if (count == 0) {
            return;
        }
        List<DeliveryQuery.CauseCount> its =
                causes.stream().filter(cause -> cause.state() == state).toList();
        if (its.size() == 1 && its.get(0).count() == count) {
            lines.line(
                    "run.total.cause",
                    States.of(state),
                    count,
                    Sentences.whole(its.get(0).reason()));
            return;
        }
        lines.line("run.total", States.of(state), count);
        its.forEach(cause -> lines.line("run.cause", cause.count(), Sentences.whole(cause.reason())));
    }
}

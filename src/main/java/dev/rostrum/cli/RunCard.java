package dev.rostrum.cli;

import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.Totals;
import dev.rostrum.store.query.AuditQuery;
import dev.rostrum.store.query.DeliveryQuery;
import dev.rostrum.store.query.OutcomeQuery;
import dev.rostrum.store.query.RunQuery;
import dev.rostrum.words.Counts;
import dev.rostrum.words.Sentences;
import dev.rostrum.words.States;
import java.util.Arrays;
import java.util.List;

/** One announcement in full, and its totals. */
final class RunCard {
    private static final int LABEL = 18;

    private final Terminal terminal;

    RunCard(Terminal terminal) {
        this.terminal = terminal;
    }

    /** The keys of an announcement in every read. */
    static void json(JsonRow row, RunQuery.Row run, AnnouncementNumbers numbers) {
        row.put("id", run.id()).put("announcementId", numbers.of(run));
        job(row, run);
    }

    private static void job(JsonRow row, RunQuery.Row run) {
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
                .put("refused", totals.refused())
                .put("inDoubt", totals.inDoubt())
                .put("cancelled", totals.cancelled());
    }

    /**
     * One job with the announcement that it belongs to.
     *
     * @param jobs all jobs of the announcement, oldest first
     * @param latest how its people stand by their latest outcome
     * @param decisions of the audit log, oldest first
     */
    record Whole(
            RunQuery.Row run,
            List<DeliveryQuery.CauseCount> causes,
            List<RunQuery.Row> jobs,
            List<OutcomeQuery.Count> latest,
            List<AuditQuery.Row> decisions,
            AnnouncementNumbers numbers) {}

    void json(Whole whole) {
        JsonRow row = new JsonRow(terminal);
        json(row, whole.run(), whole.numbers());
        row.put("text", whole.run().text())
                .put("causes", whole.causes(), (each, cause) -> each.put("state", cause.state())
                        .put("code", cause.code())
                        .put("reason", cause.reason().code())
                        .put("cause", Sentences.whole(cause.reason()))
                        .put("count", cause.count()))
                .put("jobs", whole.jobs(), (each, job) -> {
                    each.put("id", job.id());
                    job(each, job);
                })
                .put("latest", whole.latest(), (each, count) -> each.put("kind", count.kind())
                        .put("state", count.state())
                        .put("count", count.people()))
                .put("audit", whole.decisions(), (each, audit) -> AuditListCommand.json(each, audit, whole.numbers()))
                .print();
    }

    void text(Whole whole) {
        RunQuery.Row run = whole.run();
        line("Announcement", run.id() + "  " + run.title());
        if (run.parent() != null) {
            line("Kind", States.follows(run.kind(), run.parent()));
        }
        line("State", States.of(run.state()));
        if (run.pauseReason() != null) {
            line("", run.pauseReason() == PauseReason.ASKED ? null : States.of(run.pauseReason()));
            line("", run.pauseDetail() == null ? null : Sentences.whole(run.pauseDetail()));
        }
        line("Audience", Sentences.of(run.audience()));
        choices(run);
        line("Planned", terminal.time(run.createdAt()));
        line("Started", terminal.time(run.startedAt()));
        line("Ended", terminal.time(run.endedAt()));
        totals(run.totals());
        for (DeliveryQuery.CauseCount cause : whole.causes()) {
            line(
                    States.of(cause.state()),
                    Counts.of(cause.count()) + "  " + Sentences.whole(cause.reason())
                            + (cause.code() == null ? "" : " (" + cause.code() + ")"));
        }
        if (whole.jobs().size() > 1) {
            for (RunQuery.Row job : whole.jobs()) {
                line(
                        "Job " + job.id(),
                        (job.parent() == null ? States.of(job.kind()) : States.follows(job.kind(), job.parent())) + ", "
                                + States.of(job.state()) + ": " + inWords(job.totals()));
            }
            for (OutcomeQuery.Count count : whole.latest()) {
                line(
                        "Latest outcome",
                        Counts.of(count.people()) + "  " + States.of(count.kind()) + ": " + States.of(count.state()));
            }
        }
        for (AuditQuery.Row decision : whole.decisions()) {
            line(
                    "Decision",
                    terminal.time(decision.at()) + "  " + decision.osUser() + "  " + States.of(decision.act())
                            + (whole.jobs().size() > 1 ? ", job " + decision.runId() : "")
                            + (decision.people() == null ? "" : ", " + Counts.of(decision.people()))
                            + (decision.detail() == null ? "" : ": " + Sentences.of(decision.detail())));
        }
        terminal.result("");
        terminal.result(run.text());
    }

    private void choices(RunQuery.Row run) {
        SendChoices choices = run.choices();
        if (choices.canary() > 0) {
            line(
                    "Canary",
                    "the first " + Counts.of(choices.canary())
                            + (run.canaryPassed() ? "; the others were let go" : "; then it waits for you"));
        }
        line("Rate", choices.rate() == null ? null : Words.rate(choices.rate()));
        line("Repeats", choices.retryGatewayErrors() ? "502, 503 and 504; some may get the message twice" : null);
        line("Outsiders", choices.outsiders() ? "guests and external people take part" : null);
        line("Unknown", choices.unknownKind() ? "people of unknown kind take part" : null);
        line("Guard overridden", choices.override());
    }

    private static String inWords(Totals totals) {
        return States.totals(
                totals.selected(),
                Arrays.stream(DeliveryState.values())
                        .filter(state -> totals.of(state) > 0)
                        .map(state -> States.count(state, totals.of(state)))
                        .toList());
    }

    /** How many stand where; states in which nobody is are left out. */
    void totals(Totals totals) {
        line("Selected", Counts.of(totals.selected()));
        some("Left out", totals.excluded());
        line("Accepted by Teams", Counts.of(totals.sent()));
        some("Refused", totals.refused());
        some("In doubt", totals.inDoubt());
        some("Cancelled", totals.cancelled());
        some("Waiting", totals.waiting());
        some("Being sent", totals.inFlight());
    }

    private void some(String label, long count) {
        if (count > 0) {
            line(label, Counts.of(count));
        }
    }

    private void line(String label, String value) {
        if (value != null && !value.isBlank()) {
            terminal.result(DisplayWidth.left(label, LABEL) + " " + value);
        }
    }
}

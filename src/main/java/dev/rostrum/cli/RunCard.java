package dev.rostrum.cli;

import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.Totals;
import dev.rostrum.store.query.DeliveryQuery;
import dev.rostrum.store.query.RunQuery;
import java.util.List;

/** One announcement in full, and its totals. */
final class RunCard {
    private static final int LABEL = 18;

    private final Terminal terminal;

    RunCard(Terminal terminal) {
        this.terminal = terminal;
    }

    /** The keys of an announcement in every read. */
    static void json(JsonRow row, RunQuery.Row run) {
        Totals totals = run.totals();
        row.put("id", run.id())
                .put("announcementId", run.id())
                .put("title", run.title())
                .put("state", run.state())
                .put("pauseReason", run.pauseReason())
                .put("cause", run.pauseDetail())
                .put("audience", run.audience())
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

    void json(RunQuery.Row run, List<DeliveryQuery.CauseCount> causes) {
        JsonRow row = new JsonRow(terminal);
        json(row, run);
        row.put("text", run.text())
                .put("causes", causes, (each, cause) -> each.put("state", cause.state())
                        .put("code", cause.code())
                        .put("cause", cause.cause())
                        .put("count", cause.count()))
                .print();
    }

    void text(RunQuery.Row run, List<DeliveryQuery.CauseCount> causes) {
        line("Announcement", run.id() + "  " + run.title());
        line("State", Words.state(run.state()));
        if (run.pauseReason() != null) {
            line("", run.pauseReason() == PauseReason.ASKED ? null : Words.pause(run.pauseReason()));
            line("", run.pauseDetail());
        }
        line("Audience", run.audience());
        line("Planned", terminal.time(run.createdAt()));
        line("Started", terminal.time(run.startedAt()));
        line("Ended", terminal.time(run.endedAt()));
        totals(run.totals());
        for (DeliveryQuery.CauseCount cause : causes) {
            line(
                    Words.state(cause.state()),
                    Words.number(cause.count()) + "  " + cause.cause()
                            + (cause.code() == null ? "" : " (" + cause.code() + ")"));
        }
        terminal.result("");
        terminal.result(run.text());
    }

    /** How many stand where; states in which nobody is are left out. */
    void totals(Totals totals) {
        line("Selected", Words.number(totals.selected()));
        some("Left out", totals.excluded());
        line("Accepted by Teams", Words.number(totals.sent()));
        some("Refused", totals.refused());
        some("In doubt", totals.inDoubt());
        some("Cancelled", totals.cancelled());
        some("Waiting", totals.waiting());
        some("Being sent", totals.inFlight());
    }

    private void some(String label, long count) {
        if (count > 0) {
            line(label, Words.number(count));
        }
    }

    private void line(String label, String value) {
        if (value != null && !value.isBlank()) {
            terminal.result(DisplayWidth.left(label, LABEL) + " " + value.replace('\n', ' '));
        }
    }
}

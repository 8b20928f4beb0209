package dev.rostrum.ui.activity;

import dev.rostrum.domain.MadeRequest;
import dev.rostrum.domain.RequestKind;
import dev.rostrum.domain.ShortId;
import dev.rostrum.store.query.RequestQuery;
import dev.rostrum.ui.table.Column;
import dev.rostrum.ui.widget.CopyButton;
import dev.rostrum.ui.widget.DetailsPane;
import dev.rostrum.ui.widget.StateChip;
import dev.rostrum.ui.widget.Tone;
import dev.rostrum.ui.words.Moments;
import dev.rostrum.words.Counts;
import dev.rostrum.words.States;
import dev.rostrum.words.Texts;
import dev.rostrum.words.Times;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;

/** How a request looks: in the table, and in detail. */
final class RequestColumns {
    private final Texts texts = Texts.of(RequestColumns.class);
    private final Times times;

    RequestColumns(Times times) {
        this.times = times;
    }

    List<Column<RequestQuery.Row>> columns() {
        return List.of(
                Moments.logged("time", texts.get("column.time"), times, RequestQuery.Row::at),
                Column.<RequestQuery.Row>of("method", texts.get("column.method"), row -> row.kind()
                                .method())
                        .muted()
                        .wide(80)
                        .unsorted(),
                Column.<RequestQuery.Row>of("path", texts.get("column.path"), this::path)
                        .copying(RequestQuery.Row::path)
                        .showing(row -> pathEnd(path(row)))
                        .wide(240)
                        .growing(3)
                        .unsorted(),
                Column.<RequestQuery.Row>of("status", texts.get("column.status"), this::ended)
                        .showing(this::status)
                        .wide(120)
                        .growing(1)
                        .unsorted(),
                Column.<RequestQuery.Row>of("latency", texts.get("column.latency"), this::latency)
                        .copying(row -> row.latencyMillis() == null ? "" : Long.toString(row.latencyMillis()))
                        .number()
                        .wide(84)
                        .unsorted(),
                Column.<RequestQuery.Row>of(
                                "ms_cv",
                                texts.get("column.msCv"),
                                row -> row.msCv() == null ? "" : ShortId.of(row.msCv()))
                        .copying(row -> row.msCv() == null ? "" : row.msCv())
                        .mono()
                        .wide(124)
                        .unsorted()
                        .givingWay(1),
                Column.<RequestQuery.Row>of("after", texts.get("column.after"), this::after)
                        .muted()
                        .wide(100)
                        .growing(1)
                        .unsorted(),
                Column.<RequestQuery.Row>of("for", texts.get("column.for"), row -> States.of(row.kind()))
                        .muted()
                        .wide(160)
                        .unsorted()
                        .folded());
    }

    private String path(RequestQuery.Row row) {
        return row.leftOut() == null ? row.path() : texts.get("left.out", row.leftOut());
    }

    /** Paths begin alike; what tells them apart is at their end. */
    private static Label pathEnd(String path) {
        Label label = new Label(path);
        label.setTextOverrun(OverrunStyle.LEADING_ELLIPSIS);
        label.setMinWidth(0);
        return label;
    }

    private String ended(RequestQuery.Row row) {
        if (row.leftOut() != null) {
            return "";
        }
        String ended = MadeRequest.ended(row.status(), row.code());
        return ended.isEmpty() ? texts.get("status.none") : ended;
    }

    private Node status(RequestQuery.Row row) {
        if (row.leftOut() != null) {
            return new Label();
        }
        boolean unanswered = row.status() == 0;
        StateChip chip = StateChip.plain(
                !row.failed() ? "check-circle" : unanswered ? "help-circle" : "x-circle",
                ended(row),
                !row.failed() ? Tone.SUCCESS : unanswered ? Tone.WARNING : Tone.DANGER);
        // A long code ends in an ellipsis.
        chip.setMinWidth(0);
        return chip;
    }

    private String latency(RequestQuery.Row row) {
        return row.latencyMillis() == null || row.leftOut() != null
                ? ""
                : texts.get("latency", Counts.of(row.latencyMillis()));
    }

    private String after(RequestQuery.Row row) {
        if (row.after() == null) {
            return "";
        }
        return row.after().isEmpty() ? texts.get("status.none") : row.after();
    }

    /** Title of the details. */
    String title(RequestQuery.Row row) {
        return States.of(row.kind());
    }

    /** Everything that is kept of the request. */
    DetailsPane details(RequestQuery.Row row) {
        DetailsPane pane = new DetailsPane();
        if (row.leftOut() != null) {
            pane.section(null, null)
                    .row(texts.get("column.time"), times.logged(row.at()), times.iso(row.at()))
                    .node(wrapped(texts.get("left.out.more", row.leftOut())));
            return pane;
        }
        Label path = wrapped(row.path());
        path.getStyleClass().addAll("r-mono", "r-inset");
        path.setMaxWidth(Double.MAX_VALUE);
        pane.section(texts.get("details.request"), new CopyButton(texts.get("column.path"), row::path))
                .node(path);
        DetailsPane.Section facts = pane.section(null, null)
                .row(texts.get("column.method"), row.kind().method())
                .id(texts.get("details.begun"), times.logged(row.at()), () -> times.iso(row.at()));
        if (row.announcementId() != null) {
            facts.row(
                    texts.get("details.announcement"), texts.get("details.announcement.number", row.announcementId()));
            facts.row(texts.get("details.attempt"), Integer.toString(row.key().n()));
        }
        if (row.after() != null) {
            facts.row(texts.get("details.after"), after(row));
        }
        DetailsPane.Section answer = pane.section(texts.get("details.answer"), null)
                .row(
                        texts.get("column.status"),
                        row.status() == 0 ? texts.get("status.none") : Integer.toString(row.status()));
        if (row.code() != null) {
            answer.copyable(texts.get("details.code"), row.code());
        }
        if (row.latencyMillis() != null) {
            answer.row(texts.get("column.latency"), latency(row));
        }
        DetailsPane.Section headers = pane.section(texts.get("details.headers"), null);
        if (bearer(row.kind())) {
            headers.row("Authorization", texts.get("details.masked"));
        }
        if (row.msCv() != null) {
            headers.id("MS-CV", ShortId.of(row.msCv()), row::msCv);
        }
        Label kept = wrapped(texts.get("details.kept"));
        kept.getStyleClass().addAll("r-caption", "r-muted");
        headers.node(kept);
        return pane;
    }

    /** Whether a token goes with it. */
    private static boolean bearer(RequestKind kind) {
        return switch (kind) {
            case CREATE, SEND, UPDATE, DELETE, TEAM, MEMBERS -> true;
            case SIGN_IN, TENANT, KEYS, PROBE, LEFT_OUT -> false;
        };
    }

    private static Label wrapped(String words) {
        Label label = new Label(words);
        label.setWrapText(true);
        return label;
    }
}

package dev.rostrum.ui.activity;

import dev.rostrum.domain.PlainText;
import dev.rostrum.domain.ShortId;
import dev.rostrum.store.query.EventQuery;
import dev.rostrum.ui.table.Column;
import dev.rostrum.ui.widget.DetailsPane;
import dev.rostrum.ui.widget.StateChip;
import dev.rostrum.ui.widget.Tone;
import dev.rostrum.ui.words.Moments;
import dev.rostrum.words.Events;
import dev.rostrum.words.Sentences;
import dev.rostrum.words.States;
import dev.rostrum.words.Texts;
import dev.rostrum.words.Times;
import java.util.List;
import javafx.scene.control.Label;

/** How an inbound event looks: in the table, and in detail. */
final class EventColumns {
    private final Texts texts = Texts.of(EventColumns.class);
    private final Times times;

    EventColumns(Times times) {
        this.times = times;
    }

    List<Column<EventQuery.Row>> columns() {
        return List.of(
                Moments.logged("at", texts.get("column.came"), times, EventQuery.Row::receivedAt),
                Moments.<EventQuery.Row>logged("sent", texts.get("column.sent"), times, EventQuery.Row::sentAt)
                        .muted(),
                Column.<EventQuery.Row>of("type", texts.get("column.type"), EventColumns::type)
                        .wide(150)
                        .growing(1),
                Column.<EventQuery.Row>of("source", texts.get("column.source"), row -> States.of(row.source()))
                        .muted()
                        .wide(72)
                        .unsorted(),
                Column.<EventQuery.Row>of("state", texts.get("column.state"), row -> States.of(row.state()))
                        .showing(EventColumns::state)
                        .wide(96),
                Column.<EventQuery.Row>of("changed", texts.get("column.changed"), this::changed)
                        .wide(190)
                        .growing(2)
                        .unsorted(),
                Column.<EventQuery.Row>of("id", texts.get("column.activityId"), row -> ShortId.of(row.activityId()))
                        .copying(row -> row.activityId() == null ? "" : row.activityId())
                        .mono()
                        .wide(124)
                        .unsorted()
                        .folded());
    }

    private static String type(EventQuery.Row row) {
        return Events.type(row.type(), row.eventType());
    }

    /** What it changed, or why it could not; nothing while it waits. */
    private String changed(EventQuery.Row row) {
        return switch (row.state()) {
            case PENDING -> "";
            case FAILED -> Sentences.orNothing(row.reason());
            case APPLIED -> Events.effects(row.effects());
        };
    }

    private static StateChip state(EventQuery.Row row) {
        return switch (row.state()) {
            case PENDING -> StateChip.plain("clock", States.of(row.state()), Tone.NEUTRAL);
            case FAILED -> StateChip.plain("x-circle", States.of(row.state()), Tone.DANGER);
            case APPLIED -> StateChip.plain("check-circle", States.of(row.state()), Tone.SUCCESS);
        };
    }

    /** Title of the details. */
    String title(EventQuery.Row row) {
        return type(row);
    }

    /** Everything that is kept of the event. */
    DetailsPane details(EventQuery.Row row) {
        DetailsPane pane = new DetailsPane();
        DetailsPane.Section facts = pane.section(null, null)
                .id(texts.get("column.came"), times.logged(row.receivedAt()), () -> times.iso(row.receivedAt()));
        if (row.sentAt() != null) {
            facts.id(texts.get("column.sent"), times.logged(row.sentAt()), () -> times.iso(row.sentAt()));
        }
        facts.row(texts.get("column.source"), States.of(row.source()));
        facts.copyable(
                texts.get("details.type"),
                PlainText.oneLine(row.eventType() == null ? row.type() : row.type() + " " + row.eventType()));
        if (row.activityId() != null) {
            facts.id(texts.get("column.activityId"), ShortId.of(row.activityId()), row::activityId);
        }
        DetailsPane.Section outcome =
                pane.section(texts.get("details.outcome"), null).node(state(row));
        String said = row.reason() == null ? changed(row) : Sentences.whole(row.reason());
        if (!said.isEmpty()) {
            Label words = new Label(said);
            words.setWrapText(true);
            outcome.node(words);
        }
        return pane;
    }
}

package dev.rostrum.ui.announcements;

import dev.rostrum.domain.ShortId;
import dev.rostrum.store.query.DeliveryQuery;
import dev.rostrum.ui.table.Column;
import dev.rostrum.ui.words.BidiText;
import dev.rostrum.ui.words.Moments;
import dev.rostrum.ui.words.StateChips;
import dev.rostrum.words.Counts;
import dev.rostrum.words.Texts;
import dev.rostrum.words.Times;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;

/** The columns of a run's deliveries. */
final class DeliveryColumns {
    private DeliveryColumns() {}

    static List<Column<DeliveryQuery.Row>> of(DeliveryWords words, Times times) {
        Texts texts = Texts.of(DeliveryColumns.class);
        return List.of(
                Column.<DeliveryQuery.Row>of("name", texts.get("run.column.person"), DeliveryColumns::person)
                        .showing(DeliveryColumns::shown)
                        .copying(DeliveryWords::label)
                        .explained(DeliveryColumns::person)
                        .wide(170)
                        .growing(2),
                Column.<DeliveryQuery.Row>of("state", texts.get("run.column.state"), row -> DeliveryWords.state(row)
                                .word())
                        .showing(row -> StateChips.of(DeliveryWords.state(row)))
                        .wide(190),
                Column.<DeliveryQuery.Row>of("cause", texts.get("run.column.happened"), words::happened)
                        .explained(words::happened)
                        .muted()
                        .wide(260)
                        .growing(5),
                Column.<DeliveryQuery.Row>of(
                                "conversation",
                                texts.get("run.column.conversation"),
                                row -> ShortId.of(row.conversationId()))
                        .copying(row -> text(row.conversationId()))
                        .mono()
                        .wide(136)
                        .givingWay(1)
                        .unsorted(),
                Column.<DeliveryQuery.Row>of(
                                "attempts",
                                texts.get("run.column.tries"),
                                row -> row.tries() == 0 ? "\u2013" : Counts.of(row.tries()))
                        .number()
                        .wide(94)
                        .givingWay(2),
                Moments.<DeliveryQuery.Row>logged(
                                "updated", texts.get("run.column.changed"), times, DeliveryQuery.Row::updatedAt)
                        .muted(),
                Column.<DeliveryQuery.Row>of("email", texts.get("run.column.email"), row -> text(row.email()))
                        .muted()
                        .wide(190)
                        .unsorted()
                        .folded(),
                Column.<DeliveryQuery.Row>of("code", texts.get("run.column.code"), row -> text(row.code()))
                        .muted()
                        .wide(150)
                        .unsorted()
                        .folded(),
                Column.<DeliveryQuery.Row>of("user", texts.get("run.column.user"), row -> ShortId.of(row.userId()))
                        .copying(DeliveryQuery.Row::userId)
                        .mono()
                        .unsorted()
                        .folded(),
                Column.<DeliveryQuery.Row>of(
                                "message",
                                texts.get("run.column.message"),
                                row -> ShortId.of(DeliveryWords.message(row)))
                        .copying(row -> text(DeliveryWords.message(row)))
                        .mono()
                        .unsorted()
                        .folded());
    }

    private static String person(DeliveryQuery.Row row) {
        String beside = DeliveryWords.beside(row);
        String name = BidiText.isolated(DeliveryWords.label(row));
        return beside.isEmpty() ? name : name + ", " + beside;
    }

    /** Whose name stands twice is told by the address beside it. */
    private static Node shown(DeliveryQuery.Row row) {
        String beside = DeliveryWords.beside(row);
        if (beside.isEmpty()) {
            return null;
        }
        Label name = new Label(BidiText.isolated(DeliveryWords.label(row)));
        name.setMinWidth(40);
        Label address = new Label(beside);
        address.getStyleClass().addAll("r-caption", "r-muted");
        address.setMinWidth(40);
        HBox both = new HBox(name, address);
        both.getStyleClass().add("r-line");
        both.setAlignment(Pos.CENTER_LEFT);
        return both;
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }
}

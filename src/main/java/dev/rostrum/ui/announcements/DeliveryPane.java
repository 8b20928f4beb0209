package dev.rostrum.ui.announcements;

import dev.rostrum.domain.Call;
import dev.rostrum.domain.MadeRequest;
import dev.rostrum.domain.RequestKind;
import dev.rostrum.domain.ShortId;
import dev.rostrum.store.query.DeliveryDetails;
import dev.rostrum.store.query.DeliveryQuery;
import dev.rostrum.ui.widget.Controls;
import dev.rostrum.ui.widget.CopyButton;
import dev.rostrum.ui.widget.DetailsPane;
import dev.rostrum.ui.widget.Icon;
import dev.rostrum.ui.words.BidiText;
import dev.rostrum.ui.words.Moments;
import dev.rostrum.ui.words.StateChips;
import dev.rostrum.ui.words.StateLabels;
import dev.rostrum.words.Counts;
import dev.rostrum.words.Sentences;
import dev.rostrum.words.States;
import dev.rostrum.words.Texts;
import dev.rostrum.words.Times;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** One delivery in sections: who, what became of it and what to do, the message, each attempt, what followed, and the ids. */
final class DeliveryPane extends VBox {
    private final Texts texts = Texts.of(DeliveryPane.class);
    private final Times times;

    DeliveryPane(DeliveryDetails details, DeliveryWords words, Times times, Runnable close) {
        this.times = times;
        DeliveryQuery.Row row = details.row();
        DetailsPane pane = new DetailsPane();
        outcome(pane, row, words);
        since(pane, details);
        attempts(pane, details);
        message(pane, details);
        ids(pane, row);
        getChildren().addAll(head(row, close), pane);
    }

    private HBox head(DeliveryQuery.Row row, Runnable close) {
        String label = DeliveryWords.label(row);
        Label name = new Label(BidiText.isolated(label));
        name.getStyleClass().add("r-section");
        name.setMinWidth(0);
        name.setTooltip(new Tooltip(label));
        VBox words = new VBox(name);
        if (row.email() != null && !row.email().equals(label)) {
            Label mail = new Label(row.email());
            mail.getStyleClass().addAll("r-caption", "r-muted");
            mail.setMinWidth(0);
            mail.setTooltip(new Tooltip(row.email()));
            words.getChildren().add(mail);
        }
        words.setAlignment(Pos.CENTER_LEFT);
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        Button shut = new Button(null, new Icon("x", Icon.Size.NAV));
        Controls.iconOnly(shut, texts.get("delivery.close"));
        shut.setOnAction(e -> close.run());
        HBox head = new HBox(words, shut);
        head.setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().add("r-delivery-head");
        return head;
    }

    private void outcome(DetailsPane pane, DeliveryQuery.Row row, DeliveryWords words) {
        DetailsPane.Section section = pane.section(null, null);
        HBox chip = new HBox(StateChips.of(DeliveryWords.state(row)));
        VBox told = new VBox(chip);
        told.getStyleClass().add("r-told");
        String happened = words.happened(row);
        told.getChildren()
                .add(said(happened.isEmpty() ? DeliveryWords.state(row).meaning() : happened, false));
        String step = row.reason() == null ? "" : Sentences.step(row.reason());
        if (!step.isEmpty()) {
            told.getChildren().add(said(step, true));
        }
        section.node(told);
        Moments.row(section, texts.get("run.column.changed"), times, row.updatedAt(), "");
        section.row(texts.get("run.column.tries"), row.tries() == 0 ? "\u2013" : Counts.of(row.tries()));
    }

    /** What later edits and recalls did to the same message. */
    private void since(DetailsPane pane, DeliveryDetails details) {
        if (details.since().isEmpty()) {
            return;
        }
        DetailsPane.Section section = pane.section(texts.get("delivery.since"), null);
        for (DeliveryDetails.Later later : details.since()) {
            section.node(new VBox(
                    new HBox(StateChips.of(StateLabels.of(later.kind(), later.state(), null, later.reason(), false))),
                    said(texts.get("delivery.since.line", States.of(later.kind()), times.moment(later.at())), true)));
        }
    }

    private void attempts(DetailsPane pane, DeliveryDetails details) {
        DetailsPane.Section section = pane.section(texts.get("delivery.attempts"), null);
        if (details.attempts().isEmpty()) {
            section.node(said(texts.get("delivery.attempts.none"), true));
        }
        for (DeliveryDetails.Attempt attempt : details.attempts()) {
            section.node(attempt(attempt));
        }
    }

    private VBox attempt(DeliveryDetails.Attempt attempt) {
        Label call = new Label(States.of(request(attempt.call())));
        call.getStyleClass().add("r-bold");
        call.setMinWidth(0);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        Label at = Moments.caption(times, attempt.at());
        at.setText(times.logged(attempt.at()));
        at.setMinWidth(USE_PREF_SIZE);
        HBox first = new HBox(call, gap, at);
        first.getStyleClass().add("r-line");
        VBox box = new VBox(first, said(answer(attempt), true));
        box.getStyleClass().add("r-attempt");
        if (attempt.note() != null) {
            box.getChildren().add(said(Sentences.whole(attempt.note()), true));
        }
        if (attempt.msCv() != null) {
            String cv = attempt.msCv();
            Label name = new Label("MS-CV");
            name.getStyleClass().addAll("r-caption", "r-muted");
            name.setMinWidth(USE_PREF_SIZE);
            Label value = new Label(cv);
            value.getStyleClass().add("r-mono");
            value.setMinWidth(0);
            value.setMaxWidth(Double.MAX_VALUE);
            value.setTooltip(new Tooltip(cv));
            HBox.setHgrow(value, Priority.ALWAYS);
            HBox line = new HBox(name, value, new CopyButton("MS-CV", () -> cv));
            line.getStyleClass().add("r-line");
            box.getChildren().add(line);
        }
        return box;
    }

    private static RequestKind request(Call call) {
        return RequestKind.valueOf(call.name());
    }

    /** "201 in 184 ms", "No answer known", "Not made". */
    private String answer(DeliveryDetails.Attempt attempt) {
        if (!attempt.made()) {
            return texts.get("delivery.answer.notMade");
        }
        if (attempt.endedAt() == null) {
            return texts.get("delivery.answer.unknown");
        }
        String ended = MadeRequest.ended(attempt.status(), attempt.code());
        return attempt.latencyMillis() == null
                ? ended
                : texts.get("delivery.answer", ended, Counts.of(attempt.latencyMillis()));
    }

    private void message(DetailsPane pane, DeliveryDetails details) {
        String text = details.message().text();
        String title = texts.get(
                switch (details.row().kind()) {
                    case SEND, RESEND -> "delivery.message";
                    case EDIT -> "delivery.message.new";
                    case RECALL -> "delivery.message.recalled";
                });
        Label shown = said(text, false);
        shown.getStyleClass().add("r-inset");
        shown.setMaxWidth(Double.MAX_VALUE);
        pane.section(title, new CopyButton(title, () -> text)).node(shown);
    }

    private void ids(DetailsPane pane, DeliveryQuery.Row row) {
        DetailsPane.Section ids = pane.section(texts.get("delivery.ids"), null);
        id(ids, "run.column.user", row.userId());
        id(ids, "run.column.conversation", row.conversationId());
        id(ids, "run.column.message", DeliveryWords.message(row));
        if (row.code() != null) {
            ids.copyable(texts.get("run.column.code"), row.code());
        }
    }

    private void id(DetailsPane.Section ids, String key, String id) {
        if (id != null) {
            ids.id(texts.get(key), ShortId.of(id), () -> id);
        }
    }

    private static Label said(String words, boolean muted) {
        Label label = new Label(words);
        if (muted) {
            label.getStyleClass().addAll("r-caption", "r-muted");
        }
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }
}

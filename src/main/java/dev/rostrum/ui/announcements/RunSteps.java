package dev.rostrum.ui.announcements;

import dev.rostrum.domain.Decision;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.Message;
import dev.rostrum.store.query.DeliveryQuery;
import dev.rostrum.ui.shell.Choice;
import dev.rostrum.ui.shell.DialogLayer;
import dev.rostrum.ui.widget.Icon;
import dev.rostrum.words.Counts;
import dev.rostrum.words.Texts;
import dev.rostrum.words.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextArea;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** What can follow from a run, and from one of its deliveries: the menus, and what they ask before the review. */
final class RunSteps {
    private final Texts texts = Texts.of(RunSteps.class);
    private final RunViewModel model;
    private final DialogLayer dialogs;
    private final Times times;

    RunSteps(RunViewModel model, DialogLayer dialogs, Times times) {
        this.model = model;
        this.dialogs = dialogs;
        this.times = times;
    }

    /** Of the run. Where a filter or a search is on, each entry says whether it takes those shown or everybody. */
    List<MenuItem> ofRun() {
        List<MenuItem> items = new ArrayList<>();
        boolean sends = model.kind().sendsMessages();
        long doubts = model.snapshotProperty().get() == null
                ? 0
                : model.snapshotProperty().get().totals().inDoubt();
        long shown = model.deliveries().countProperty().get();
        boolean filtered = model.shown().isFiltered();
        if (model.followable()) {
            if (doubts > 0) {
                items.add(item("help-circle", texts.get("run.decide", Counts.of(doubts)), model::decideAll));
            }
            boolean resends = sends || model.everybody();
            if (filtered && shown > 0) {
                if (resends) {
                    items.add(item("repeat", texts.get("run.resend.shown", shown), model::resendShown));
                }
                items.add(item("edit-2", texts.get("run.edit.shown", shown), () -> edit(model::editShown)));
                items.add(item("rotate-ccw", texts.get("run.recall.shown", shown), model::recallShown));
            }
            if (!filtered && resends) {
                items.add(item("repeat", texts.get("run.resend.all"), model::resendShown));
            }
            items.add(item("edit-2", texts.get("run.edit.all"), () -> edit(model::edit)));
            items.add(item("rotate-ccw", texts.get("run.recall.all"), model::recall));
        }
        items.add(item("list", texts.get("run.log"), () -> model.log(this::showLog)));
        return items;
    }

    /** Of one delivery, or null. */
    List<MenuItem> of(DeliveryQuery.Row row) {
        List<MenuItem> items = new ArrayList<>();
        if (row == null || !model.followable()) {
            return items;
        }
        boolean sends = row.kind().sendsMessages();
        if (row.state() == DeliveryState.IN_DOUBT) {
            items.add(item(
                    "user-check",
                    texts.get(sends ? "run.arrived.one" : "run.change.done.one"),
                    () -> model.decide(row, Decision.ARRIVED)));
            items.add(item(
                    "send",
                    texts.get(sends ? "run.again.one" : "run.change.again.one"),
                    () -> model.decide(row, Decision.SEND_AGAIN)));
        } else if (sends && row.state().isTerminal()) {
            items.add(item("repeat", texts.get("run.resend.one"), () -> model.resend(row)));
        }
        if (sends && row.activityId() != null) {
            items.add(item("edit-2", texts.get("run.edit.one"), () -> edit(text -> model.edit(row, text))));
            items.add(item("rotate-ccw", texts.get("run.recall.one"), () -> model.recall(row)));
        }
        return items;
    }

    private static MenuItem item(String icon, String words, Runnable step) {
        MenuItem item = new MenuItem(words, new Icon(icon));
        item.setOnAction(e -> step.run());
        return item;
    }

    /** Asks for the new text; the review follows. */
    private void edit(Consumer<Message> changed) {
        model.messageNow(now -> edit(now, changed));
    }

    private void edit(Message before, Consumer<Message> changed) {
        Label words = new Label(texts.get("edit.body"));
        words.setWrapText(true);
        words.setMinHeight(Region.USE_PREF_SIZE);
        Label name = new Label(texts.get("edit.text"));
        name.getStyleClass().add("r-field-label");
        TextArea text = new TextArea(before.text());
        text.setWrapText(true);
        text.setPrefRowCount(8);
        name.setLabelFor(text);
        VBox field = new VBox(name, text);
        field.getStyleClass().add("r-field");
        ObservableValue<Boolean> ready = text.textProperty().map(now -> !now.isBlank() && !now.equals(before.text()));
        dialogs.show(
                texts.get("edit.title"),
                new VBox(12, words, field),
                List.of(Choice.primary("review", texts.get("edit.review"))),
                ready,
                answer -> {
                    if (answer.equals("review")) {
                        changed.accept(new Message(text.getText(), before.format()));
                    }
                });
    }

    private void showLog(List<RunViewModel.LogLine> lines) {
        dialogs.show(texts.get("log.title"), new LogView(lines, times), List.of(), null, answer -> {});
    }
}

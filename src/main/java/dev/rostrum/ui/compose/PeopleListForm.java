package dev.rostrum.ui.compose;

import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.widget.Controls;
import dev.rostrum.ui.widget.Icon;
import dev.rostrum.words.Texts;
import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Where a list of people is pasted, folded until it is wanted. */
final class PeopleListForm extends VBox {
    private final Texts texts = Texts.of(PeopleListForm.class);
    private final Label told = new Label();
    private final Label pending = new Label(texts.get("list.pending"));
    private final TextArea trouble = new TextArea();
    private final Button known = new Button();

    PeopleListForm(PeopleListViewModel model, Subscriptions subscriptions) {
        getStyleClass().add("r-people-list");
        Hyperlink unfold = new Hyperlink(texts.get("list.paste"), new Icon("clipboard"));
        TextArea text = new TextArea();
        text.setId("peopleList");
        text.setPrefRowCount(4);
        text.setPromptText(texts.get("list.prompt"));
        text.setAccessibleText(texts.get("list.prompt"));
        Controls.tabLeaves(text);
        subscriptions.bindBoth(text.textProperty(), model.textProperty());
        Button add = step("list.add", () -> model.take(false));
        Button leave = step("list.leave", () -> model.take(true));
        known.getStyleClass().add("r-small-button");
        known.setMinWidth(Region.USE_PREF_SIZE);
        known.setOnAction(e -> model.takeKnown());
        HBox steps = new HBox(add, leave, known);
        steps.getStyleClass().add("r-found-steps");
        told.getStyleClass().add("r-caption");
        told.setWrapText(true);
        told.setMinHeight(Region.USE_PREF_SIZE);
        trouble.setEditable(false);
        trouble.setPrefRowCount(3);
        trouble.setAccessibleText(texts.get("list.trouble"));
        Controls.tabLeaves(trouble);
        VBox folded = new VBox(text, steps, pending, told, trouble);
        folded.getStyleClass().add("r-people-list");
        getChildren().addAll(unfold, folded);
        Controls.show(folded, false);
        unfold.setOnAction(e -> {
            Controls.show(unfold, false);
            Controls.show(folded, true);
            text.requestFocus();
        });
        subscriptions.observe(model.busyProperty(), busy -> {
            add.setDisable(busy);
            leave.setDisable(busy);
            if (busy) {
                told.setText(texts.get("list.looking"));
            }
        });
        subscriptions.observe(model.answerProperty(), this::show);
        pending.getStyleClass().add("r-caption");
        pending.setWrapText(true);
        pending.setMinHeight(Region.USE_PREF_SIZE);
        subscriptions.observe(model.settledProperty(), settled -> {
            Controls.show(pending, !settled);
            if (!settled) {
                Controls.show(unfold, false);
                Controls.show(folded, true);
            }
        });
    }

    private Button step(String key, Runnable action) {
        Button button = new Button(texts.get(key));
        button.getStyleClass().add("r-small-button");
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(e -> action.run());
        return button;
    }

    private void show(PeopleListViewModel.Answer now) {
        List<String> wrong = now == null ? List.of() : now.trouble();
        boolean open = now != null && !now.done();
        told.setText(
                now == null
                        ? ""
                        : now.done()
                                ? texts.get(
                                        now.leaveOut() ? "list.done.out" : "list.done",
                                        now.known().size())
                                : now.known().isEmpty() && wrong.size() == 1
                                        ? wrong.get(0)
                                        : texts.get("list.found", now.known().size(), wrong.size()));
        told.getStyleClass().remove("r-danger-text");
        if (open) {
            told.getStyleClass().add("r-danger-text");
        }
        Controls.show(told, now != null);
        Controls.show(trouble, !wrong.isEmpty() && (now.known().size() > 0 || wrong.size() > 1));
        String lines = String.join("\n", wrong.subList(0, Math.min(wrong.size(), PeopleListViewModel.NAMED)));
        int more = wrong.size() - PeopleListViewModel.NAMED;
        trouble.setText(more > 0 ? lines + "\n" + texts.get("list.more", more) : lines);
        Controls.show(known, open && !now.known().isEmpty());
        if (open) {
            known.setText(texts.get(
                    now.leaveOut() ? "list.known.out" : "list.known",
                    now.known().size()));
        }
    }
}

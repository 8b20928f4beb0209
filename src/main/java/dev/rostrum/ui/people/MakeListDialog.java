package dev.rostrum.ui.people;

import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.widget.Controls;
import dev.rostrum.ui.widget.Icon;
import dev.rostrum.ui.widget.WorkingButton;
import dev.rostrum.words.Texts;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** What the dialog for making a list of people holds: its name, the rows, and what is not taken of them. */
final class MakeListDialog extends VBox implements AutoCloseable {
    private final Texts texts = Texts.of(MakeListDialog.class);
    private final Subscriptions subscriptions = new Subscriptions();
    private final MakeListViewModel model;
    private final TextField name = new TextField();
    private final VBox rows = new VBox();

    /**
     * @param from in words, whom it is made of where nothing is pasted
     * @param close closes the dialog
     */
    MakeListDialog(MakeListViewModel model, String from, Runnable close) {
        this.model = model;
        getStyleClass().add("r-adding");
        getStylesheets().add(MakeListDialog.class.getResource("people.css").toExternalForm());
        getChildren().add(field("list.make.name", name));
        subscriptions.bindBoth(name.textProperty(), model.nameProperty());
        if (model.pastes()) {
            TextArea text = new TextArea();
            text.setPrefRowCount(6);
            text.setPromptText(texts.get("list.make.prompt"));
            subscriptions.bindBoth(text.textProperty(), model.textProperty());
            subscriptions.observe(model.busyProperty(), busy -> text.setEditable(!busy));
            getChildren().add(field("list.make.rows", text));
        } else {
            Label whom = new Label(from);
            whom.setWrapText(true);
            getChildren().add(whom);
        }
        getChildren().addAll(told(), notTaken(), keeping(), failure(), buttons(close));
    }

    private VBox field(String key, javafx.scene.Node control) {
        Label label = new Label(texts.get(key));
        label.getStyleClass().add("r-field-label");
        label.setLabelFor(control);
        control.setAccessibleText(texts.get(key));
        VBox field = new VBox(label, control);
        field.getStyleClass().add("r-field");
        return field;
    }

    private Label told() {
        Label words = new Label();
        words.setWrapText(true);
        subscriptions.observe(model.wordsProperty(), now -> {
            words.setText(now);
            Controls.show(words, !now.isEmpty());
        });
        return words;
    }

    private ScrollPane notTaken() {
        rows.getStyleClass().add("r-results");
        ScrollPane scroll = new ScrollPane(rows);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("r-results-scroll");
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.setAccessibleText(texts.get("list.make.notTaken"));
        Runnable show = () -> {
            rows.getChildren()
                    .setAll(model.notTaken().stream().map(MakeListDialog::row).toList());
            Controls.show(scroll, !model.notTaken().isEmpty());
        };
        subscriptions.onChange(model.notTaken(), show);
        show.run();
        return scroll;
    }

    private static Label row(String words) {
        Label row = new Label(words);
        row.setWrapText(true);
        row.getStyleClass().add("r-result");
        return row;
    }

    private CheckBox keeping() {
        CheckBox box = new CheckBox(texts.get("list.make.keep"));
        box.setWrapText(true);
        subscriptions.bindBoth(box.selectedProperty(), model.keepProperty());
        subscriptions.observe(model.objectIdsProperty(), some -> Controls.show(box, some));
        return box;
    }

    private Label failure() {
        Label failure = new Label();
        failure.getStyleClass().add("r-field-error");
        failure.setGraphic(new Icon("alert-circle"));
        failure.setWrapText(true);
        subscriptions.observe(model.failureProperty(), now -> {
            failure.setText(now);
            Controls.show(failure, now != null);
        });
        return failure;
    }

    private HBox buttons(Runnable close) {
        WorkingButton ok = new WorkingButton(texts.get("list.make.ok"), null);
        ok.getStyleClass().add("accent");
        ok.setOnAction(e -> model.make());
        name.setOnAction(e -> model.make());
        subscriptions.observe(model.busyProperty(), ok::setWorking);
        subscriptions.observe(
                model.readyBinding(),
                ready -> ok.setDisable(!ready && !model.busyProperty().get()));
        subscriptions.observe(
                model.askedProperty(), asked -> ok.setText(texts.get(asked ? "list.make.without" : "list.make.ok")));
        Button cancel = new Button(texts.get("list.make.cancel"));
        cancel.setOnAction(e -> close.run());
        HBox buttons = new HBox(ok, cancel);
        buttons.getStyleClass().add("r-dialog-buttons");
        return buttons;
    }

    @Override
    public void close() {
        subscriptions.close();
        model.close();
    }
}

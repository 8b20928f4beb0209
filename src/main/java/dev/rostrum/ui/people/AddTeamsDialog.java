package dev.rostrum.ui.people;

import dev.rostrum.roster.Teams;
import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.widget.Controls;
import dev.rostrum.ui.widget.Icon;
import dev.rostrum.ui.widget.WorkingButton;
import dev.rostrum.ui.words.BidiText;
import dev.rostrum.words.Counts;
import dev.rostrum.words.Sentences;
import dev.rostrum.words.Texts;
import java.util.Comparator;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** What the dialog for adding teams holds: suggestions, the links, and what became of each. */
final class AddTeamsDialog extends VBox implements AutoCloseable {
    private final Texts texts = Texts.of(AddTeamsDialog.class);
    private final Subscriptions subscriptions = new Subscriptions();
    private final AddTeamsViewModel model;
    private final TextArea links = new TextArea();
    private final VBox results = new VBox();
    private final ScrollPane resultsScroll = new ScrollPane(results);
    private final WorkingButton ok = new WorkingButton("", null);
    private final Button cancel = new Button();
    private final Label failure = new Label();

    /**
     * @param simulated whether the suggestions are the sandbox's own teams
     * @param close closes the dialog
     */
    AddTeamsDialog(AddTeamsViewModel model, boolean simulated, Runnable close) {
        this.model = model;
        getStyleClass().add("r-adding");
        getStylesheets().add(AddTeamsDialog.class.getResource("people.css").toExternalForm());
        if (!model.suggestions().isEmpty()) {
            getChildren().add(suggestions(simulated));
        }
        getChildren().addAll(links(), results(), buttons(close));
        subscriptions.observe(model.linesProperty(), count -> words());
        subscriptions.observe(model.workingProperty(), working -> words());
        subscriptions.onChange(model.results(), this::showResults);
        subscriptions.observe(model.failureProperty(), this::showFailure);
    }

    private VBox suggestions(boolean simulated) {
        Label title = new Label(texts.get(simulated ? "adding.suggested" : "adding.suggested.other"));
        title.getStyleClass().add("r-field-label");
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox head = new HBox(title, gap);
        head.setAlignment(Pos.CENTER_LEFT);
        Hyperlink all = new Hyperlink();
        all.getStyleClass().add("r-link");
        all.setOnAction(e -> model.chooseAll());
        head.getChildren().add(all);
        VBox section = new VBox();
        VBox rows = new VBox();
        rows.getStyleClass().add("r-suggestions");
        for (AddTeamsViewModel.Suggestion suggestion : model.suggestions()) {
            CheckBox box = new CheckBox(BidiText.isolated(suggestion.team().name()));
            box.setMaxWidth(Double.MAX_VALUE);
            HBox.setHgrow(box, Priority.ALWAYS);
            Label people = new Label();
            people.getStyleClass().addAll("r-caption", "r-muted");
            subscriptions.bindBoth(box.selectedProperty(), suggestion.chosenProperty());
            subscriptions.observe(model.workingProperty(), working -> box.setDisable(working || suggestion.known()));
            subscriptions.observe(suggestion.knownProperty(), known -> {
                box.setDisable(known);
                people.setText(
                        known
                                ? texts.get("adding.suggested.known")
                                : texts.get(
                                        "adding.suggested.members",
                                        suggestion.team().members()));
                long open = model.suggestions().stream().filter(s -> !s.known()).count();
                all.setText(texts.get("adding.suggested.all", open));
                all.setVisible(open > 1);
                // All are there: the room is better used for what became of each line.
                Controls.show(section, open > 0);
            });
            HBox row = new HBox(box, people);
            row.getStyleClass().add("r-suggestion");
            rows.getChildren().add(row);
        }
        section.getChildren().addAll(head, rows);
        section.getStyleClass().add("r-field");
        return section;
    }

    private VBox links() {
        Label title = new Label(texts.get("adding.links"));
        title.getStyleClass().add("r-field-label");
        title.setLabelFor(links);
        Label hint = new Label(texts.get("adding.links.hint"));
        hint.getStyleClass().addAll("r-caption", "r-muted");
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        links.setPromptText(texts.get("adding.links.prompt"));
        links.setPrefRowCount(4);
        links.setAccessibleText(texts.get("adding.links"));
        links.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ENTER && event.isShortcutDown()) {
                event.consume();
                ok.fire();
            }
        });
        subscriptions.bindBoth(links.textProperty(), model.textProperty());
        subscriptions.observe(model.workingProperty(), working -> links.setEditable(!working));
        Label how = new Label(texts.get("adding.links.how"));
        how.getStyleClass().addAll("r-caption", "r-muted");
        how.setWrapText(true);
        failure.getStyleClass().add("r-field-error");
        failure.setGraphic(new Icon("alert-circle"));
        failure.setWrapText(true);
        VBox section = new VBox(new HBox(title, gap, hint), links, how, failure);
        section.getStyleClass().add("r-field");
        return section;
    }

    private Node results() {
        results.getStyleClass().add("r-results");
        resultsScroll.setFitToWidth(true);
        resultsScroll.getStyleClass().add("r-results-scroll");
        resultsScroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        resultsScroll.setAccessibleText(texts.get("adding.results"));
        showResults();
        return resultsScroll;
    }

    private HBox buttons(Runnable close) {
        ok.getStyleClass().add("accent");
        ok.setOnAction(e -> {
            if (model.readyProperty().get()) {
                model.add();
            } else if (!model.results().isEmpty()) {
                close.run();
            }
        });
        cancel.setOnAction(e -> close.run());
        HBox buttons = new HBox(ok, cancel);
        buttons.getStyleClass().add("r-dialog-buttons");
        return buttons;
    }

    private void words() {
        boolean working = model.workingProperty().get();
        int lines = model.linesProperty().get();
        boolean done = !working && lines == 0 && !model.results().isEmpty();
        ok.setText(texts.get("adding.done"));
        if (!done) {
            ok.setText(working ? texts.get("adding.working") : texts.get("adding.ok", lines));
        }
        ok.setWorking(working);
        ok.setDisable(!working && lines == 0 && !done);
        // What was added stays.
        cancel.setText(texts.get(model.results().isEmpty() ? "adding.cancel" : "adding.close"));
        Controls.show(cancel, !done);
        if (done) {
            ok.requestFocus();
        }
    }

    private void showResults() {
        // What needs the admin comes first.
        results.getChildren()
                .setAll(model.results().stream()
                        .sorted(Comparator.comparing(Teams.Added::ok))
                        .map(this::result)
                        .toList());
        boolean any = !model.results().isEmpty();
        Controls.show(resultsScroll, any);
        words();
    }

    private Node result(Teams.Added line) {
        Label what = new Label(
                line.ok()
                        ? BidiText.isolated(line.team().label())
                        : line.input().strip());
        what.getStyleClass().add(line.ok() ? "r-result-name" : "r-mono");
        what.setMinWidth(0);
        what.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(what, Priority.ALWAYS);
        Icon icon = line.ok()
                ? Icon.of(
                        line.isNew() ? "check-circle" : "circle",
                        Icon.Size.BUTTON,
                        line.isNew() ? "r-success-icon" : "r-muted")
                : Icon.of("alert-triangle", Icon.Size.BUTTON, "r-warning-icon");
        Label outcome = new Label(
                !line.ok() ? texts.get("adding.trouble") : texts.get(line.isNew() ? "adding.new" : "adding.known"));
        outcome.getStyleClass().addAll("r-caption", "r-muted");
        outcome.setMinWidth(USE_PREF_SIZE);
        HBox row = new HBox(icon, what, outcome);
        row.getStyleClass().add("r-result-line");
        VBox box = new VBox(row);
        box.getStyleClass().add("r-result");
        if (line.trouble() != null) {
            Label why = new Label(Sentences.whole(line.trouble()));
            why.getStyleClass().addAll("r-caption", "r-result-why");
            why.setWrapText(true);
            box.getChildren().add(why);
        } else if (line.team().memberCount() != null && line.isNew()) {
            what.setText(what.getText() + ", " + Counts.of(line.team().memberCount()));
        }
        return box;
    }

    private void showFailure(String words) {
        failure.setText(words == null ? "" : words);
        Controls.show(failure, words != null);
    }

    @Override
    public void close() {
        subscriptions.close();
        model.close();
    }
}

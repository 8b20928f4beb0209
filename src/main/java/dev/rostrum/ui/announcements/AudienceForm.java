package dev.rostrum.ui.announcements;

import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.widget.SearchField;
import dev.rostrum.ui.words.BidiText;
import dev.rostrum.words.Texts;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Chooses teams, and people one by one. What is chosen counts at once. */
final class AudienceForm extends VBox implements AutoCloseable {
    private final Texts texts = Texts.of(AudienceForm.class);
    private final Subscriptions subscriptions = new Subscriptions();
    private final Subscriptions boxes = new Subscriptions();
    private final ComposerViewModel model;
    private final VBox teams = new VBox();
    private final VBox found = new VBox();
    private final Label reach = new Label();
    private final SearchField search = new SearchField();

    AudienceForm(ComposerViewModel model) {
        this.model = model;
        getStyleClass().add("r-audience-form");
        // The form stands in the dialog layer, out of reach of the screen's own sheet.
        getStylesheets().add(AudienceForm.class.getResource("announcements.css").toExternalForm());
        teams.getStyleClass().add("r-team-boxes");
        ScrollPane scroll = new ScrollPane(teams);
        scroll.getStyleClass().add("r-boxes-scroll");
        scroll.setFitToWidth(true);
        scroll.setFocusTraversable(false);
        Label teamsName = named("audience.teams");
        teamsName.setLabelFor(teams);
        VBox teamField = new VBox(teamsName, scroll);
        teamField.getStyleClass().add("r-field");

        search.setPrompt(texts.get("audience.find.prompt"));
        search.setMaxWidth(Double.MAX_VALUE);
        search.setOnSearch(model::find);
        subscriptions.bindBoth(search.textProperty(), model.searchProperty());
        Label words = new Label();
        words.getStyleClass().addAll("r-caption", "r-muted");
        subscriptions.observe(model.foundWordsProperty(), now -> {
            words.setText(now);
            words.setManaged(!now.isEmpty());
        });
        VBox people = new VBox(named("audience.find"), search, found, words);
        people.getStyleClass().add("r-field");

        reach.getStyleClass().add("r-bold");
        reach.setMinWidth(0);
        getChildren().addAll(teamField, people, reach);
        subscriptions.onChange(model.teams(), this::showTeams);
        subscriptions.onChange(model.found(), this::showFound);
        subscriptions.observe(model.reachProperty(), now -> showReach());
        subscriptions.onChange(model.countingProperty(), now -> showReach());
        showTeams();
        showFound();
    }

    /** The first team, else the search. */
    Node firstFocus() {
        return teams.getChildren().stream()
                .filter(HBox.class::isInstance)
                .map(line -> ((HBox) line).getChildren().get(0))
                .findFirst()
                .orElse(search);
    }

    private Label named(String key) {
        Label label = new Label(texts.get(key));
        label.getStyleClass().add("r-field-label");
        return label;
    }

    private void showTeams() {
        boxes.close();
        teams.getChildren().clear();
        for (TeamChoice choice : model.teams()) {
            CheckBox box = new CheckBox(BidiText.isolated(choice.team().label()));
            boxes.bindBoth(box.selectedProperty(), choice.chosenProperty());
            HBox.setHgrow(box, Priority.ALWAYS);
            box.setMaxWidth(Double.MAX_VALUE);
            Label people = new Label(
                    choice.team().syncedAt() == null
                            ? texts.get("audience.team.unread")
                            : texts.get("audience.team.people", choice.team().people()));
            people.getStyleClass().addAll("r-caption", "r-muted");
            people.setMinWidth(Region.USE_PREF_SIZE);
            HBox line = new HBox(box, people);
            line.getStyleClass().add("r-team-box");
            teams.getChildren().add(line);
        }
        if (model.teams().isEmpty()) {
            Label none = new Label(texts.get("audience.teams.none"));
            none.getStyleClass().add("r-muted");
            none.setWrapText(true);
            teams.getChildren().add(none);
        }
    }

    private void showFound() {
        int focused = focusedLine();
        found.getChildren().clear();
        for (ComposerViewModel.PersonMatch person : model.found()) {
            found.getChildren().add(line(person));
        }
        // The lines are new, the place is the same: whoever pressed Add goes on from there.
        if (focused >= 0 && focused < found.getChildren().size()) {
            HBox line = (HBox) found.getChildren().get(focused);
            line.getChildren().get(line.getChildren().size() - 1).requestFocus();
        }
    }

    private int focusedLine() {
        Node owner = getScene() == null ? null : getScene().getFocusOwner();
        return owner == null ? -1 : found.getChildren().indexOf(owner.getParent());
    }

    private HBox line(ComposerViewModel.PersonMatch person) {
        Label name = new Label(person.name());
        Label email = new Label(person.email());
        email.getStyleClass().addAll("r-caption", "r-muted");
        email.setMinWidth(0);
        HBox.setHgrow(email, Priority.ALWAYS);
        email.setMaxWidth(Double.MAX_VALUE);
        HBox line = new HBox(name, email);
        line.getStyleClass().add("r-found");
        if (person.chosen() || person.leftOut()) {
            Label now = new Label(texts.get(person.chosen() ? "audience.added" : "audience.left"));
            now.getStyleClass().addAll("r-caption", "r-muted");
            now.setMinWidth(Region.USE_PREF_SIZE);
            line.getChildren()
                    .addAll(
                            now,
                            button(
                                    "audience.undo",
                                    texts.get("audience.undo.of", person.name()),
                                    () -> model.forget(person.id())));
        } else {
            line.getChildren()
                    .addAll(
                            button(
                                    "audience.leave",
                                    texts.get("audience.leave.of", person.name()),
                                    () -> model.leaveOut(person.id())),
                            button(
                                    "audience.add",
                                    texts.get("audience.add.of", person.name()),
                                    () -> model.add(person.id())));
        }
        return line;
    }

    private Button button(String key, String spoken, Runnable action) {
        Button button = new Button(texts.get(key));
        button.getStyleClass().add("r-small-button");
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setAccessibleText(spoken);
        button.setOnAction(e -> action.run());
        return button;
    }

    private void showReach() {
        reach.setText(ComposerPage.reachWords(texts, model));
        reach.getStyleClass().remove("r-muted");
        if (model.countingProperty().get() || model.reachProperty().get() == null) {
            reach.getStyleClass().add("r-muted");
        }
    }

    @Override
    public void close() {
        boxes.close();
        subscriptions.close();
    }
}

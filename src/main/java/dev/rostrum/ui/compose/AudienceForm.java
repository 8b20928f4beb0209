package dev.rostrum.ui.compose;

import dev.rostrum.domain.Audience;
import dev.rostrum.ui.compose.AudienceSentence.What;
import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.shell.Choice;
import dev.rostrum.ui.shell.DialogLayer;
import dev.rostrum.ui.widget.Controls;
import dev.rostrum.ui.widget.Icon;
import dev.rostrum.ui.widget.SearchField;
import dev.rostrum.ui.words.BidiText;
import dev.rostrum.words.Texts;
import java.util.List;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Chooses teams, and people one by one or by a list, and who of them is left out. What is chosen counts at once. */
public final class AudienceForm extends VBox implements AutoCloseable {
    private final Texts texts = Texts.of(AudienceForm.class);
    private final Subscriptions subscriptions = new Subscriptions();
    private final Subscriptions boxes = new Subscriptions();
    private final AudienceViewModel model;
    private final VBox teams = new VBox();
    private final VBox found = new VBox();
    private final What what;
    private final SearchField search = new SearchField();

    private AudienceForm(AudienceViewModel model, What what) {
        this.model = model;
        this.what = what;
        getStyleClass().add("r-audience-form");
        // The form stands in the dialog layer, out of reach of the screen's own sheet.
        ComposeSheet.on(this);
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
        VBox people = new VBox(named("audience.find"), search, matches(), steps());
        people.getStyleClass().add("r-field");
        if (what == What.EVERYBODY) {
            people.getChildren().add(new PeopleListForm(model.pasted(), subscriptions));
        }

        if (what != What.PEOPLE) {
            getChildren().add(teamField);
        }
        if (what != What.TEAMS) {
            getChildren().add(people);
        }
        subscriptions.onChange(model.teams(), this::showTeams);
        subscriptions.onChange(model.found(), this::showFound);
        showTeams();
        showFound();
    }

    private Node matches() {
        found.getStyleClass().add("r-found-lines");
        ScrollPane scroll = new ScrollPane(found);
        scroll.getStyleClass().add("r-found-scroll");
        scroll.setFitToWidth(true);
        scroll.setFocusTraversable(false);
        subscriptions.onChange(
                model.found(), () -> Controls.show(scroll, !model.found().isEmpty()));
        Controls.show(scroll, !model.found().isEmpty());
        return scroll;
    }

    /** How many there are, and the way to those who are not shown. */
    private Node steps() {
        Label words = new Label();
        words.getStyleClass().addAll("r-caption", "r-muted");
        HBox.setHgrow(words, Priority.ALWAYS);
        words.setMaxWidth(Double.MAX_VALUE);
        Button earlier = new Button(null, new Icon("chevron-left"));
        Controls.iconOnly(earlier, texts.get("find.earlier"), "r-small-button");
        earlier.setOnAction(e -> model.findEarlier());
        Button later = new Button(null, new Icon("chevron-right"));
        Controls.iconOnly(later, texts.get("find.later"), "r-small-button");
        later.setOnAction(e -> model.findLater());
        HBox line = new HBox(words, earlier, later);
        line.getStyleClass().add("r-found-steps");
        Runnable show = () -> {
            boolean several =
                    model.earlierProperty().get() || model.laterProperty().get();
            Controls.show(earlier, several);
            Controls.show(later, several);
            earlier.setDisable(!model.earlierProperty().get());
            later.setDisable(!model.laterProperty().get());
        };
        subscriptions.observe(model.foundWordsProperty(), now -> {
            words.setText(now);
            Controls.show(line, !now.isEmpty());
            show.run();
        });
        subscriptions.observe(model.earlierProperty(), now -> show.run());
        subscriptions.observe(model.laterProperty(), now -> show.run());
        return line;
    }

    /**
     * Asks who gets something. Who cancels has the choice of before.
     *
     * @param reach how many people that are, told below
     * @param counting whether they are just being counted
     */
    public static void ask(
            DialogLayer dialogs,
            AudienceViewModel model,
            ObservableValue<String> reach,
            ObservableValue<Boolean> counting) {
        Texts texts = Texts.of(AudienceForm.class);
        AudienceForm form = new AudienceForm(model, What.EVERYBODY);
        Label words = new Label();
        words.setMinWidth(0);
        form.getChildren().add(words);
        form.subscriptions.observe(reach, words::setText);
        form.subscriptions.observe(counting, now -> {
            words.getStyleClass().setAll("label", now ? "r-muted" : "r-bold");
        });
        form.open(dialogs, texts.get("audience.dialog"));
    }

    /** Asks for teams or for people. Who cancels has the choice of before. */
    public static void ask(DialogLayer dialogs, AudienceViewModel model, What what, String title) {
        new AudienceForm(model, what).open(dialogs, title);
    }

    private void open(DialogLayer dialogs, String title) {
        Audience before = model.audience();
        dialogs.show(
                title,
                this,
                List.of(Choice.primary("done", texts.get("audience.done"))),
                what == What.TEAMS ? null : model.pasted().settledProperty(),
                answer -> {
                    close();
                    if (!answer.equals("done")) {
                        model.set(before);
                    }
                });
        // What a scroll pane holds is in the window only once the pane has its skin.
        applyCss();
        firstFocus().requestFocus();
    }

    /** The first team, else the search. */
    private Node firstFocus() {
        return (what == What.PEOPLE ? List.<Node>of() : teams.getChildren())
                .stream()
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
        model.teams().forEach(choice -> teams.getChildren().add(box(choice)));
        if (what == What.EVERYBODY && !model.lists().isEmpty()) {
            teams.getChildren().add(named("audience.lists"));
            model.lists().forEach(choice -> teams.getChildren().add(box(choice)));
        }
        if (model.teams().isEmpty()) {
            Label none = new Label(texts.get("audience.teams.none"));
            none.getStyleClass().add("r-muted");
            none.setWrapText(true);
            teams.getChildren().add(none);
        }
    }

    private HBox box(GroupChoice choice) {
        CheckBox box = new CheckBox(BidiText.isolated(choice.label()));
        boxes.bindBoth(box.selectedProperty(), choice.chosenProperty());
        HBox.setHgrow(box, Priority.ALWAYS);
        box.setMaxWidth(Double.MAX_VALUE);
        Label people = new Label(
                choice.people() == null
                        ? texts.get("audience.team.unread")
                        : texts.get("audience.team.people", choice.people()));
        people.getStyleClass().addAll("r-caption", "r-muted");
        people.setMinWidth(Region.USE_PREF_SIZE);
        HBox line = new HBox(box, people);
        line.getStyleClass().add("r-team-box");
        if (what == What.EVERYBODY) {
            line.getChildren().add(leaving(choice));
        }
        return line;
    }

    private Button leaving(GroupChoice choice) {
        String name = BidiText.isolated(choice.label());
        Button button = button("audience.leave", "", () -> choice.leftOutProperty()
                .set(!choice.leftOutProperty().get()));
        boxes.observe(choice.leftOutProperty(), out -> {
            button.setText(texts.get(out ? "audience.team.back" : "audience.leave"));
            button.setAccessibleText(texts.get(out ? "audience.team.back.of" : "audience.leave.of", name));
        });
        return button;
    }

    private void showFound() {
        int focused = focusedLine();
        found.getChildren().clear();
        for (AudienceViewModel.PersonMatch person : model.found()) {
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

    private HBox line(AudienceViewModel.PersonMatch person) {
        Label name = new Label(person.name());
        name.getStyleClass().add("r-found-name");
        name.setTooltip(new Tooltip(person.name()));
        Label email = new Label(person.email());
        email.getStyleClass().addAll("r-caption", "r-muted");
        email.setMinWidth(0);
        email.setTooltip(person.email().isEmpty() ? null : new Tooltip(person.email()));
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
            if (what == What.EVERYBODY) {
                line.getChildren()
                        .add(button(
                                "audience.leave",
                                texts.get("audience.leave.of", person.name()),
                                () -> model.leaveOut(person.id())));
            }
            line.getChildren()
                    .add(button(
                            "audience.add", texts.get("audience.add.of", person.name()), () -> model.add(person.id())));
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

    @Override
    public void close() {
        boxes.close();
        subscriptions.close();
    }
}

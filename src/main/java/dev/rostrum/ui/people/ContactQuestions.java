package dev.rostrum.ui.people;

import dev.rostrum.domain.OptOut;
import dev.rostrum.store.query.UserQuery;
import dev.rostrum.ui.shell.Choice;
import dev.rostrum.ui.shell.DialogLayer;
import dev.rostrum.ui.shell.Question;
import dev.rostrum.ui.shell.TakingBack;
import dev.rostrum.ui.table.TableAction;
import dev.rostrum.ui.widget.Icon;
import dev.rostrum.ui.words.BidiText;
import dev.rostrum.words.Texts;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Whether somebody is written to: asked before anything changes, and told when it has. */
final class ContactQuestions {
    /**
     * Of whom it is about.
     *
     * @param id the lasting one
     * @param optOut that nothing is sent to them, or null
     * @param blocked whether they blocked the bot
     */
    record Person(String id, String name, OptOut optOut, boolean blocked) {
        static Person of(UserQuery.Row row, String name) {
            return new Person(row.lastingId(), name, row.doNotContact(), row.blockedSince() != null);
        }

        static Person of(UserQuery.Details details) {
            return new Person(
                    details.user().lastingId(),
                    details.user().label(),
                    details.doNotContact(),
                    details.blockedSince() != null);
        }

        boolean keptOut() {
            return optOut != null || blocked;
        }
    }

    private final Texts texts = Texts.of(ContactQuestions.class);
    private final PeopleViewModel model;
    private final DialogLayer dialogs;

    ContactQuestions(PeopleViewModel model, DialogLayer dialogs) {
        this.model = model;
        this.dialogs = dialogs;
    }

    /** What a menu offers of it. */
    List<MenuItem> items(Person person) {
        if (person.keptOut()) {
            MenuItem again = new MenuItem(texts.get("contact.again"), new Icon("bell"));
            again.setOnAction(e -> letIn(person));
            return List.of(again);
        }
        MenuItem asked = new MenuItem(texts.get("contact.asked"), new Icon("bell-off"));
        asked.setOnAction(e -> keepOut(person, OptOut.Asker.PERSON));
        MenuItem keep = new MenuItem(texts.get("contact.keep"), new Icon("slash"));
        keep.setOnAction(e -> keepOut(person, OptOut.Asker.ADMIN));
        return List.of(asked, keep);
    }

    /** What the table offers of it. */
    List<TableAction<UserQuery.Row>> actions() {
        return List.of(
                TableAction.<UserQuery.Row>of("bell", row -> texts.get("contact.again"), row -> letIn(person(row)))
                        .offered(row -> person(row).keptOut()),
                TableAction.<UserQuery.Row>of(
                                "bell-off",
                                row -> texts.get("contact.asked"),
                                row -> keepOut(person(row), OptOut.Asker.PERSON))
                        .offered(row -> !person(row).keptOut()),
                TableAction.<UserQuery.Row>of(
                                "slash",
                                row -> texts.get("contact.keep"),
                                row -> keepOut(person(row), OptOut.Asker.ADMIN))
                        .offered(row -> !person(row).keptOut()));
    }

    private static Person person(UserQuery.Row row) {
        return Person.of(row, label(row));
    }

    /** What a person is called: the first there is of name, addresses and id. */
    static String label(UserQuery.Row row) {
        for (String candidate : new String[] {row.name(), row.email(), row.userPrincipalName()}) {
            if (candidate != null && !candidate.isBlank()) {
                return candidate;
            }
        }
        return row.id();
    }

    void keepOut(Person person, OptOut.Asker asker) {
        String kind = asker == OptOut.Asker.PERSON ? "contact.asked" : "contact.keep";
        String who = BidiText.isolated(person.name());
        dialogs.ask(
                new Question(
                        texts.get(kind + ".title", who),
                        texts.get(kind + ".body"),
                        Choice.standard("keep", texts.get(kind + ".yes"))),
                answer -> {
                    if (answer.equals("keep")) {
                        model.keepOut(person.id(), asker, back -> dialogs.done(texts.get("contact.kept", who), back));
                    }
                });
    }

    /** Lets them be written to again; where they had asked for it themselves, the reason is kept. */
    void letIn(Person person) {
        Consumer<TakingBack> told =
                back -> dialogs.done(texts.get("contact.let.in", BidiText.isolated(person.name())), back);
        if (person.optOut() == null || person.optOut().asker() != OptOut.Asker.PERSON) {
            model.letIn(person.id(), null, told);
            return;
        }
        Label words = new Label(texts.get("contact.again.body"));
        words.setWrapText(true);
        words.setMinHeight(Region.USE_PREF_SIZE);
        Label name = new Label(texts.get("contact.again.why"));
        name.getStyleClass().add("r-field-label");
        TextField why = new TextField();
        name.setLabelFor(why);
        VBox field = new VBox(name, why);
        field.getStyleClass().add("r-field");
        dialogs.show(
                texts.get("contact.again.title"),
                new VBox(12, words, field),
                List.of(Choice.standard("again", texts.get("contact.again.yes"))),
                why.textProperty().map(text -> !text.isBlank()),
                answer -> {
                    if (answer.equals("again")) {
                        model.letIn(person.id(), why.getText(), told);
                    }
                });
    }
}

package dev.rostrum.ui.announcements;

import dev.rostrum.ui.shell.Choice;
import dev.rostrum.ui.shell.DialogLayer;
import dev.rostrum.words.Counts;
import dev.rostrum.words.Texts;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Asks for an override of the guard: its reason and the number of people are typed; both go into the audit log. */
final class GuardOverride {
    private GuardOverride() {}

    static void ask(DialogLayer dialogs, ReviewViewModel model) {
        Texts texts = Texts.of(GuardOverride.class);
        long people = model.overridable();
        Label words = new Label(texts.get("override.body", people));
        words.setWrapText(true);
        words.setMinHeight(Region.USE_PREF_SIZE);
        TextField reason = new TextField();
        TextField number = new TextField();
        VBox form = new VBox(
                12,
                words,
                field(texts.get("override.reason"), reason),
                field(texts.get("override.type", Counts.of(people)), number));
        ObservableValue<Boolean> ready = Bindings.createBooleanBinding(
                () -> !reason.getText().isBlank()
                        && ReviewViewModel.digits(number.getText()).equals(Long.toString(people)),
                reason.textProperty(),
                number.textProperty());
        dialogs.show(
                texts.get("override.title"),
                form,
                List.of(Choice.danger("override", texts.get("override.yes", people))),
                ready,
                answer -> {
                    if (answer.equals("override")) {
                        model.override(reason.getText(), people);
                    }
                });
    }

    private static VBox field(String name, TextField field) {
        Label label = new Label(name);
        label.getStyleClass().add("r-field-label");
        label.setLabelFor(field);
        VBox box = new VBox(label, field);
        box.getStyleClass().add("r-field");
        return box;
    }
}

package dev.rostrum.ui.settings;

import dev.rostrum.connection.LanguageSetting;
import dev.rostrum.domain.Language;
import dev.rostrum.ui.fx.Tasks;
import dev.rostrum.ui.words.FailureTexts;
import dev.rostrum.words.Texts;
import java.util.EnumMap;
import java.util.Map;
import javafx.beans.value.ChangeListener;
import javafx.scene.control.Label;
import javafx.scene.control.Toggle;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The language from the next start: what is open keeps the texts that it was made with. */
final class LanguageField extends VBox {
    private final LanguageSetting setting;
    private final Tasks tasks;
    private final ToggleGroup choice = new ToggleGroup();
    private final Map<Language, ToggleButton> buttons = new EnumMap<>(Language.class);
    private final Label next;
    private final ChangeListener<Toggle> keeper = (observable, before, now) -> chosen(before, now);

    LanguageField(LanguageSetting setting, Tasks tasks) {
        this.setting = setting;
        this.tasks = tasks;
        Texts texts = Texts.of(LanguageField.class);
        next = new Label(texts.get("language.next"));
        next.setWrapText(true);
        next.setMinHeight(Region.USE_PREF_SIZE);
        next.getStyleClass().addAll("r-caption", "r-muted");
        Label label = new Label(texts.get("language"));
        label.getStyleClass().add("r-field-label");
        HBox all = new HBox();
        all.setMaxWidth(Region.USE_PREF_SIZE);
        all.getStyleClass().add("r-segment-choice");
        for (Language language : Language.values()) {
            // Each language is called as its speakers call it, in whatever language the window is.
            ToggleButton button = new ToggleButton(
                    switch (language) {
                        case SYSTEM -> texts.get("language.system");
                        case ENGLISH -> "English";
                        case GERMAN -> "Deutsch";
                    });
            button.setToggleGroup(choice);
            button.setUserData(language);
            buttons.put(language, button);
            all.getChildren().add(button);
        }
        label.setLabelFor(all);
        getStyleClass().add("r-field");
        getChildren().addAll(label, all, next);
        tasks.read(setting::get).onOk(this::show).start();
    }

    private void show(Language kept) {
        choice.selectToggle(buttons.get(kept));
        choice.selectedToggleProperty().addListener(keeper);
    }

    private void chosen(Toggle before, Toggle now) {
        if (now == null) {
            choice.selectToggle(before);
        } else if (before != null) {
            Language language = (Language) now.getUserData();
            tasks.control(() -> {
                        setting.set(language);
                        return language;
                    })
                    .onFail(failure -> next.setText(FailureTexts.words(failure)))
                    .start();
        }
    }
}

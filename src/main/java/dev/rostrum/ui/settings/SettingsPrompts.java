package dev.rostrum.ui.settings;

import dev.rostrum.ui.shell.Choice;
import dev.rostrum.ui.shell.DialogLayer;
import dev.rostrum.ui.shell.SaveFile;
import dev.rostrum.ui.widget.Icon;
import dev.rostrum.ui.widget.NoticeBar;
import dev.rostrum.words.Texts;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import javafx.stage.Window;

/** Small forms as dialogs of the window, files by the dialogs of the system. */
final class SettingsPrompts implements Prompts {
    private static final double TALLEST = 380;

    private final DialogLayer dialogs;
    private final SaveFile saveFile;
    private final Supplier<? extends Window> owner;
    private final Texts texts = Texts.of(SettingsPrompts.class);

    SettingsPrompts(DialogLayer dialogs, SaveFile saveFile, Supplier<? extends Window> owner) {
        this.dialogs = dialogs;
        this.saveFile = saveFile;
        this.owner = owner;
    }

    @Override
    public void ask(Prompt prompt, Consumer<List<String>> answer) {
        VBox body = new VBox(12);
        if (!prompt.body().isEmpty()) {
            body.getChildren().add(words(prompt.body(), "r-dialog-words"));
        }
        if (!prompt.trouble().isEmpty()) {
            Label trouble = words(prompt.trouble(), "r-field-error");
            trouble.setGraphic(new Icon("alert-circle"));
            body.getChildren().add(trouble);
        }
        List<Supplier<String>> values = new ArrayList<>();
        List<TextInputControl> hidden = new ArrayList<>();
        VBox lines = new VBox(12);
        for (Line line : prompt.lines()) {
            lines.getChildren().add(node(line, values, hidden));
        }
        ScrollPane scroll = new ScrollPane(lines);
        scroll.getStyleClass().add("r-plain-scroll");
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.setMaxHeight(TALLEST);
        scroll.setFocusTraversable(false);
        body.getChildren().add(prompt.lines().size() > 3 ? scroll : lines);
        dialogs.show(prompt.title(), body, List.of(Choice.primary("do", prompt.verb())), null, choice -> {
            List<String> typed = values.stream().map(Supplier::get).toList();
            hidden.forEach(TextInputControl::clear);
            if (choice.equals("do")) {
                answer.accept(typed);
            }
        });
    }

    @Override
    public void report(String title, List<Part> parts) {
        VBox body = new VBox(12);
        for (Part part : parts) {
            if (part.tone() != null) {
                NoticeBar notice = new NoticeBar();
                notice.show(part.tone(), part.heading(), String.join(" ", part.lines()));
                body.getChildren().add(notice);
            } else {
                VBox lines = new VBox(4, words(part.heading(), "r-bold"));
                part.lines().forEach(line -> lines.getChildren().add(words(line, "r-dialog-words")));
                body.getChildren().add(lines);
            }
        }
        ScrollPane scroll = new ScrollPane(body);
        scroll.getStyleClass().add("r-plain-scroll");
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.setMaxHeight(TALLEST);
        scroll.prefViewportHeightProperty().bind(body.heightProperty());
        scroll.setFocusTraversable(false);
        dialogs.show(title, scroll, List.of(), null, choice -> {});
    }

    private static Label words(String words, String style) {
        Label label = new Label(words);
        label.getStyleClass().add(style);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    private static Node node(Line line, List<Supplier<String>> values, List<TextInputControl> hidden) {
        if (line.kind() == Kind.TICK) {
            CheckBox tick = new CheckBox(line.label());
            tick.setSelected(line.value().equals("true"));
            values.add(() -> tick.isSelected() ? "true" : "");
            return tick;
        }
        TextInputControl field = line.kind() == Kind.HIDDEN ? new PasswordField() : new TextField(line.value());
        if (line.kind() == Kind.HIDDEN) {
            hidden.add(field);
        }
        values.add(field::getText);
        return new FieldRow(line.label(), line.hint(), field);
    }

    @Override
    public void open(String title, List<String> endings, Consumer<Path> chosen) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(title);
        chooser.getExtensionFilters()
                .addAll(
                        new FileChooser.ExtensionFilter(String.join(", ", endings), endings),
                        new FileChooser.ExtensionFilter(texts.get("choose.all"), "*.*", "*"));
        File file = chooser.showOpenDialog(owner.get());
        if (file != null) {
            chosen.accept(file.toPath());
        }
    }

    @Override
    public void save(String title, String suggested, Consumer<Path> chosen) {
        saveFile.choose(title, suggested, chosen);
    }
}

package dev.rostrum.ui.people;

import dev.rostrum.domain.Reason;
import dev.rostrum.records.PersonErase;
import dev.rostrum.store.query.UserQuery;
import dev.rostrum.ui.shell.Choice;
import dev.rostrum.ui.shell.DialogLayer;
import dev.rostrum.ui.shell.SaveFile;
import dev.rostrum.ui.table.TableAction;
import dev.rostrum.ui.widget.Icon;
import dev.rostrum.ui.words.BidiText;
import dev.rostrum.words.Sentences;
import dev.rostrum.words.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Tells what erasing a person does, asks for it by their name, and tells what was done. */
final class EraseQuestions {
    /** Room for some eight lines; more are scrolled to. */
    private static final double NOTES_HEIGHT = 190;

    /** Of one that takes two lines, as most do. */
    private static final double NOTE_HEIGHT = 42;

    private static final String SUGGESTED = "about-person.json";

    private final Texts texts = Texts.of(EraseQuestions.class);
    private final EraseViewModel model;
    private final DialogLayer dialogs;
    private final SaveFile saveFile;
    private final Consumer<String> gone;

    /** @param gone told who was erased */
    EraseQuestions(EraseViewModel model, DialogLayer dialogs, SaveFile saveFile, Consumer<String> gone) {
        this.model = model;
        this.dialogs = dialogs;
        this.saveFile = saveFile;
        this.gone = gone;
    }

    /** What the table offers of it. */
    List<TableAction<UserQuery.Row>> actions() {
        return List.of(
                TableAction.<UserQuery.Row>of(
                        "download",
                        row -> texts.get("export.person"),
                        row -> export(row.lastingId(), ContactQuestions.label(row))),
                TableAction.<UserQuery.Row>of(
                        "user-x", row -> texts.get("erase"), row -> ask(row.lastingId(), ContactQuestions.label(row))));
    }

    /** What the details of a person offer of it. */
    List<Hyperlink> links(String id, String name) {
        List<Hyperlink> links = new ArrayList<>();
        links.add(link("export.person", "download", () -> export(id, name)));
        if (model.canAct()) {
            links.add(link("erase", "user-x", () -> ask(id, name)));
        }
        return links;
    }

    private Hyperlink link(String words, String icon, Runnable run) {
        Hyperlink link = new Hyperlink(texts.get(words), new Icon(icon));
        link.getStyleClass().add("r-link");
        link.setOnAction(e -> run.run());
        return link;
    }

    /** More of what somebody was sent. */
    void sent(String id, int from, Consumer<List<UserQuery.Sent>> then) {
        model.sent(id, from, then);
    }

    private void export(String id, String name) {
        saveFile.choose(
                texts.get("export.person.title", BidiText.isolated(name)),
                SUGGESTED,
                file -> model.export(
                        List.of(id),
                        file,
                        () -> dialogs.tell(
                                texts.get("export.person.done", BidiText.isolated(name), file.getFileName()))));
    }

    /** @param name as it is shown, which is what is typed */
    void ask(String id, String name) {
        model.look(id, preview -> ask(id, name, preview));
    }

    private void ask(String id, String name, PersonErase.Preview preview) {
        VBox body = new VBox(12, notes(preview.notes()));
        CheckBox keep = new CheckBox(texts.get("erase.keep"));
        keep.setSelected(true);
        if (preview.mark() != null) {
            body.getChildren().add(keep);
        }
        String who = BidiText.isolated(name);
        Label label = new Label(texts.get("erase.type", who));
        label.getStyleClass().add("r-field-label");
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        TextField typed = new TextField();
        typed.setId("eraseName");
        label.setLabelFor(typed);
        VBox field = new VBox(label, typed);
        field.getStyleClass().add("r-field");
        body.getChildren().add(field);
        dialogs.show(
                texts.get("erase.title", who),
                body,
                List.of(Choice.danger("erase", texts.get("erase.yes"))),
                typed.textProperty().map(text -> same(text, name)),
                answer -> {
                    if (answer.equals("erase")) {
                        erase(id, name, preview.mark() != null && keep.isSelected());
                    }
                });
    }

    private static boolean same(String typed, String name) {
        return typed.strip().toLowerCase(Locale.ROOT).equals(name.strip().toLowerCase(Locale.ROOT));
    }

    private void erase(String id, String name, boolean keepMark) {
        dialogs.tell(texts.get("erase.under", BidiText.isolated(name)));
        model.erase(id, keepMark, progress -> {}, done -> done(id, done));
    }

    private void done(String id, PersonErase.Erased done) {
        gone.accept(id);
        if (EraseViewModel.toBeRead(done)) {
            dialogs.show(texts.get("erase.left"), notes(EraseViewModel.notes(done)), List.of(), null, answer -> {});
        } else {
            dialogs.tell(String.join(
                    " ",
                    EraseViewModel.notes(done).stream().map(Sentences::whole).toList()));
        }
    }

    private static Node notes(List<Reason> notes) {
        VBox lines = new VBox(6);
        lines.setFillWidth(true);
        for (Reason note : notes) {
            Label line = new Label(Sentences.whole(note));
            line.setWrapText(true);
            line.setMinHeight(Region.USE_PREF_SIZE);
            lines.getChildren().add(line);
        }
        ScrollPane scroll = new ScrollPane(lines);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("edge-to-edge");
        double height = Math.min(NOTES_HEIGHT, NOTE_HEIGHT * notes.size());
        scroll.setPrefHeight(height);
        scroll.setMinHeight(height);
        return scroll;
    }
}

package dev.rostrum.ui.shell;

import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.widget.ClipboardText;
import dev.rostrum.ui.widget.Icon;
import dev.rostrum.ui.widget.KeyNames;
import dev.rostrum.words.Texts;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import javafx.css.PseudoClass;
import javafx.geometry.Bounds;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;

/** The palette: a field, what was found, and its keys. The focus stays in the field. */
final class PalettePane extends VBox {
    private static final PseudoClass CHOSEN = PseudoClass.getPseudoClass("chosen");
    private static final KeyCombination COPY = KeyCombination.valueOf("Shortcut+C");

    private final Texts texts = Texts.of(PalettePane.class);
    private final PaletteViewModel model;
    private final Runnable close;
    private final Subscriptions subscriptions = new Subscriptions();
    private final TextField field = new TextField();
    private final Label summary = new Label();
    private final VBox list = new VBox();
    private final ScrollPane scroll = new ScrollPane(list);
    private final List<Node> lines = new ArrayList<>();

    /** @param close closes it */
    PalettePane(PaletteViewModel model, Runnable close) {
        this.model = model;
        this.close = close;
        getStyleClass().add("r-palette");
        setAccessibleRole(AccessibleRole.DIALOG);
        setAccessibleText(texts.get("palette.name"));
        setMaxHeight(Region.USE_PREF_SIZE);
        field.setId("palette");
        field.setPromptText(texts.get("palette.prompt"));
        field.setAccessibleText(texts.get("palette.name"));
        HBox.setHgrow(field, Priority.ALWAYS);
        summary.getStyleClass().addAll("r-caption", "r-muted");
        summary.setMinWidth(Region.USE_PREF_SIZE);
        HBox head = new HBox(new Icon("search", Icon.Size.NAV), field, summary);
        head.getStyleClass().add("r-palette-head");
        list.getStyleClass().add("r-palette-list");
        list.setAccessibleRole(AccessibleRole.LIST_VIEW);
        list.setAccessibleText(texts.get("palette.list"));
        scroll.setFitToWidth(true);
        scroll.setFocusTraversable(false);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().add("r-plain-scroll");
        getChildren().addAll(head, scroll, foot());
        subscriptions.onChange(field.textProperty(), model::type);
        subscriptions.observe(model.shownProperty(), this::show);
        subscriptions.observe(model.chosenProperty(), number -> choose());
        field.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    }

    Node start() {
        return field;
    }

    private HBox foot() {
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox foot = new HBox(
                hint("\u2191 \u2193", "palette.move"),
                hint("Enter", "palette.open"),
                hint("Ctrl C", "palette.copy"),
                hint("Esc", "palette.close"),
                gap,
                hint(">", "palette.only.commands"),
                hint("@", "palette.only.people"));
        foot.getStyleClass().add("r-palette-foot");
        return foot;
    }

    private HBox hint(String key, String words) {
        Label shown = new Label(KeyNames.of(key));
        shown.getStyleClass().add("r-key");
        shown.setMinWidth(Region.USE_PREF_SIZE);
        Label what = new Label(texts.get(words));
        what.getStyleClass().add("r-caption");
        what.setMinWidth(Region.USE_PREF_SIZE);
        HBox hint = new HBox(6, shown, what);
        hint.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
        return hint;
    }

    private void key(KeyEvent event) {
        switch (event.getCode()) {
            case UP -> model.step(-1);
            case DOWN -> model.step(1);
            case PAGE_UP -> model.step(-8);
            case PAGE_DOWN -> model.step(8);
            case ENTER -> run();
            default -> {
                PaletteViewModel.Row row = model.chosenRow();
                if (!COPY.match(event) || !field.getSelectedText().isEmpty() || row == null || row.id() == null) {
                    return;
                }
                ClipboardText.copy(row.id());
                summary.setText(texts.get("palette.copied"));
            }
        }
        event.consume();
    }

    private void run() {
        PaletteViewModel.Row row = model.chosenRow();
        if (row != null) {
            close.run();
            row.run().run();
        }
    }

    private void show(PaletteViewModel.Shown now) {
        summary.setText(now.summary());
        list.getChildren().clear();
        lines.clear();
        WordMatch match = new WordMatch(model.typedWords());
        PaletteViewModel.Section section = null;
        for (int i = 0; i < now.rows().size(); i++) {
            PaletteViewModel.Row row = now.rows().get(i);
            if (row.section() != section) {
                section = row.section();
                Label head = new Label(texts.get(
                        switch (section) {
                            case COMMANDS -> "palette.section.commands";
                            case PEOPLE -> "palette.section.people";
                            case TEAMS -> "palette.section.teams";
                            case ANNOUNCEMENTS -> "palette.section.announcements";
                        }));
                head.getStyleClass().add("r-palette-section");
                list.getChildren().add(head);
            }
            Node line = line(row, i, match);
            lines.add(line);
            list.getChildren().add(line);
        }
        if (!now.trouble().isEmpty()) {
            list.getChildren().add(said(now.trouble()));
        } else if (now.rows().isEmpty()) {
            list.getChildren().add(said(texts.get("palette.none", model.typedWords())));
        }
        choose();
    }

    private static Label said(String words) {
        Label label = new Label(words);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        label.getStyleClass().add("r-palette-said");
        return label;
    }

    private Node line(PaletteViewModel.Row row, int index, WordMatch match) {
        TextFlow words = new TextFlow();
        pieces(words, row.words(), match, "r-phrase-name");
        words.setMinWidth(0);
        HBox text = new HBox(words);
        text.getStyleClass().add("r-palette-text");
        if (!row.more().isEmpty()) {
            Label more = new Label(row.more());
            more.getStyleClass().addAll("r-caption", "r-muted");
            more.setMinWidth(0);
            text.getChildren().add(more);
        }
        HBox.setHgrow(text, Priority.ALWAYS);
        HBox line = new HBox(new Icon(row.icon(), Icon.Size.NAV), text);
        if (!row.keys().isEmpty()) {
            Label key = new Label(KeyNames.of(row.keys()));
            key.getStyleClass().add("r-key");
            key.setMinWidth(Region.USE_PREF_SIZE);
            line.getChildren().add(key);
        }
        line.getStyleClass().add("r-palette-row");
        line.setAccessibleRole(AccessibleRole.LIST_ITEM);
        line.setAccessibleText(spoken(row));
        line.setOnMouseMoved(e -> model.chosenProperty().set(index));
        line.setOnMouseClicked(e -> {
            model.chosenProperty().set(index);
            run();
        });
        return line;
    }

    private static String spoken(PaletteViewModel.Row row) {
        StringBuilder spoken = new StringBuilder(row.words());
        for (String further : List.of(row.more(), row.keys())) {
            if (!further.isEmpty()) {
                spoken.append(", ").append(further);
            }
        }
        return spoken.toString();
    }

    /** What was typed stands out in bold. */
    private static void pieces(TextFlow flow, String words, WordMatch match, String style) {
        BitSet found = match.places(words);
        int at = 0;
        while (at < words.length()) {
            boolean bold = found.get(at);
            int end = bold ? found.nextClearBit(at) : found.nextSetBit(at);
            end = end < 0 ? words.length() : Math.min(end, words.length());
            Text piece = new Text(words.substring(at, end));
            piece.getStyleClass().add(style);
            if (bold) {
                piece.getStyleClass().add("r-bold");
            }
            flow.getChildren().add(piece);
            at = end;
        }
    }

    private void choose() {
        int chosen = model.chosenProperty().get();
        for (int i = 0; i < lines.size(); i++) {
            lines.get(i).pseudoClassStateChanged(CHOSEN, i == chosen);
        }
        PaletteViewModel.Row row = model.chosenRow();
        // The focus is in the field: a screen reader hears there what Enter does.
        field.setAccessibleHelp(row == null ? "" : spoken(row));
        if (chosen < lines.size()) {
            reveal(lines.get(chosen), chosen == 0);
        }
    }

    private void reveal(Node line, boolean first) {
        scroll.applyCss();
        scroll.layout();
        double seen = scroll.getViewportBounds().getHeight();
        double room = list.getHeight() - seen;
        if (seen <= 0 || room <= 0) {
            return;
        }
        Bounds in = line.getBoundsInParent();
        double top = scroll.getVvalue() * room;
        if (first) {
            scroll.setVvalue(0);
        } else if (in.getMinY() < top) {
            scroll.setVvalue(in.getMinY() / room);
        } else if (in.getMaxY() > top + seen) {
            scroll.setVvalue(Math.min(1, (in.getMaxY() - seen) / room));
        }
    }

    /** How high the list may grow. */
    void setRoom(double height) {
        scroll.setMaxHeight(height);
    }

    void end() {
        subscriptions.close();
        model.close();
    }
}

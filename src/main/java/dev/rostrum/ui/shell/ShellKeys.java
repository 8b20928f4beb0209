package dev.rostrum.ui.shell;

import dev.rostrum.ui.fx.Action;
import dev.rostrum.ui.fx.OwnKeys;
import dev.rostrum.ui.fx.Screen;
import dev.rostrum.ui.fx.Themes;
import dev.rostrum.words.Texts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;

/** The keys that work everywhere, and the list of all keys. What a control has a key for is its own; then the window, then the screen. */
final class ShellKeys {
    private static final double LINE = 40;

    private record Key(String shown, String words, List<KeyCombination> keys, Runnable action) {
        static Key of(String shown, String words, Runnable action, String... keys) {
            return new Key(
                    shown,
                    words,
                    Arrays.stream(keys).map(KeyCombination::valueOf).toList(),
                    action);
        }
    }

    private final Texts texts = Texts.of(ShellKeys.class);
    private final ShellViewModel model;
    private final Themes themes;
    private final DialogLayer dialogs;
    private final Pane root;
    private final Navigator navigator;
    private final PaneSteps panes;
    private final Supplier<Screen> current;
    private List<ScreenEntry> entries = List.of();
    private List<Action> everywhere = List.of();

    /** @param current the screen in view, or null */
    ShellKeys(
            ShellViewModel model,
            Themes themes,
            DialogLayer dialogs,
            Pane root,
            Navigator navigator,
            PaneSteps panes,
            Supplier<Screen> current) {
        this.model = model;
        this.themes = themes;
        this.dialogs = dialogs;
        this.root = root;
        this.navigator = navigator;
        this.panes = panes;
        this.current = current;
        root.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    }

    void setEntries(List<ScreenEntry> screens) {
        entries = screens;
    }

    /** Keys that work on every screen, before those of the screen. */
    void setEverywhere(List<Action> keys) {
        everywhere = List.copyOf(keys);
    }

    private List<Key> keys() {
        List<Key> keys = new ArrayList<>();
        int number = 1;
        boolean bottomSeen = false;
        for (ScreenEntry entry : entries) {
            String words = texts.get("keys.screen", entry.title());
            Runnable go = () -> navigator.open(entry.id());
            if (!entry.atBottom()) {
                keys.add(Key.of("Ctrl+" + number, words, go, "Shortcut+" + number, "Shortcut+Numpad " + number));
                number++;
            } else if (!bottomSeen) {
                bottomSeen = true;
                keys.add(Key.of("Ctrl+,", words, go, "Shortcut+Comma"));
            }
        }
        for (Action each : everywhere) {
            keys.add(new Key(each.shownKeys(), each.words(), List.of(each.keys()), each::perform));
        }
        keys.add(Key.of("F6, Shift+F6", texts.get("keys.panes"), () -> panes.step(1), "F6"));
        keys.add(Key.of("", "", () -> panes.step(-1), "Shift+F6"));
        keys.add(Key.of("Ctrl+B", texts.get("keys.nav"), model::toggleNavigation, "Shortcut+B"));
        // Plus is Shift and the key of = on many keyboards.
        keys.add(Key.of(
                "Ctrl+= \u2212 0",
                texts.get("keys.zoom"),
                themes::larger,
                "Shortcut+Equals",
                "Shortcut+Shift+Equals",
                "Shortcut+Plus",
                "Shortcut+Add"));
        keys.add(Key.of("", "", themes::smaller, "Shortcut+Minus", "Shortcut+Subtract"));
        keys.add(Key.of("", "", themes::usualSize, "Shortcut+0", "Shortcut+Numpad 0"));
        keys.add(Key.of("Ctrl+Z", texts.get("keys.takeBack"), dialogs::undo, "Shortcut+Z"));
        keys.add(Key.of("F1", texts.get("keys.help"), this::show, "F1"));
        return keys;
    }

    private void key(KeyEvent event) {
        if (OwnKeys.handle(root.getScene().getFocusOwner(), event)) {
            event.consume();
            return;
        }
        if (dialogs.isOpen()) {
            return;
        }
        // Whoever types takes back what was typed.
        boolean typing = root.getScene().getFocusOwner() instanceof TextInputControl text && text.isEditable();
        for (Key key : keys()) {
            if (typing && key.shown().equals("Ctrl+Z")) {
                continue;
            }
            if (key.keys().stream().anyMatch(combination -> combination.match(event))) {
                event.consume();
                key.action().run();
                return;
            }
        }
        if (current.get() == null) {
            return;
        }
        for (Action each : current.get().actions()) {
            if (each.answers(event)) {
                event.consume();
                each.perform();
                return;
            }
        }
    }

    /** The list of all keys, which scrolls by keys as by the wheel. */
    private void show() {
        GridPane list = new GridPane();
        list.getStyleClass().add("r-keys");
        for (Key key : keys()) {
            addKey(list, key.shown(), key.words());
        }
        if (current.get() != null) {
            addAll(list, current.get().actions());
        }
        Node focused = root.getScene().getFocusOwner();
        List<Action> own = OwnKeys.of(focused);
        if (!own.isEmpty()) {
            head(list, "keys.here");
            addAll(list, own);
        }
        head(list, "keys.text");
        addKey(list, "Ctrl+Z, Ctrl+Y", texts.get("keys.undo"));
        head(list, "keys.table");
        addKey(list, "Space", texts.get("keys.select"));
        addKey(list, "Ctrl+A", texts.get("keys.selectAll"));
        addKey(list, "Esc", texts.get("keys.clear"));
        addKey(list, "Enter", texts.get("keys.open"));
        addKey(list, "Ctrl+C", texts.get("keys.copy"));
        addKey(list, "Ctrl+Shift+C", texts.get("keys.copyCell"));
        addKey(list, "Shift+F10", texts.get("keys.menu"));
        ScrollPane scroll = new ScrollPane(list);
        scroll.setFitToWidth(true);
        scroll.setId("keys");
        scroll.getStyleClass().add("r-plain-scroll");
        scroll.setMaxHeight(root.getHeight() * 0.6);
        scroll.setAccessibleText(texts.get("keys.title"));
        scrollByKeys(scroll, list);
        dialogs.show(texts.get("keys.title"), scroll, List.of(), null, closed -> {});
    }

    /** Arrows, Page up and down, Home and End, wherever the focus is in the list. */
    private static void scrollByKeys(ScrollPane scroll, Region content) {
        scroll.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            double seen = scroll.getViewportBounds().getHeight();
            double room = content.getHeight() - seen;
            double by =
                    switch (event.getCode()) {
                        case UP -> -LINE;
                        case DOWN -> LINE;
                        case PAGE_UP -> -seen;
                        case PAGE_DOWN, SPACE -> seen;
                        case HOME -> -room;
                        case END -> room;
                        default -> 0;
                    };
            if (by != 0 && room > 0) {
                event.consume();
                scroll.setVvalue(Math.max(0, Math.min(1, scroll.getVvalue() + by / room)));
            }
        });
    }

    private void head(GridPane list, String key) {
        Label head = new Label(texts.get(key));
        head.getStyleClass().add("r-bold");
        list.add(head, 0, list.getRowCount(), 2, 1);
    }

    private static void addAll(GridPane list, List<Action> actions) {
        for (Action each : actions) {
            addKey(list, each.shownKeys(), each.words());
        }
    }

    private static void addKey(GridPane list, String shown, String words) {
        if (shown.isEmpty()) {
            return;
        }
        Label key = new Label(shown);
        key.getStyleClass().add("r-key");
        key.setMinWidth(Region.USE_PREF_SIZE);
        Label what = new Label(words);
        what.setWrapText(true);
        list.addRow(list.getRowCount(), key, what);
    }
}

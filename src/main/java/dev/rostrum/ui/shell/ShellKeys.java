package dev.rostrum.ui.shell;

import dev.rostrum.ui.fx.Action;
import dev.rostrum.ui.fx.OwnKeys;
import dev.rostrum.ui.fx.Screen;
import dev.rostrum.ui.fx.Tasks;
import dev.rostrum.ui.fx.Themes;
import dev.rostrum.ui.widget.KeyNames;
import dev.rostrum.words.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
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

    private final Texts texts = Texts.of(ShellKeys.class);
    private final ShellViewModel model;
    private final Themes themes;
    private final DialogLayer dialogs;
    private final Pane root;
    private final Navigator navigator;
    private final PaneSteps panes;
    private final Supplier<Screen> current;
    private static final KeyCombination NEXT_STEP = KeyCombination.valueOf("Shortcut+ENTER");

    private List<ScreenEntry> entries = List.of();
    private Tasks tasks;
    private PaletteSource finds;
    private Consumer<String> searchPeople = text -> {};
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

    /**
     * What the palette finds beside commands.
     *
     * @param source null where no data file is open
     * @param search shows everybody whom a text fits
     */
    void setFinds(Tasks reading, PaletteSource source, Consumer<String> search) {
        tasks = reading;
        finds = source;
        searchPeople = search;
    }

    /** Keys that work on every screen, before those of the screen. */
    void setEverywhere(List<Action> keys) {
        everywhere = List.copyOf(keys);
    }

    /** What only a key is good for. */
    private List<Action> moves() {
        return List.of(
                Action.of("Shortcut+K", texts.get("keys.palette"), this::openPalette),
                Action.of("F6", texts.get("keys.panes"), () -> panes.step(1)),
                Action.of("Shift+F6", texts.get("keys.panes.back"), () -> panes.step(-1)));
    }

    /** What the window itself can do. */
    private List<Action> ofWindow() {
        List<Action> actions = new ArrayList<>(everywhere);
        int number = 1;
        boolean bottomSeen = false;
        for (ScreenEntry entry : entries) {
            Action go = Action.of(texts.get("keys.screen", entry.title()), () -> navigator.open(entry.id()))
                    .icon(entry.icon());
            if (!entry.atBottom()) {
                go = go.also("Shortcut+" + number, "Shortcut+Numpad " + number);
                number++;
            } else if (!bottomSeen) {
                bottomSeen = true;
                go = go.also("Shortcut+Comma");
            }
            actions.add(go);
        }
        String done = dialogs.lastDone();
        actions.add(Action.of(
                        "Shortcut+Z",
                        done == null ? texts.get("keys.takeBack") : texts.get("keys.takeBack.what", done),
                        dialogs::undo)
                .icon("corner-up-left")
                .when(() -> !typing()));
        actions.add(Action.of("Shortcut+B", texts.get("keys.nav"), model::toggleNavigation)
                .icon("sidebar"));
        // Plus is Shift and the key of = on many keyboards.
        actions.add(Action.of("Shortcut+Equals", texts.get("keys.larger"), themes::larger)
                .also("Shortcut+Shift+Equals", "Shortcut+Plus", "Shortcut+Add")
                .icon("zoom-in"));
        actions.add(Action.of("Shortcut+Minus", texts.get("keys.smaller"), themes::smaller)
                .also("Shortcut+Subtract")
                .icon("zoom-out"));
        actions.add(Action.of("Shortcut+0", texts.get("keys.usual"), themes::usualSize)
                .also("Shortcut+Numpad 0")
                .icon("type"));
        actions.add(Action.of("F1", texts.get("keys.help"), this::show).icon("help-circle"));
        return actions;
    }

    private List<Action> ofScreen() {
        return current.get() == null ? List.of() : current.get().actions();
    }

    /** Whoever types takes back what was typed. */
    private boolean typing() {
        return root.getScene().getFocusOwner() instanceof TextInputControl text && text.isEditable();
    }

    /** The way to the connections that the window knows. */
    private List<Action> connections() {
        List<Action> actions = new ArrayList<>();
        for (ConnectionItem item : model.connections()) {
            if (!item.equals(model.connectionProperty().get())) {
                actions.add(Action.of(texts.get("palette.connection", item.name()), () -> model.choose(item))
                        .icon(item.simulated() ? "box" : "shield"));
            }
        }
        actions.add(Action.of(texts.get("connection.add"), model::addConnection).icon("plus"));
        return actions;
    }

    String paletteKey() {
        return moves().get(0).shownKeys();
    }

    /** Opens the palette: what the screen can do first, then the window. */
    void openPalette() {
        if (dialogs.isOpen()) {
            return;
        }
        List<Action> actions = new ArrayList<>(ofScreen());
        actions.addAll(ofWindow());
        actions.addAll(connections());
        PaletteViewModel palette = new PaletteViewModel(actions, tasks, finds, searchPeople);
        Runnable[] close = {() -> {}};
        PalettePane pane = new PalettePane(palette, () -> close[0].run());
        pane.setRoom(root.getHeight() * 0.5);
        close[0] = dialogs.openPalette(pane, pane.start(), pane::end);
    }

    /** What the bottom line says of keys: the palette, the next step of the screen, the list of all keys. */
    List<Action> hints() {
        List<Action> hints = new ArrayList<>();
        hints.add(moves().get(0));
        ofScreen().stream()
                .filter(action -> action.keys().contains(NEXT_STEP))
                .findFirst()
                .ifPresent(hints::add);
        hints.add(Action.of("F1", texts.get("keys.hint"), this::show));
        return hints;
    }

    private void key(KeyEvent event) {
        if (OwnKeys.handle(root.getScene().getFocusOwner(), event)) {
            event.consume();
            return;
        }
        if (dialogs.isOpen()) {
            return;
        }
        Stream.of(moves(), ofWindow(), ofScreen())
                .flatMap(List::stream)
                .filter(each -> each.answers(event) && each.possible())
                .findFirst()
                .ifPresent(each -> {
                    event.consume();
                    each.perform();
                });
    }

    /** The list of all keys, which scrolls by keys as by the wheel. */
    void show() {
        GridPane list = new GridPane();
        list.getStyleClass().add("r-keys");
        addAll(list, moves());
        addAll(list, ofWindow());
        if (!ofScreen().isEmpty()) {
            head(list, "keys.screen.here");
            addAll(list, ofScreen());
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
        Label key = new Label(KeyNames.of(shown));
        key.getStyleClass().add("r-key");
        key.setMinWidth(Region.USE_PREF_SIZE);
        Label what = new Label(words);
        what.setWrapText(true);
        list.addRow(list.getRowCount(), key, what);
    }
}

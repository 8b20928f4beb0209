package dev.rostrum.ui.shell;

import dev.rostrum.ui.fx.Screen;
import dev.rostrum.ui.fx.Shortcut;
import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.fx.Themes;
import dev.rostrum.ui.widget.Controls;
import dev.rostrum.ui.widget.Icon;
import dev.rostrum.ui.widget.News;
import dev.rostrum.words.Texts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javafx.collections.MapChangeListener;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.geometry.Side;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** The frame: binds the view-model, opens screens, hears the keys that work everywhere. */
final class ShellController implements Navigator {
    private static final PseudoClass CURRENT = PseudoClass.getPseudoClass("current");

    private final Texts texts = Texts.of(ShellController.class);
    private final ShellViewModel model;
    private final Themes themes;
    private final Subscriptions subscriptions = new Subscriptions();
    private final Subscriptions itemSubscriptions = new Subscriptions();
    private final Map<String, Button> items = new HashMap<>();
    private final Map<String, Label> badges = new HashMap<>();
    private final Map<String, Screen> made = new HashMap<>();
    private final Map<Node, Node> lastFocus = new HashMap<>();

    private List<ScreenEntry> entries = List.of();
    private Screen current;
    private DialogLayer dialogs;

    @FXML
    private StackPane root;

    @FXML
    private Region sandboxLine;

    @FXML
    private VBox nav;

    @FXML
    private Button connection;

    @FXML
    private VBox topItems;

    @FXML
    private VBox bottomItems;

    @FXML
    private StackPane place;

    @FXML
    private Region dot;

    @FXML
    private Label statusName;

    @FXML
    private Label statusText;

    @FXML
    private HBox sending;

    @FXML
    private Label sendingTitle;

    @FXML
    private ProgressBar sendingBar;

    @FXML
    private Label sendingCount;

    @FXML
    private Button listening;

    @FXML
    private Region activityGap;

    @FXML
    private Label activity;

    @FXML
    private Region selectionGap;

    @FXML
    private Label selection;

    @FXML
    private Region rateGap;

    @FXML
    private Label rate;

    ShellController(ShellViewModel model, Themes themes) {
        this.model = model;
        this.themes = themes;
    }

    @FXML
    void initialize() {
        dialogs = new DialogLayer();
        root.getChildren().add(dialogs);
        root.addEventHandler(News.TOLD, news -> dialogs.tell(news.words()));
        connection.setOnAction(e -> chooseConnection());
        subscriptions.observe(model.connectionProperty(), item -> showConnection());
        subscriptions.observe(model.collapsed(), folded -> {
            if (folded) {
                nav.getStyleClass().add("r-collapsed");
            } else {
                nav.getStyleClass().remove("r-collapsed");
            }
            showConnection();
            badges.values().forEach(this::showBadge);
        });
        subscriptions.observe(model.healthProperty(), this::showHealth);
        subscriptions.observe(model.statusText(), text -> statusText.setText(text.isEmpty() ? "" : ", " + text));
        subscriptions.observe(model.runningProperty(), this::showRunning);
        subscriptions.observe(model.listeningProperty(), this::showListening);
        subscriptions.bind(sendingCount.textProperty(), model.runningText());
        subscriptions.bind(activity.textProperty(), model.activityProperty());
        subscriptions.bind(selection.textProperty(), model.selectionProperty());
        subscriptions.bind(rate.textProperty(), model.rateProperty());
        subscriptions.observe(activity.textProperty(), text -> showGaps());
        subscriptions.observe(selection.textProperty(), text -> showGaps());
        subscriptions.observe(rate.textProperty(), text -> showGaps());
        subscriptions.observe(themes.zoomProperty(), zoom -> measure());
        subscriptions.observe(root.widthProperty(), width -> measure());
        subscriptions.observe(model.screenProperty(), id -> items.forEach((key, item) -> mark(item, key.equals(id))));
        MapChangeListener<String, Integer> badgeChanged =
                change -> badges.values().forEach(this::showBadge);
        model.badges().addListener(badgeChanged);
        subscriptions.add(() -> model.badges().removeListener(badgeChanged));
        root.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    }

    StackPane root() {
        return root;
    }

    DialogLayer dialogs() {
        return dialogs;
    }

    private void measure() {
        if (root.getWidth() > 0) {
            model.widthProperty()
                    .set(root.getWidth() * 100 / themes.zoomProperty().get());
        }
    }

    // ---------------------------------------------------------------- screens

    /** Replaces all screens; those of before are closed. Shows these screens and opens the first one. */
    void setScreens(List<ScreenEntry> screens) {
        closeScreens();
        itemSubscriptions.close();
        entries = List.copyOf(screens);
        items.clear();
        badges.clear();
        topItems.getChildren().clear();
        bottomItems.getChildren().clear();
        for (ScreenEntry entry : entries) {
            (entry.atBottom() ? bottomItems : topItems).getChildren().add(item(entry));
        }
        if (!entries.isEmpty()) {
            open(entries.get(0).id(), null);
        }
    }

    private Node item(ScreenEntry entry) {
        Button button = new Button(entry.title(), new Icon(entry.icon(), Icon.Size.NAV));
        button.getStyleClass().add("r-nav-item");
        button.setId("nav-" + entry.id());
        button.setAccessibleText(entry.title());
        button.setOnAction(e -> open(entry.id(), null));
        Tooltip tip = new Tooltip(entry.title());
        Label badge = new Label();
        badge.getStyleClass().add("r-badge");
        badge.setMouseTransparent(true);
        badge.setUserData(entry);
        Region bar = new Region();
        bar.getStyleClass().add("r-nav-bar");
        bar.setMouseTransparent(true);
        StackPane line = new StackPane(button, bar, badge);
        StackPane.setAlignment(bar, javafx.geometry.Pos.CENTER_LEFT);
        StackPane.setAlignment(badge, javafx.geometry.Pos.CENTER_RIGHT);
        StackPane.setMargin(badge, new javafx.geometry.Insets(0, 8, 0, 0));
        StackPane.setMargin(bar, new javafx.geometry.Insets(6, 0, 6, -8));
        itemSubscriptions.observe(model.collapsed(), folded -> button.setTooltip(folded ? tip : null));
        items.put(entry.id(), button);
        badges.put(entry.id(), badge);
        showBadge(badge);
        return line;
    }

    private void showBadge(Label badge) {
        ScreenEntry entry = (ScreenEntry) badge.getUserData();
        int count = model.badges().getOrDefault(entry.id(), 0);
        badge.setText(Integer.toString(count));
        badge.setVisible(count > 0 && !model.collapsed().get());
        items.get(entry.id())
                .setAccessibleText(count > 0 ? texts.get("nav.badge", entry.title(), count) : entry.title());
    }

    private void mark(Button item, boolean current) {
        item.pseudoClassStateChanged(CURRENT, current);
        for (Node beside :
                item.getParent() == null ? List.<Node>of() : item.getParent().getChildrenUnmodifiable()) {
            if (beside.getStyleClass().contains("r-nav-bar")) {
                beside.pseudoClassStateChanged(CURRENT, current);
            }
        }
    }

    @Override
    public void open(String screenId, Object argument) {
        ScreenEntry entry = entries.stream()
                .filter(one -> one.id().equals(screenId))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No screen " + screenId));
        Screen next = made.computeIfAbsent(entry.id(), id -> entry.make().get());
        if (next != current) {
            if (current != null) {
                current.hidden();
            }
            current = next;
            lastFocus.clear();
            place.getChildren().setAll(next.root());
            model.opened(entry.id());
            next.shown();
        }
        if (argument != null) {
            next.open(argument);
        }
        Node first = next.firstFocus() != null ? next.firstFocus() : firstControl(next.root());
        if (first != null) {
            first.requestFocus();
        }
    }

    private void closeScreens() {
        if (current != null) {
            current.hidden();
            current = null;
        }
        place.getChildren().clear();
        lastFocus.clear();
        made.values().forEach(Screen::close);
        made.clear();
    }

    void close() {
        closeScreens();
        itemSubscriptions.close();
        subscriptions.close();
    }

    // ---------------------------------------------------------------- connection and status

    private void showConnection() {
        ConnectionItem item = model.connectionProperty().get();
        boolean simulated = item != null && item.simulated();
        Controls.show(sandboxLine, simulated);
        String name = item == null ? texts.get("connection.none") : item.name();
        String kind = texts.get(simulated ? "connection.simulated" : "connection.real");
        StackPane mark = new StackPane(new Icon(simulated ? "box" : "shield", Icon.Size.NAV));
        mark.getStyleClass().add("r-connection-mark");
        if (simulated) {
            mark.getStyleClass().add("r-simulated");
        }
        HBox content = new HBox(mark);
        content.getStyleClass().add("r-connection-content");
        if (!model.collapsed().get()) {
            Label title = new Label(name);
            title.getStyleClass().add("r-connection-name");
            Label below = new Label(item == null ? "" : kind);
            below.getStyleClass().add("r-connection-kind");
            VBox words = new VBox(title, below);
            words.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
            words.setMinWidth(0);
            HBox.setHgrow(words, Priority.ALWAYS);
            content.getChildren().addAll(words, new Icon("chevron-down", Icon.Size.BUTTON));
            content.setMaxWidth(Double.MAX_VALUE);
            content.prefWidthProperty().bind(connection.widthProperty().subtract(16));
        }
        connection.setGraphic(content);
        connection.setTooltip(model.collapsed().get() ? new Tooltip(name + ", " + kind) : null);
        connection.setAccessibleText(texts.get("connection.choose", name, kind));
        statusName.setText(name);
    }

    private void chooseConnection() {
        ContextMenu choice = new ContextMenu();
        for (ConnectionItem item : model.connections()) {
            String kind = texts.get(item.simulated() ? "connection.simulated" : "connection.real");
            boolean now = item.equals(model.connectionProperty().get());
            MenuItem entry = new MenuItem(
                    item.name() + ", " + kind, new Icon(now ? "check" : item.simulated() ? "box" : "shield"));
            entry.setMnemonicParsing(false);
            entry.setOnAction(e -> model.choose(item));
            choice.getItems().add(entry);
        }
        if (!choice.getItems().isEmpty()) {
            choice.show(connection, Side.BOTTOM, 0, 4);
        }
    }

    private void showHealth(ShellViewModel.Health health) {
        dot.getStyleClass().removeAll("r-success", "r-danger");
        switch (health) {
            case GOOD -> dot.getStyleClass().add("r-success");
            case FAILING -> dot.getStyleClass().add("r-danger");
            case UNKNOWN -> {}
        }
        String words = texts.get(
                switch (health) {
                    case GOOD -> "status.health.good";
                    case FAILING -> "status.health.failing";
                    case UNKNOWN -> "status.health.unknown";
                });
        dot.setAccessibleText(words);
        Tooltip.install(dot, new Tooltip(words));
    }

    private void showRunning(RunningSend running) {
        Controls.show(sending, running != null);
        if (running != null) {
            sendingTitle.setText(
                    running.sends() == 1
                            ? texts.get("status.sending", running.title())
                            : texts.get("status.sendingSeveral", running.sends()));
            sendingBar.setProgress(running.share());
        }
    }

    private void showListening(StatusSign sign) {
        Controls.show(listening, sign != null);
        if (sign != null) {
            listening.setText(sign.words());
            listening.setGraphic(new Icon(sign.trouble() ? "alert-circle" : "inbox"));
            listening.getStyleClass().remove("r-danger-text");
            if (sign.trouble()) {
                listening.getStyleClass().add("r-danger-text");
            }
            listening.setTooltip(new Tooltip(sign.more()));
            listening.setAccessibleText(sign.words());
            listening.setAccessibleHelp(sign.more());
            listening.setOnAction(e -> sign.press().run());
        }
        showGaps();
    }

    private void showGaps() {
        boolean first = listening.isVisible();
        boolean left = !activity.getText().isEmpty();
        boolean middle = !selection.getText().isEmpty();
        boolean right = !rate.getText().isEmpty();
        present(activity, left);
        present(selection, middle);
        present(rate, right);
        present(activityGap, first && left);
        present(selectionGap, (first || left) && middle);
        present(rateGap, (first || left || middle) && right);
    }

    private static void present(Node node, boolean there) {
        Controls.show(node, there);
    }

    // ---------------------------------------------------------------- keys

    private record Key(String shown, String words, List<KeyCombination> keys, Runnable action) {
        static Key of(String shown, String words, Runnable action, String... keys) {
            return new Key(
                    shown,
                    words,
                    List.of(keys).stream().map(KeyCombination::valueOf).collect(Collectors.toList()),
                    action);
        }
    }

    private List<Key> keys() {
        List<Key> keys = new ArrayList<>();
        int number = 1;
        boolean bottomSeen = false;
        for (ScreenEntry entry : entries) {
            String words = texts.get("keys.screen", entry.title());
            Runnable go = () -> open(entry.id(), null);
            if (!entry.atBottom()) {
                keys.add(Key.of("Ctrl+" + number, words, go, "Shortcut+" + number, "Shortcut+Numpad " + number));
                number++;
            } else if (!bottomSeen) {
                bottomSeen = true;
                keys.add(Key.of("Ctrl+,", words, go, "Shortcut+Comma"));
            }
        }
        keys.add(Key.of("F6, Shift+F6", texts.get("keys.panes"), () -> nextPane(1), "F6"));
        keys.add(Key.of("", "", () -> nextPane(-1), "Shift+F6"));
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
        keys.add(Key.of("F1", texts.get("keys.help"), this::showKeys, "F1"));
        return keys;
    }

    private void key(KeyEvent event) {
        if (dialogs.isOpen()) {
            return;
        }
        for (Key key : keys()) {
            if (key.keys().stream().anyMatch(combination -> combination.match(event))) {
                event.consume();
                key.action().run();
                return;
            }
        }
        if (current == null) {
            return;
        }
        for (Shortcut shortcut : current.shortcuts()) {
            if (shortcut.keys().match(event)) {
                event.consume();
                shortcut.action().run();
                return;
            }
        }
    }

    private void showKeys() {
        GridPane list = new GridPane();
        list.getStyleClass().add("r-keys");
        for (Key key : keys()) {
            addKey(list, key.shown(), key.words());
        }
        if (current != null) {
            for (Shortcut shortcut : current.shortcuts()) {
                addKey(list, shortcut.keys().getDisplayText(), shortcut.words());
            }
        }
        Label tables = new Label(texts.get("keys.table"));
        tables.getStyleClass().add("r-bold");
        list.add(tables, 0, list.getRowCount(), 2, 1);
        addKey(list, "Space", texts.get("keys.select"));
        addKey(list, "Ctrl+A", texts.get("keys.selectAll"));
        addKey(list, "Esc", texts.get("keys.clear"));
        addKey(list, "Enter", texts.get("keys.open"));
        addKey(list, "Ctrl+C", texts.get("keys.copy"));
        addKey(list, "Ctrl+Shift+C", texts.get("keys.copyCell"));
        addKey(list, "Shift+F10", texts.get("keys.menu"));
        ScrollPane scroll = new ScrollPane(list);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("r-plain-scroll");
        scroll.setMaxHeight(root.getHeight() * 0.6);
        dialogs.show(texts.get("keys.title"), scroll, List.of(), null, closed -> {});
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

    // ---------------------------------------------------------------- panes

    private void nextPane(int step) {
        List<Node> panes = new ArrayList<>();
        panes.add(nav);
        if (current != null) {
            panes.addAll(current.panes());
        }
        panes.removeIf(pane -> firstControl(pane) == null);
        Node owner = root.getScene() == null ? null : root.getScene().getFocusOwner();
        int at = -1;
        for (int i = 0; i < panes.size(); i++) {
            if (owner != null && isIn(owner, panes.get(i))) {
                at = i;
                lastFocus.put(panes.get(i), owner);
            }
        }
        if (panes.isEmpty()) {
            return;
        }
        Node pane = panes.get(Math.floorMod(at + step, panes.size()));
        Node last = lastFocus.get(pane);
        Node to = last != null && isIn(last, pane) && last.isVisible() ? last : firstControl(pane);
        to.requestFocus();
    }

    private static boolean isIn(Node node, Node pane) {
        for (Node at = node; at != null; at = at.getParent()) {
            if (at == pane) {
                return true;
            }
        }
        return false;
    }

    private static Node firstControl(Node node) {
        if (node == null || !node.isVisible() || node.isDisabled()) {
            return null;
        }
        if (node.isFocusTraversable() && !(node instanceof ScrollPane)) {
            return node;
        }
        if (node instanceof Parent parent) {
            for (Node child : parent.getChildrenUnmodifiable()) {
                Node found = firstControl(child);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }
}

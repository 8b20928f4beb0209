package dev.rostrum.ui.shell;

import dev.rostrum.ui.fx.Action;
import dev.rostrum.ui.fx.Screen;
import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.fx.Tasks;
import dev.rostrum.ui.fx.Themes;
import dev.rostrum.ui.widget.Controls;
import dev.rostrum.ui.widget.Icon;
import dev.rostrum.ui.widget.News;
import dev.rostrum.ui.widget.NoticeBar;
import dev.rostrum.words.Texts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.collections.MapChangeListener;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** The frame: binds the view-model, opens screens, hears the keys that work everywhere. */
final class ShellController implements Navigator {
    private static final PseudoClass CURRENT = PseudoClass.getPseudoClass("current");

    /** Width of the window at 100 % zoom from which the status bar has room for everything. */
    private static final double ROOMY = 960;

    /** The same with room for what keys do. */
    private static final double HINTS = 1240;

    private final Texts texts = Texts.of(ShellController.class);
    private final ShellViewModel model;
    private final Themes themes;
    private final Subscriptions subscriptions = new Subscriptions();
    private final Subscriptions itemSubscriptions = new Subscriptions();
    private final Map<String, Button> items = new HashMap<>();
    private final Map<String, Label> badges = new HashMap<>();
    private final Map<String, Screen> made = new HashMap<>();

    private List<ScreenEntry> entries = List.of();
    private Screen current;
    private DialogLayer dialogs;
    private ConnectionTile tile;
    private PaneSteps panes;
    private ShellKeys keys;

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
    private StackPane noticePlace;

    @FXML
    private NoticeBar notice;

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

    @FXML
    private HBox hints;

    @FXML
    private Button palette;

    @FXML
    private Label paletteWords;

    @FXML
    private Label paletteKey;

    ShellController(ShellViewModel model, Themes themes) {
        this.model = model;
        this.themes = themes;
    }

    @FXML
    void initialize() {
        dialogs = new DialogLayer();
        root.getChildren().add(dialogs);
        root.addEventHandler(News.TOLD, news -> dialogs.tell(news.words()));
        tile = new ConnectionTile(model, connection);
        panes = new PaneSteps(nav, () -> current);
        keys = new ShellKeys(model, themes, dialogs, root, this, panes, () -> current);
        paletteKey.setText(keys.paletteKey());
        subscriptions.observe(model.connectionProperty(), item -> showConnection());
        subscriptions.observe(model.collapsed(), folded -> {
            if (folded) {
                nav.getStyleClass().add("r-collapsed");
            } else {
                nav.getStyleClass().remove("r-collapsed");
            }
            showConnection();
            Controls.show(paletteWords, !folded);
            Controls.show(paletteKey, !folded);
            palette.setTooltip(folded ? new Tooltip(texts.get("palette.name")) : null);
            badges.values().forEach(this::showBadge);
        });
        subscriptions.observe(model.healthProperty(), this::showHealth);
        subscriptions.observe(model.statusText(), text -> statusText.setText(text.isEmpty() ? "" : ", " + text));
        subscriptions.observe(model.runningProperty(), this::showRunning);
        subscriptions.observe(model.listeningProperty(), this::showListening);
        notice.setOnClose(model::closeNotice);
        subscriptions.observe(model.shownNotice(), this::showNotice);
        subscriptions.bind(sendingCount.textProperty(), model.runningText());
        subscriptions.bind(activity.textProperty(), model.activityProperty());
        subscriptions.bind(selection.textProperty(), model.selectionProperty());
        subscriptions.bind(rate.textProperty(), model.rateProperty());
        subscriptions.observe(activity.textProperty(), text -> showGaps());
        subscriptions.observe(selection.textProperty(), text -> showGaps());
        subscriptions.observe(rate.textProperty(), text -> showGaps());
        subscriptions.observe(model.widthProperty(), width -> showGaps());
        subscriptions.observe(themes.zoomProperty(), zoom -> measure());
        subscriptions.observe(root.widthProperty(), width -> measure());
        subscriptions.observe(model.screenProperty(), id -> items.forEach((key, item) -> mark(item, key.equals(id))));
        MapChangeListener<String, Integer> badgeChanged =
                change -> badges.values().forEach(this::showBadge);
        model.badges().addListener(badgeChanged);
        subscriptions.add(() -> model.badges().removeListener(badgeChanged));
    }

    StackPane root() {
        return root;
    }

    DialogLayer dialogs() {
        return dialogs;
    }

    /** Keys that work on every screen. */
    void setKeys(List<Action> everywhere) {
        keys.setEverywhere(everywhere);
    }

    /** What the palette finds beside commands. */
    void setFinds(Tasks tasks, PaletteSource source, Consumer<String> searchPeople) {
        keys.setFinds(tasks, source, searchPeople);
    }

    @FXML
    private void openPalette() {
        keys.openPalette();
    }

    void showKeys() {
        keys.show();
    }

    private void showHints() {
        hints.getChildren().clear();
        for (Action hint : keys.hints()) {
            Label key = new Label(hint.shownKeys());
            key.getStyleClass().add("r-key");
            key.setMinWidth(Region.USE_PREF_SIZE);
            Label words = new Label(hint.words());
            words.setMinWidth(Region.USE_PREF_SIZE);
            HBox one = new HBox(6, key, words);
            one.setAlignment(Pos.CENTER_LEFT);
            hints.getChildren().add(one);
        }
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
        dialogs.withdrawUndo();
        itemSubscriptions.close();
        entries = List.copyOf(screens);
        keys.setEntries(entries);
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
        button.setOnAction(e -> {
            if (current != null && current == made.get(entry.id())) {
                current.home();
            }
            open(entry.id(), null);
        });
        Tooltip tip = new Tooltip(entry.title());
        Label badge = new Label();
        badge.getStyleClass().add("r-badge");
        badge.setMouseTransparent(true);
        badge.setUserData(entry);
        Region bar = new Region();
        bar.getStyleClass().add("r-nav-bar");
        bar.setMouseTransparent(true);
        StackPane line = new StackPane(button, bar, badge);
        StackPane.setAlignment(bar, Pos.CENTER_LEFT);
        StackPane.setAlignment(badge, Pos.CENTER_RIGHT);
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
        if (current != null && current != made.get(entry.id())) {
            current.leave(() -> show(entry, argument));
        } else {
            show(entry, argument);
        }
    }

    private void show(ScreenEntry entry, Object argument) {
        Screen next = made.computeIfAbsent(entry.id(), id -> entry.make().get());
        if (next != current) {
            if (current != null) {
                current.hidden();
            }
            current = next;
            panes.forget();
            place.getChildren().setAll(next.root());
            model.opened(entry.id());
            next.shown();
            showHints();
        }
        if (argument != null) {
            next.open(argument);
        }
        Node first = next.firstFocus() != null ? next.firstFocus() : PaneSteps.firstControl(next.root());
        if (first != null) {
            first.requestFocus();
        }
    }

    /** Goes on once nothing that was typed on the screen in view is lost unasked. */
    void leave(Runnable go) {
        if (current == null) {
            go.run();
        } else {
            current.leave(go);
        }
    }

    private void closeScreens() {
        if (current != null) {
            current.hidden();
            current = null;
        }
        place.getChildren().clear();
        panes.forget();
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
        Controls.show(sandboxLine, item != null && item.simulated());
        tile.show();
        statusName.setText(item == null ? texts.get("connection.none") : item.name());
    }

    private void showNotice(ShellNotice now) {
        Controls.show(noticePlace, now != null);
        if (now != null) {
            notice.show(now.tone(), now.what(), now.rest());
            notice.setMore(now.more());
            notice.setButton(now.button(), now.press());
            notice.setClosable(true);
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
            sendingTitle.setTooltip(new Tooltip(sendingTitle.getText()));
        }
        showGaps();
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

    /** Where there is little room, what a screen says itself gives way to what only stands here. */
    private void showGaps() {
        boolean roomy = model.widthProperty().get() >= ROOMY;
        boolean first = listening.isVisible();
        boolean left = !activity.getText().isEmpty() && (roomy || !sending.isVisible());
        boolean middle = !selection.getText().isEmpty() && roomy;
        boolean right = !rate.getText().isEmpty();
        // Keys are known sooner or later; what goes on is not.
        present(hints, model.widthProperty().get() >= HINTS && !sending.isVisible());
        present(statusText, roomy || !sending.isVisible());
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
}

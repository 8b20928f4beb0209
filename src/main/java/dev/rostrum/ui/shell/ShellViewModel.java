package dev.rostrum.ui.shell;

import dev.rostrum.ui.table.ColumnState;
import dev.rostrum.words.Texts;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.binding.ObjectBinding;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableBooleanValue;
import javafx.beans.value.ObservableObjectValue;
import javafx.beans.value.ObservableStringValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.ObservableMap;

/** What the frame of the window shows. Screens write their part of the status bar here. */
public final class ShellViewModel {
    /** The state of the connection in one word, for the dot of the status bar. */
    public enum Health {
        UNKNOWN,
        GOOD,
        FAILING
    }

    /** Below this width, in pixels at 100 % zoom, the navigation shows icons only. */
    static final double NARROW = 1120;

    private final Texts texts = Texts.of(ShellViewModel.class);
    private final ObservableList<ConnectionItem> connections = FXCollections.observableArrayList();
    private final ObjectProperty<ConnectionItem> connection = new SimpleObjectProperty<>(this, "connection");
    private final ObjectProperty<Health> health = new SimpleObjectProperty<>(this, "health", Health.UNKNOWN);
    private final StringProperty trouble = new SimpleStringProperty(this, "trouble", "");
    private final StringProperty activity = new SimpleStringProperty(this, "activity", "");
    private final StringProperty selection = new SimpleStringProperty(this, "selection", "");
    private final StringProperty rate = new SimpleStringProperty(this, "rate", "");
    private final ObjectProperty<StatusSign> listening = new SimpleObjectProperty<>(this, "listening");
    private final ObjectProperty<RunningSend> running = new SimpleObjectProperty<>(this, "running");
    private final ObjectProperty<ShellNotice> notice = new SimpleObjectProperty<>(this, "notice");
    private final ObjectProperty<ShellNotice> news = new SimpleObjectProperty<>(this, "news");
    private final ObjectBinding<ShellNotice> shownNotice;
    private final ObservableMap<String, Integer> badges = FXCollections.observableHashMap();
    private final ReadOnlyStringWrapper screen = new ReadOnlyStringWrapper(this, "screen", "");
    private final ObservableMap<String, List<ColumnState>> columns = FXCollections.observableHashMap();
    private final DoubleProperty teamsWidth = new SimpleDoubleProperty(this, "teamsWidth", 200 / 13.0);
    private final DoubleProperty width = new SimpleDoubleProperty(this, "width", 1280);
    /** What the admin chose by Ctrl+B, or null: the width decides. */
    private final ObjectProperty<Boolean> folded = new SimpleObjectProperty<>(this, "folded");

    private final BooleanProperty narrow = new SimpleBooleanProperty(this, "narrow");
    private final BooleanBinding collapsed;
    private final BooleanBinding simulated;
    private final StringBinding windowTitle;
    private final StringBinding statusText;
    private final StringBinding runningText;
    private Consumer<ConnectionItem> onSwitch = item -> {};
    private BiConsumer<ConnectionItem, Boolean> onLook = (item, only) -> {};
    private Runnable onAdd = () -> {};

    public ShellViewModel() {
        narrow.bind(width.lessThan(NARROW));
        // A wish for the wide form does not survive the window becoming narrow, nor the reverse.
        narrow.addListener((observable, before, after) -> folded.set(null));
        collapsed =
                Bindings.createBooleanBinding(() -> folded.get() == null ? narrow.get() : folded.get(), folded, narrow);
        simulated = Bindings.createBooleanBinding(
                () -> connection.get() != null && connection.get().simulated(), connection);
        windowTitle = Bindings.createStringBinding(this::titleNow, connection);
        statusText = Bindings.createStringBinding(this::statusNow, connection, trouble);
        shownNotice = Bindings.createObjectBinding(this::noticeNow, notice, news, screen);
        runningText = Bindings.createStringBinding(
                () -> running.get() == null
                        ? ""
                        : texts.get(
                                "status.progress",
                                running.get().done(),
                                running.get().total()),
                running);
    }

    private String titleNow() {
        ConnectionItem item = connection.get();
        if (item == null) {
            return texts.get("window.title");
        }
        return texts.get(item.simulated() ? "window.title.simulated" : "window.title.named", item.name());
    }

    /** What needs the admin goes before what has only come to its end. */
    private ShellNotice noticeNow() {
        for (ShellNotice each : new ShellNotice[] {notice.get(), news.get()}) {
            if (each != null && !each.notOn().equals(screen.get())) {
                return each;
            }
        }
        return null;
    }

    /** The admin has closed what is shown. */
    void closeNotice() {
        ShellNotice shown = shownNotice.get();
        if (shown != null && shown.equals(notice.get())) {
            notice.set(null);
        } else {
            news.set(null);
        }
    }

    private String statusNow() {
        if (!trouble.get().isEmpty()) {
            return trouble.get();
        }
        return simulated.get() ? texts.get("status.simulated") : "";
    }

    /** Tells this when the admin picks a connection, be it the one in view. */
    public void setOnSwitch(Consumer<ConnectionItem> listener) {
        onSwitch = listener;
    }

    /** The admin picks a connection. */
    public void choose(ConnectionItem item) {
        onSwitch.accept(item);
    }

    /** Tells this when the admin wants a connection to be opened to look only, or not any more. */
    public void setOnLook(BiConsumer<ConnectionItem, Boolean> listener) {
        onLook = listener;
    }

    void look(ConnectionItem item, boolean only) {
        onLook.accept(item, only);
    }

    /** Runs this when the admin wants a further connection. */
    public void setOnAdd(Runnable listener) {
        onAdd = listener;
    }

    void addConnection() {
        onAdd.run();
    }

    /** Shows or hides the words of the navigation. */
    public void toggleNavigation() {
        folded.set(!collapsed.get());
    }

    void opened(String screenId) {
        screen.set(screenId);
        if (news.get() != null && news.get().notOn().equals(screenId)) {
            news.set(null);
        }
        selection.set("");
    }

    public ObservableList<ConnectionItem> connections() {
        return connections;
    }

    /** The connection that the window works on. */
    public ObjectProperty<ConnectionItem> connectionProperty() {
        return connection;
    }

    public ObservableBooleanValue simulated() {
        return simulated;
    }

    public ObjectProperty<Health> healthProperty() {
        return health;
    }

    /** What is wrong with the connection, in a few words ("cannot sign in"); empty when nothing is. */
    public StringProperty troubleProperty() {
        return trouble;
    }

    /** What goes on besides sending ("Syncing Night shift, 200 of 412"). */
    public StringProperty activityProperty() {
        return activity;
    }

    /** What is selected on the screen in view ("128 of 8,117 selected"); emptied when another screen opens. */
    public StringProperty selectionProperty() {
        return selection;
    }

    /** The rate of requests ("20 requests/s"). */
    public StringProperty rateProperty() {
        return rate;
    }

    /** Whether the console listens for what Teams tells the bot, or null where it is not to. */
    public ObjectProperty<StatusSign> listeningProperty() {
        return listening;
    }

    /** The running send, or null. */
    public ObjectProperty<RunningSend> runningProperty() {
        return running;
    }

    /** What needs the admin, on whatever screen; or null. */
    public ObjectProperty<ShellNotice> noticeProperty() {
        return notice;
    }

    /** What has happened elsewhere meanwhile, or null; forgotten when that screen is opened. */
    public ObjectProperty<ShellNotice> newsProperty() {
        return news;
    }

    /** The one of them that is shown on the screen in view, or null. */
    ObservableObjectValue<ShellNotice> shownNotice() {
        return shownNotice;
    }

    /** A number behind the name of a screen, by its id. */
    public ObservableMap<String, Integer> badges() {
        return badges;
    }

    /** The id of the screen in view. */
    public ReadOnlyStringProperty screenProperty() {
        return screen.getReadOnlyProperty();
    }

    /** Width of the window divided by the zoom. */
    public DoubleProperty widthProperty() {
        return width;
    }

    /** How wide the admin has the teams beside the people, in em. */
    public DoubleProperty teamsWidthProperty() {
        return teamsWidth;
    }

    /** How the admin has the columns of each table, by the table's name. */
    public ObservableMap<String, List<ColumnState>> columns() {
        return columns;
    }

    /** The navigation shows icons only. */
    public ObservableBooleanValue collapsed() {
        return collapsed;
    }

    public ObservableStringValue windowTitle() {
        return windowTitle;
    }

    /** What stands behind the name of the connection in the status bar; may be empty. */
    public ObservableStringValue statusText() {
        return statusText;
    }

    public ObservableStringValue runningText() {
        return runningText;
    }
}

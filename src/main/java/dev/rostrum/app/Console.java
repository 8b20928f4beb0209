package dev.rostrum.app;

import dev.rostrum.announce.AutomaticMessages;
import dev.rostrum.announce.RunSnapshot;
import dev.rostrum.announce.Runs;
import dev.rostrum.connection.Connection;
import dev.rostrum.connection.ConnectionMarks;
import dev.rostrum.connection.doctor.Diagnosis;
import dev.rostrum.connector.Pacer;
import dev.rostrum.domain.ConnectionMark;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.Ticker;
import dev.rostrum.inbound.ListeningSwitch;
import dev.rostrum.records.Backups;
import dev.rostrum.store.Holder;
import dev.rostrum.ui.fx.Coalesced;
import dev.rostrum.ui.fx.FxTasks;
import dev.rostrum.ui.fx.FxThread;
import dev.rostrum.ui.fx.LatestTask;
import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.fx.Themes;
import dev.rostrum.ui.people.PeopleScreen;
import dev.rostrum.ui.settings.SettingsHost;
import dev.rostrum.ui.settings.SettingsScreen;
import dev.rostrum.ui.shell.Choice;
import dev.rostrum.ui.shell.ConnectionItem;
import dev.rostrum.ui.shell.ConsoleWindow;
import dev.rostrum.ui.shell.Question;
import dev.rostrum.ui.shell.RunningSend;
import dev.rostrum.ui.shell.ShellViewModel;
import dev.rostrum.ui.shell.StatusSign;
import dev.rostrum.words.Sentences;
import dev.rostrum.words.Texts;
import dev.rostrum.words.Times;
import dev.rostrum.workspace.ConnectionSwitch;
import dev.rostrum.workspace.Workspace;
import dev.rostrum.workspace.Workspaces;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.application.Platform;
import javafx.stage.Stage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The window's life: opened on a connection, led to another, closed with care. Fields are used on the FX thread only. */
final class Console implements SettingsHost, ConnectionSwitch.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Console.class);

    private final RostrumProgram program;
    private final Clock clock = Clock.systemDefaultZone();
    private final Ticker ticker = System::nanoTime;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final FxThread fx = new FxThread();
    private final FxTasks tasks = new FxTasks(fx);
    private final Texts texts = Texts.of(Console.class);
    private final Subscriptions ofConnection = new Subscriptions();
    private final ConnectionSwitch leading = new ConnectionSwitch(this::opening, fx, this);
    private final LatestTask openings = new LatestTask();
    private final LatestTask looks = new LatestTask();

    private Themes themes;
    private ShellViewModel shell;
    private ConnectionHealth standing;
    private ConsoleWindow window;
    private volatile boolean failed;
    private volatile boolean lookOnly;
    private volatile boolean welcomes;

    Console(RostrumProgram program) {
        this.program = program;
    }

    /**
     * Opens the window and waits until it is closed.
     *
     * @param connectionName null for the connection in use
     * @param lookOnly nothing is changed from this window
     * @return why there can be no window, or empty
     */
    static Optional<Reason> run(RostrumProgram program, String connectionName, boolean lookOnly) {
        Connection connection = connectionName == null
                ? program.connections().current()
                : program.connections().find(connectionName);
        Console console = new Console(program);
        console.lookOnly = lookOnly;
        console.welcomes = true;
        try {
            Platform.setImplicitExit(false);
            Platform.startup(() -> console.open(connection));
        } catch (UnsupportedOperationException e) {
            return Optional.of(howToGetAWindow(e));
        }
        Thread hook = new Thread(console::release, "shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            console.closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        console.release();
        Platform.exit();
        if (console.failed) {
            throw Problem.failed("window.notOpened", program.dataFolder());
        }
        return Optional.empty();
    }

    private static Reason howToGetAWindow(UnsupportedOperationException e) {
        LOG.info("no window: {}", e.getMessage());
        boolean library = e.getMessage() != null && e.getMessage().contains("GTK");
        return Reason.of(library ? "window.noGtk" : "window.noDisplay");
    }

    /** Ends what the connection holds: pauses a send, waits up to five seconds for answers, releases the data file. */
    void release() {
        leading.close();
    }

    /** Shows the window. Opens it; called on the FX thread. */
    void open(Connection connection) {
        try {
            themes = new Themes();
            WindowSettings kept = new WindowSettings(program.settings(), tasks);
            kept.appearance(themes);
            shell = new ShellViewModel();
            standing = new ConnectionHealth(shell, clock);
            window = new ConsoleWindow(new Stage(), shell, themes);
            window.setQuitGuard(this::beforeClose);
            kept.place(window.stage(), shell);
            window.stage().setOnHidden(event -> {
                kept.close();
                closed.countDown();
            });
            shell.setOnSwitch(this::choose);
            shell.setOnLook(this::look);
            shell.setOnAdd(() -> window.navigator().open(Screens.SETTINGS, SettingsScreen.ADD));
            listConnections();
            lead(connection);
            window.show();
            fx.afterFrame(this::firstFrame);
        } catch (RuntimeException e) {
            LOG.error("the window could not be opened", e);
            failed = true;
            closed.countDown();
        }
    }

    private void firstFrame() {
        ProcessHandle.current()
                .info()
                .startInstant()
                .ifPresent(started -> LOG.info(
                        "the first frame stands {} ms after the start of the process",
                        Duration.between(started, clock.instant()).toMillis()));
        // Asked only now: it starts a process of its own.
        window.stage().focusedProperty().subscribe(focused -> {
            if (focused) {
                followSystem();
            }
        });
        themes.choiceProperty().subscribe((before, after) -> followSystem());
    }

    /** The connection that is open, or null. */
    Workspace workspace() {
        return leading.open();
    }

    ConsoleWindow window() {
        return window;
    }

    Themes themes() {
        return themes;
    }

    // --- the connection

    private void listConnections() {
        shell.connections()
                .setAll(program.connections().list().stream().map(this::item).toList());
    }

    private ConnectionItem item(Connection connection) {
        return new ConnectionItem(
                connection.name(),
                connection.name(),
                connection.simulated(),
                program.connections().marks().of(connection));
    }

    /** The connection that is open is opened again only where this one could be opened for reading alone. */
    private void choose(ConnectionItem item) {
        Workspace open = workspace();
        boolean reading = open != null && open.actions().isEmpty();
        if ((reading && !item.mark().lookOnly())
                || !item.equals(shell.connectionProperty().get())) {
            beforeSwitch(item.id());
        }
    }

    /** The data file is let go of, or taken again. */
    private void look(ConnectionItem item, boolean only) {
        Connection connection = program.connections().find(item.name());
        ConnectionMarks marks = program.connections().marks();
        tasks.control(() -> {
                    marks.set(
                            connection, new ConnectionMark(marks.of(connection).tag(), only));
                    return connection;
                })
                .onOk(this::marked)
                .onFail(this::tell)
                .start();
    }

    @Override
    public void marked(Connection connection) {
        listConnections();
        ConnectionItem now = item(connection);
        ConnectionItem before = shell.connectionProperty().get();
        if (before == null || !before.name().equals(now.name()) || before.equals(now)) {
            return;
        }
        beforeSwitch(now.name());
    }

    private void beforeSwitch(String name) {
        window.leave(() -> afterPause("switch", name, () -> use(name)));
    }

    /**
     * Runs the step, once the admin agreed to pause the send where one runs.
     *
     * @param what the step, whose question stands in the texts
     */
    private void afterPause(String what, String name, Runnable step) {
        Workspace open = workspace();
        if (open == null
                || open.actions().isEmpty()
                || open.act().runs().startedByAdmin().isEmpty()) {
            step.run();
            return;
        }
        window.dialogs()
                .ask(
                        new Question(
                                texts.get(what + ".title", name),
                                texts.get(what + ".body", name),
                                Choice.standard("pause", texts.get(what + ".pause"))),
                        answer -> {
                            if (answer.equals("pause")) {
                                step.run();
                            }
                        });
    }

    /** Leads the window to a connection and keeps it as the one in use. */
    private void use(String name) {
        Connection connection;
        try {
            connection = program.connections().find(name);
        } catch (Problem e) {
            tell(e);
            return;
        }
        leave(connection);
        // They are stored one after the other, so that of two quick switches the last one is kept.
        leading.whileClosed(
                connection,
                () -> {
                    program.connections().use(name);
                    return name;
                },
                kept -> listConnections(),
                this::tell);
    }

    private void tell(Exception failure) {
        if (failure instanceof Problem problem) {
            window.dialogs().tell(Sentences.of(problem));
        } else {
            LOG.error("unforeseen failure", failure);
            window.dialogs().tell(texts.get("unforeseen"));
        }
    }

    @Override
    public void whileClosed(
            Connection connection,
            Callable<Backups.Restored> work,
            Consumer<Backups.Restored> ok,
            Consumer<Exception> fail) {
        // This holds where its data file could not be opened, too: what was restored is opened then.
        if (!connection.name().equals(shell.connectionProperty().get().name())) {
            leading.beside(work, ok, fail);
            return;
        }
        afterPause("restoring", connection.name(), () -> {
            leave(connection);
            leading.whileClosed(connection, work, ok, fail);
        });
    }

    @Override
    public void openFolder(Path folder) {
        tasks.lengthy(() -> FolderOpener.open(folder, System.getProperty("os.name")))
                .onOk(opened -> {
                    if (!opened) {
                        window.dialogs().tell(texts.get("folder", folder));
                    }
                })
                .onFail(this::tell)
                .start();
    }

    private void lead(Connection connection) {
        leave(connection);
        leading.to(connection);
    }

    /** Leaves what was shown, and says that the connection is being opened. */
    private void leave(Connection connection) {
        openings.drop();
        ofConnection.close();
        shell.connectionProperty().set(item(connection));
        standing.opening();
        shell.runningProperty().set(null);
        shell.listeningProperty().set(null);
        shell.rateProperty().set("");
        shell.badges().clear();
        window.setScreens(screens(null).opening());
        window.setKeys(List.of());
        window.setFinds(tasks, null, text -> {});
    }

    private Workspace opening(Connection connection) {
        return program.open(
                connection,
                new Workspaces.Request(
                        lookOnly ? Workspaces.Access.LOOK : Workspaces.Access.WRITE_OR_READ,
                        Holder.WINDOW,
                        Duration.ZERO,
                        notice -> fx.execute(() -> window.dialogs().tell(notice))));
    }

    @Override
    public void opened(Workspace opened) {
        // A keychain may take some seconds to say so.
        tasks.read(() -> program.secrets().known(opened.connection()))
                .onOk(secretKnown -> show(opened, secretKnown))
                .onFail(failure -> notOpened(opened.connection(), failure))
                .startIn(openings);
    }

    @Override
    public void notOpened(Connection connection, Exception failure) {
        standing.notOpened();
        if (failure instanceof Problem problem && problem.reason().code().equals("store.foreign")) {
            String why = Sentences.of(problem.reason()) + ".";
            window.setScreens(screens(null).foreign(why, () -> askToRepair(connection)));
            return;
        }
        String why = failure instanceof Problem problem ? Sentences.of(problem) : texts.get("unforeseen");
        if (!(failure instanceof Problem)) {
            LOG.error("the connection could not be opened", failure);
        }
        window.setScreens(screens(null).failed(why, () -> lead(connection)));
    }

    /** Goes on with the rows of a data file that something else has changed, once the admin agreed. */
    private void askToRepair(Connection connection) {
        window.dialogs()
                .ask(
                        new Question(
                                texts.get("repair.title"),
                                texts.get("repair.body"),
                                Choice.standard("repair", texts.get("repair.do"))),
                        answer -> {
                            if (answer.equals("repair")) {
                                leave(connection);
                                leading.whileClosed(
                                        connection,
                                        () -> program.backups(connection).repair(Duration.ZERO, notice -> {}),
                                        this::repaired,
                                        this::tell);
                            }
                        });
    }

    private void repaired(Backups.Repaired done) {
        window.dialogs()
                .ask(
                        new Question(
                                texts.get("repaired"),
                                done.notes().stream().map(Sentences::whole).collect(Collectors.joining("\n\n"))),
                        read -> {});
    }

    /** @param secretKnown whether it can sign in without asking */
    private void show(Workspace opened, boolean secretKnown) {
        if (workspace() != opened) {
            // The window was closed meanwhile.
            return;
        }
        Connection connection = opened.connection();
        if (opened.readOnlyBecause() != null) {
            standing.readOnly();
            window.dialogs().tell(Sentences.whole(opened.readOnlyBecause()));
        } else {
            standing.opened(connection);
        }
        RunNotices notices = new RunNotices(opened, shell, window.navigator(), tasks, this::tellOutside);
        ofConnection.add(notices::close);
        opened.actions().ifPresent(actions -> {
            follow(actions.runs(), notices);
            follow(actions.listening(), actions.automatic());
        });
        showRate(connection);
        Screens screens = screens(opened);
        window.setScreens(screens.all());
        window.setKeys(screens.actions());
        window.setFinds(
                tasks, new PaletteFinds(opened, window.navigator(), new Times(clock)), text -> window.navigator()
                        .open(Screens.PEOPLE, new PeopleScreen.Show(null, text, null)));
        if (opened.actions().isEmpty()) {
            return;
        }
        standing.secret(connection, secretKnown);
        if (!secretKnown) {
            window.navigator().open(Screens.SETTINGS);
        } else if (welcomes && connection.kind() == Connection.Kind.SANDBOX) {
            welcome(opened);
        } else {
            connection.expiryWarning(clock).ifPresent(warning -> window.dialogs()
                    .tell(Sentences.whole(warning.reason())));
        }
    }

    /** Whoever has not even a team begins at the welcome; it is left by one press, and comes back under Help. */
    private void welcome(Workspace opened) {
        tasks.read(() -> opened.views().teams().isEmpty()
                        && opened.views().runs().select("").count() == 0)
                .onOk(first -> {
                    if (first
                            && workspace() == opened
                            && !window.dialogs().isOpen()
                            && Screens.PEOPLE.equals(shell.screenProperty().get())) {
                        window.navigator().open(Screens.HELP);
                    }
                })
                .onFail(this::tell)
                .startIn(openings);
    }

    @Override
    public void examined(Connection connection, Diagnosis found) {
        Workspace open = workspace();
        if (open == null || !open.connection().equals(connection)) {
            return;
        }
        standing.examined(connection, found);
    }

    /** Where the admin looks at another program, the system tells it too. */
    private void tellOutside(String words) {
        if (!window.stage().isFocused()) {
            tasks.lengthy(() -> SystemNotice.show(words))
                    .onOk(shown -> LOG.debug("the system was told: {}", shown))
                    .onFail(this::tell)
                    .start();
        }
    }

    /** Looks how the system looks, as often as the window comes to the front. */
    private void followSystem() {
        if (themes.choiceProperty().get() == Themes.Choice.SYSTEM) {
            tasks.lengthy(() -> SystemAppearance.read())
                    .onOk(found -> found.ifPresent(themes::systemLooks))
                    .onFail(e -> LOG.debug("the system does not say how it looks", e))
                    .startIn(looks);
        }
    }

    private Screens screens(Workspace opened) {
        return new Screens(program, opened, window, shell, themes, tasks, fx, ticker, clock, this);
    }

    @Override
    public void changed(String use) {
        listConnections();
        Workspace open = workspace();
        if (use != null) {
            beforeSwitch(use);
        } else if (open != null && open.actions().isPresent()) {
            tasks.lengthy(() -> program.secrets().known(open.connection()))
                    .onOk(known -> {
                        if (workspace() == open) {
                            standing.secret(open.connection(), known);
                        }
                    })
                    .onFail(this::tell)
                    .start();
        }
    }

    private void showRate(Connection connection) {
        shell.rateProperty()
                .set(
                        Double.isInfinite(connection.requestsPerSecond())
                                ? texts.get("status.unpaced")
                                : texts.get("status.rate", Math.min(connection.requestsPerSecond(), Pacer.CEILING)));
    }

    private void follow(Runs runs, RunNotices notices) {
        Coalesced<RunSnapshot> snapshots = new Coalesced<>(fx, fx, ticker, RunSnapshot::runId, run -> {
            standing.sends(run);
            notices.moved(run, runs);
        });
        Runs.Watch watch = runs.watch(snapshots);
        ofConnection.add(() -> {
            watch.close();
            snapshots.close();
        });
    }

    private void follow(ListeningSwitch listening, AutomaticMessages automatic) {
        Coalesced<String> signs = new Coalesced<>(fx, fx, ticker, any -> showInbound(listening, automatic));
        ListeningSwitch.Watch ofListening = listening.watch(state -> signs.accept(""));
        Runs.Watch ofMessages = automatic.watch(state -> signs.accept(""));
        ofConnection.add(() -> {
            ofListening.close();
            ofMessages.close();
            signs.close();
        });
        signs.accept("");
    }

    /** One sign for the inbound side: not to hear is worse than not to answer. */
    private void showInbound(ListeningSwitch listening, AutomaticMessages automatic) {
        StatusSign heard = ListeningSign.of(listening.state(), () -> openSettings(SettingsScreen.INBOUND));
        StatusSign waits = ListeningSign.of(automatic.state(), () -> openSettings(SettingsScreen.AUTOMATIC));
        shell.listeningProperty().set(waits == null || (heard != null && heard.trouble()) ? heard : waits);
    }

    private void openSettings(String page) {
        window.navigator().open(Screens.SETTINGS, page);
    }

    // --- the end

    private void beforeClose(Runnable close) {
        Workspace open = workspace();
        if (open == null || open.actions().isEmpty()) {
            close.run();
            return;
        }
        List<RunSnapshot> runs = open.act().runs().startedByAdmin();
        RunningSend all = RunningSend.of(runs);
        if (all == null) {
            close.run();
            return;
        }
        window.dialogs()
                .ask(
                        new Question(
                                texts.get("quit.title"),
                                texts.get(
                                        runs.size() == 1 ? "quit.body" : "quit.bodyOfSeveral",
                                        runs.size() == 1 ? all.title() : runs.size(),
                                        all.done(),
                                        all.total(),
                                        all.total() - all.done()),
                                Choice.standard("quit", texts.get("quit.pause"))),
                        answer -> {
                            if (answer.equals("quit")) {
                                close.run();
                            }
                        });
    }
}

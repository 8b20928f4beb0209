package dev.rostrum.ui.announcements;

import dev.rostrum.announce.Drafts;
import dev.rostrum.announce.RunSnapshot;
import dev.rostrum.announce.Runs;
import dev.rostrum.domain.Audience;
import dev.rostrum.domain.Draft;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.ShellLine;
import dev.rostrum.domain.Ticker;
import dev.rostrum.ui.compose.ComposeSheet;
import dev.rostrum.ui.fx.Action;
import dev.rostrum.ui.fx.Coalesced;
import dev.rostrum.ui.fx.Delay;
import dev.rostrum.ui.fx.LatestTask;
import dev.rostrum.ui.fx.Screen;
import dev.rostrum.ui.fx.Tasks;
import dev.rostrum.ui.shell.CommandCopy;
import dev.rostrum.ui.shell.DialogLayer;
import dev.rostrum.ui.shell.SaveFile;
import dev.rostrum.ui.table.ColumnState;
import dev.rostrum.ui.words.FailureTexts;
import dev.rostrum.words.Texts;
import dev.rostrum.words.Times;
import dev.rostrum.workspace.Workspace;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.collections.ObservableMap;
import javafx.scene.Node;
import javafx.scene.layout.StackPane;

/**
 * The Announcements screen: the list, and inside it the composer, the review and one run. Opened with an {@link Audience} it
 * begins a new draft for it, with the id of a run (a {@link Long}) it shows that run.
 */
public final class AnnouncementsScreen implements Screen {
    /** Opened with this it begins a new announcement. */
    public static final String NEW = "new";

    private final Texts texts = Texts.of(AnnouncementsScreen.class);
    private final Workspace workspace;
    private final Tasks tasks;
    private final Executor fx;
    private final Delay delay;
    private final Ticker ticker;
    private final Clock clock;
    private final DialogLayer dialogs;
    private final SaveFile saving;

    private final StackPane root = new StackPane();
    private final RateHistory history;
    private final RunListViewModel runs;
    private final DraftListViewModel drafts;
    private final ListPage list;
    /** The draft that is being written, also while it is reviewed; or null. */
    private ComposerPage composer;

    private final LatestTask openings = new LatestTask();
    private final Coalesced<Boolean> draftNews;
    private final Drafts.Watch draftWatch;
    private final Coalesced<RunSnapshot> live;
    private final Runs.Watch watch;
    private Page current;
    private boolean inView;

    /**
     * @param fx the way to the FX thread
     * @param dialogs of the window
     * @param saving asks where exports go
     * @param columns of the tables, as the admin has them
     */
    public AnnouncementsScreen(
            Workspace workspace,
            Tasks tasks,
            Executor fx,
            Delay delay,
            Ticker ticker,
            Clock clock,
            DialogLayer dialogs,
            SaveFile saving,
            ObservableMap<String, List<ColumnState>> columns) {
        this.workspace = workspace;
        this.tasks = tasks;
        this.fx = fx;
        this.delay = delay;
        this.ticker = ticker;
        this.clock = clock;
        this.dialogs = dialogs;
        this.saving = saving;
        root.getStylesheets()
                .add(AnnouncementsScreen.class.getResource("announcements.css").toExternalForm());
        ComposeSheet.on(root);
        history = new RateHistory(clock);
        runs = new RunListViewModel(workspace, tasks, ticker);
        drafts = new DraftListViewModel(workspace, tasks, dialogs);
        list = new ListPage(
                runs,
                drafts,
                new Times(clock),
                new ListPage.Steps() {
                    @Override
                    public void compose() {
                        AnnouncementsScreen.this.compose();
                    }

                    @Override
                    public void open(long runId) {
                        openRun(runId);
                    }

                    @Override
                    public void openDraft(long id) {
                        AnnouncementsScreen.this.openDraft(id);
                    }

                    @Override
                    public void review(Proposal proposal) {
                        AnnouncementsScreen.this.review(proposal, AnnouncementsScreen.this::toList);
                    }
                },
                columns);
        draftNews = new Coalesced<>(fx, delay, ticker, moved -> {
            if (inView && current == list) {
                drafts.refresh();
            }
        });
        draftWatch = workspace
                .actions()
                .map(actions -> actions.drafts().watch(() -> draftNews.accept(true)))
                .orElse(() -> {});
        live = new Coalesced<>(fx, delay, ticker, RunSnapshot::runId, this::moved);
        watch = workspace.actions().map(actions -> actions.runs().watch(live)).orElse(() -> {});
        current = list;
        root.getChildren().setAll(list.root());
    }

    /** A run has moved on; at most ten times a second. */
    private void moved(RunSnapshot snapshot) {
        workspace
                .actions()
                .ifPresent(actions -> history.add(snapshot, actions.runs().requestsPerSecond(snapshot.runId())));
        if (!inView) {
            return;
        }
        if (current == list) {
            runs.live(snapshot);
        } else if (current instanceof RunPage run) {
            run.model().live(snapshot);
        }
    }

    // ---------------------------------------------------------------- pages

    private void show(Page next) {
        Page before = current;
        if (next == before) {
            return;
        }
        current = next;
        root.getChildren().setAll(next.root());
        if (before != list && before != composer) {
            before.close();
        }
        next.shown();
        // What a scroll pane holds is in the window, and can have the focus, only once the pane has its skin.
        root.applyCss();
        Node first = next.firstFocus();
        if (first != null) {
            first.requestFocus();
        }
    }

    private void toList() {
        show(list);
        leaveComposer();
    }

    /** A new draft; one in which there is nothing yet is not left for another. */
    private void compose() {
        if (composer != null && composer.model().isUntouched()) {
            show(composer);
        } else {
            compose(0, Draft.EMPTY);
        }
    }

    private void compose(long id, Draft draft) {
        if (!mayLeaveComposer()) {
            show(composer);
            dialogs.tell(texts.get("draft.readOnly"));
            return;
        }
        ComposerPage before = composer;
        composer = new ComposerPage(
                new ComposerViewModel(workspace, tasks, fx, clock, id, draft),
                clock,
                dialogs,
                this::toList,
                this::review,
                this::deleteDraft);
        show(composer);
        if (before != null) {
            before.close();
        }
    }

    private void openDraft(long id) {
        if (composer != null && composer.model().draftId() == id) {
            show(composer);
            return;
        }
        tasks.read(() -> workspace.views().drafts().find(id))
                .onOk(found -> found.ifPresentOrElse(draft -> compose(id, draft), drafts::refresh))
                .onFail(drafts::failed)
                .startIn(openings);
    }

    /** What is kept on no disk would be lost. */
    private boolean mayLeaveComposer() {
        return composer == null
                || workspace.actions().isPresent()
                || composer.model().isUntouched();
    }

    private void leaveComposer() {
        if (composer != null && mayLeaveComposer()) {
            composer.close();
            composer = null;
        }
    }

    private void deleteDraft() {
        ComposerViewModel model = composer.model();
        String name = drafts.name(model.draft().name());
        tasks.control(() -> {
                    Long id = model.settled();
                    return id == null
                            ? Optional.<Drafts.Undo>empty()
                            : workspace.act().drafts().delete(id);
                })
                .onOk(undo -> {
                    model.end();
                    toList();
                    list.showDrafts();
                    drafts.deleted(name, undo.orElse(null));
                })
                .onFail(e -> dialogs.tell(FailureTexts.words(e)))
                .start();
    }

    private void review() {
        ComposerPage reviewed = composer;
        review(Proposal.of(reviewed.model()), () -> show(reviewed));
    }

    void review(Proposal proposal, Runnable back) {
        CardQuestion.before(dialogs, proposal.request().written(), () -> open(proposal, back));
    }

    private void open(Proposal proposal, Runnable back) {
        ReviewViewModel model = new ReviewViewModel(workspace, tasks, fx, delay, ticker, proposal, this::started);
        ReviewPage page = new ReviewPage(model, dialogs, this::toList, back);
        show(page);
        // The number to type is known only now that the plan is counted.
        model.reviewedProperty().subscribe(now -> {
            if (current == page && now != null && !focusedInside(page)) {
                page.firstFocus().requestFocus();
            }
        });
    }

    /** A count that comes after a choice was made leaves the focus where it is. */
    private static boolean focusedInside(Page page) {
        Node at = page.root().getScene() == null ? null : page.root().getScene().getFocusOwner();
        while (at != null && at != page.root()) {
            at = at.getParent();
        }
        return at != null
                && page.root().getScene().getFocusOwner() != page.panes().get(0);
    }

    private void started(long runId) {
        boolean sent = current instanceof ReviewPage page && page.kind() == JobKind.SEND;
        openRun(runId);
        if (sent && composer != null) {
            // It went as the plan was made.
            composer.model().end();
            composer.close();
            composer = null;
        }
    }

    private void openRun(long runId) {
        if (current instanceof RunPage run && run.model().runId() == runId) {
            run.refresh();
            return;
        }
        show(new RunPage(
                new RunViewModel(
                        workspace,
                        tasks,
                        ticker,
                        clock,
                        dialogs,
                        saving,
                        proposal -> review(proposal, () -> openRun(runId)),
                        runId),
                history,
                clock,
                dialogs,
                this::toList,
                this::openRun));
    }

    /** The page in view. */
    Page current() {
        return current;
    }

    // ---------------------------------------------------------------- screen

    @Override
    public Node root() {
        return root;
    }

    @Override
    public void shown() {
        inView = true;
        current.shown();
    }

    @Override
    public void hidden() {
        inView = false;
    }

    @Override
    public void open(Object argument) {
        if (argument instanceof Audience audience) {
            // Whatever is being written stays as it is: another audience could send it to whom it is not meant for.
            compose(0, Draft.to(audience));
        } else if (NEW.equals(argument)) {
            compose();
        } else if (argument instanceof Long runId) {
            openRun(runId);
        } else {
            toList();
        }
    }

    @Override
    public void home() {
        toList();
    }

    @Override
    public List<Node> panes() {
        return current.panes();
    }

    @Override
    public Node firstFocus() {
        return current.firstFocus();
    }

    @Override
    public List<Action> actions() {
        return List.of(
                Action.of("Shortcut+F", texts.get("key.search"), () -> current.search()),
                Action.of("Shortcut+ENTER", texts.get("key.review"), () -> current.next()),
                Action.of("Shortcut+Shift+P", texts.get("key.pause"), () -> onRun(RunViewModel::pauseOrResume)),
                Action.of("Shortcut+PERIOD", texts.get("key.stop"), () -> onRun(RunViewModel::stop)),
                Action.of("Shortcut+E", texts.get("key.export"), () -> current.export()),
                Action.of("Shortcut+I", texts.get("key.details"), () -> current.details()),
                Action.of("F5", texts.get("key.refresh"), () -> current.refresh()),
                command("export"),
                command("resume"),
                command("pause"),
                command("stop"));
    }

    /** What the terminal is told to do with the run in view. */
    private Action command(String verb) {
        return new CommandCopy(
                        dialogs,
                        () -> current instanceof RunPage run
                                ? Optional.of(new ShellLine(List.of(
                                        "rostrum",
                                        "--connection",
                                        workspace.connection().name(),
                                        "announcement",
                                        verb,
                                        Long.toString(run.model().runId()))))
                                : Optional.empty())
                .action(texts.get("command." + verb))
                .when(() -> current instanceof RunPage);
    }

    private void onRun(Consumer<RunViewModel> command) {
        if (current instanceof RunPage run) {
            command.accept(run.model());
        }
    }

    @Override
    public void close() {
        watch.close();
        live.close();
        if (current != list && current != composer) {
            current.close();
        }
        openings.drop();
        draftWatch.close();
        draftNews.close();
        list.close();
        if (composer != null) {
            composer.close();
        }
    }
}

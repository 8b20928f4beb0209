package dev.rostrum.app;

import dev.rostrum.announce.RunSnapshot;
import dev.rostrum.announce.Runs;
import dev.rostrum.ui.announcements.RunAttention;
import dev.rostrum.ui.fx.LatestTask;
import dev.rostrum.ui.fx.Tasks;
import dev.rostrum.ui.shell.Navigator;
import dev.rostrum.ui.shell.RunningSend;
import dev.rostrum.ui.shell.ShellNotice;
import dev.rostrum.ui.shell.ShellViewModel;
import dev.rostrum.ui.widget.Tone;
import dev.rostrum.ui.words.RunNews;
import dev.rostrum.words.Texts;
import dev.rostrum.workspace.Workspace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What the frame of the window says of the runs of a connection, on whatever screen: how many are at work or need the admin, which one
 * needs him most, and which one came to its end while he looked elsewhere. On the FX thread.
 */
final class RunNotices implements AutoCloseable {
    private final Workspace workspace;
    private final ShellViewModel shell;
    private final Navigator navigator;
    private final Tasks tasks;
    private final Consumer<String> everywhere;
    private final Texts texts = Texts.of(RunNotices.class);
    private final LatestTask reads = new LatestTask();
    private final RunNews news = new RunNews();
    /** Whether each run that was told of was at work then. */
    private final Map<Long, Boolean> atWork = new HashMap<>();

    private int running;
    private int needed;
    private RunAttention told;

    /** @param everywhere told what is news, in words that others may read, whatever screen is in view */
    RunNotices(
            Workspace workspace, ShellViewModel shell, Navigator navigator, Tasks tasks, Consumer<String> everywhere) {
        this.everywhere = everywhere;
        this.workspace = workspace;
        this.shell = shell;
        this.navigator = navigator;
        this.tasks = tasks;
        look();
    }

    /** A run has moved on. */
    void moved(RunSnapshot run, Runs runs) {
        List<RunSnapshot> now = runs.listedAtWork();
        shell.runningProperty().set(RunningSend.of(now));
        running = now.size();
        Boolean before = atWork.put(run.runId(), run.active());
        if (before == null || before != run.active()) {
            look();
        }
        news.moved(run, now).ifPresent(this::tell);
        badge();
    }

    /** Looks for what needs the admin; it changes only where a run begins or comes to a halt. */
    private void look() {
        tasks.read(() -> RunAttention.of(workspace.views().runs()))
                .onOk(found -> {
                    RunAttention now = found.orElse(null);
                    needed = now == null ? 0 : now.count();
                    // What the admin has closed stays closed until it is another one.
                    if (now == null || !now.equals(told)) {
                        told = now;
                        shell.noticeProperty().set(now == null ? null : notice(now));
                    }
                    badge();
                })
                .onFail(e -> shell.noticeProperty().set(null))
                .startIn(reads);
    }

    private ShellNotice notice(RunAttention now) {
        return new ShellNotice(
                Tone.WARNING,
                now.what(),
                now.rest(),
                now.count() - 1,
                texts.get("run.open"),
                () -> open(now.runId()),
                Screens.ANNOUNCEMENTS);
    }

    /** It is told only where the screen that shows it is not in view. */
    private void tell(RunNews.News told) {
        everywhere.accept(told.plain());
        if (!Screens.ANNOUNCEMENTS.equals(shell.screenProperty().get())) {
            shell.newsProperty()
                    .set(new ShellNotice(
                            told.tone(),
                            "",
                            told.words(),
                            0,
                            texts.get("run.open"),
                            () -> open(told.run()),
                            Screens.ANNOUNCEMENTS));
        }
    }

    private void open(long runId) {
        navigator.open(Screens.ANNOUNCEMENTS, runId);
    }

    private void badge() {
        int count = running + needed;
        if (count == 0) {
            shell.badges().remove(Screens.ANNOUNCEMENTS);
        } else {
            shell.badges().put(Screens.ANNOUNCEMENTS, count);
        }
    }

    @Override
    public void close() {
        reads.drop();
        shell.noticeProperty().set(null);
        shell.newsProperty().set(null);
    }
}

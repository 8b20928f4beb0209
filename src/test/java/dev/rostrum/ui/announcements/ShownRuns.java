package dev.rostrum.ui.announcements;

import dev.rostrum.ui.fx.InlineTasks;
import dev.rostrum.ui.shell.Dialogs;
import dev.rostrum.ui.shell.Question;
import dev.rostrum.ui.shell.TakingBack;
import dev.rostrum.workspace.Workspace;
import java.time.Clock;
import java.util.function.Consumer;

/** The view-models of the list of runs and of its first run, filled as the window fills them; for measuring. */
public final class ShownRuns {
    private ShownRuns() {}

    /** Fills both, and returns how many deliveries the first run's list holds; its first page is there. */
    public static int deliveries(Workspace workspace) {
        RunListViewModel list = new RunListViewModel(workspace, new InlineTasks(), System::nanoTime);
        list.refresh();
        Dialogs silent = new Dialogs() {
            @Override
            public void ask(Question question, Consumer<String> told) {
                throw new IllegalStateException("nothing is asked for here");
            }

            @Override
            public void done(String words, TakingBack back) {
                throw new IllegalStateException("nothing is done here");
            }

            @Override
            public void tell(String news) {
                throw new IllegalStateException("nothing is told here");
            }
        };
        RunViewModel run = new RunViewModel(
                workspace,
                new InlineTasks(),
                System::nanoTime,
                Clock.systemDefaultZone(),
                silent,
                (title, suggested, chosen) -> {},
                proposal -> {},
                list.table().rows().get(0).send().id());
        run.refresh();
        if (list.noticeProperty().get() == null
                || run.deliveries().get(0) == null
                || run.deliveries().get(0).name().isEmpty()) {
            throw new IllegalStateException("the list is not filled");
        }
        int size = run.deliveries().size();
        run.close();
        list.close();
        return size;
    }
}

package dev.rostrum.cli;

import dev.rostrum.store.query.UserQuery;
import dev.rostrum.workspace.Workspace;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Makes the search index of people anew, and waits for it. */
@Command(name = "reindex")
final class UserReindexCommand implements Callable<Integer> {
    private static final long LOOK_MILLIS = 100;

    private final CommandSession session;

    @Mixin
    private JsonOption json;

    @Mixin
    private WaitOption wait;

    UserReindexCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        Terminal terminal = session.terminal();
        try (Workspace workspace = session.write("user reindex", wait);
                StopSignals.Watch stop = session.signals().watch()) {
            workspace.act().indexAnew();
            UserQuery users = workspace.views().users();
            UserQuery.Indexed indexed = users.indexed();
            while (!indexed.whole()) {
                if (stop.asked()) {
                    terminal.warn(CommandTexts.get("userReindex.stopped", indexed.done(), indexed.all()));
                    return ExitStatus.WAITING;
                }
                terminal.progress(CommandTexts.get("userReindex.progress", indexed.done(), indexed.all()));
                Thread.sleep(LOOK_MILLIS);
                indexed = users.indexed();
            }
            if (json.json()) {
                new JsonRow(terminal).put("entries", indexed.all()).print();
            } else {
                terminal.result(CommandTexts.get("userReindex.done", indexed.all()));
            }
            return ExitStatus.DONE;
        }
    }
}

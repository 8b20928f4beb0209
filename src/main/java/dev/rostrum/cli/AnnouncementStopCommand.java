package dev.rostrum.cli;

import dev.rostrum.store.query.RunQuery;
import dev.rostrum.workspace.Workspace;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Ends a paused announcement for good. */
@Command(name = "stop", sortOptions = false)
final class AnnouncementStopCommand implements Callable<Integer> {
    private final CommandSession session;

    @Parameters(index = "0", paramLabel = "ID", descriptionKey = "announcementStop.id")
    private long id;

    @Option(names = "--json", descriptionKey = "announcementStop.json")
    private boolean json;

    @Mixin
    private WaitOption wait;

    AnnouncementStopCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Terminal terminal = session.terminal();
        try (Workspace workspace = session.write("announcement stop", wait)) {
            workspace.act().runs().stop(id);
            RunQuery.Row run = AnnouncementShowCommand.find(workspace.views(), id);
            Map<Long, Long> decided = workspace.views().runs().decided();
            if (json) {
                JsonRow row = new JsonRow(terminal);
                RunLines.json(
                        row,
                        run,
                        decided,
                        new AnnouncementNumbers(workspace.views().runs()));
                row.print();
            } else {
                terminal.result(CommandTexts.get("announcementStop.done", id));
                new RunLines(terminal).totals(run, decided);
            }
        }
        return ExitStatus.DONE;
    }
}

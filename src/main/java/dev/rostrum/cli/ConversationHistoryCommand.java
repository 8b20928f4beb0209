package dev.rostrum.cli;

import dev.rostrum.domain.ConversationCall;
import dev.rostrum.domain.Problem;
import dev.rostrum.store.query.ConversationQuery;
import dev.rostrum.workspace.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What happened with a stored conversation. */
@Command(name = "history")
final class ConversationHistoryCommand implements Callable<Integer> {
    private final CommandSession session;

    @Parameters(index = "0", paramLabel = "ID", descriptionKey = "conversationHistory.id")
    private String id;

    @Mixin
    private OutputOptions output;

    ConversationHistoryCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Terminal terminal = session.terminal();
        try (Workspace workspace = session.read("conversation history")) {
            List<ConversationQuery.Row> found = new ArrayList<>();
            workspace
                    .views()
                    .conversations()
                    .select(new ConversationQuery.Filter(id, Set.of()), ConversationListCommand.BY_NAME)
                    .each(row -> {
                        if (row.id().equals(id) || row.userId().equals(id)) {
                            found.add(row);
                        }
                    });
            if (found.isEmpty()) {
                throw Problem.wrongUse("conversation.unknown", id);
            }
            new Listing<ConversationCall>((row, call) -> row.put("at", call.at())
                            .put("call", call.call())
                            .put("announcement", call.announcement())
                            .put("run", call.run())
                            .put("status", call.status())
                            .put("code", call.code())
                            .put("msCv", call.msCv())
                            .put("latencyMs", call.latencyMillis()))
                    .time("column.at", call -> terminal.time(call.at()))
                    .whole("column.call", call -> call.call().name())
                    .number("column.announcement", ConversationCall::announcement)
                    .number("column.status", call -> call.status() == 0 ? null : call.status())
                    .whole("column.code", ConversationCall::code)
                    .whole("column.msCv", ConversationCall::msCv)
                    .print(
                            terminal,
                            output,
                            workspace
                                    .views()
                                    .conversationHistory()
                                    .calls(found.get(0).key()));
        }
        return ExitStatus.DONE;
    }
}

package dev.rostrum.cli;

import dev.rostrum.store.query.ConversationQuery;
import dev.rostrum.store.query.Sort;
import dev.rostrum.words.States;
import dev.rostrum.workspace.Workspace;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists stored conversation ids. */
@Command(name = "list")
final class ConversationListCommand implements Callable<Integer> {
    static final List<Sort<ConversationQuery.Column>> BY_NAME =
            List.of(new Sort<>(ConversationQuery.Column.NAME, true));

    private final CommandSession session;

    @Option(names = "--search", paramLabel = "TEXT", descriptionKey = "conversationList.search")
    private String search = "";

    @Mixin
    private ConversationStateOption states;

    @Mixin
    private LimitOption limit;

    @Mixin
    private OutputOptions output;

    ConversationListCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Terminal terminal = session.terminal();
        try (Workspace workspace = session.read("conversation list")) {
            ConversationQuery conversations = workspace.views().conversations();
            ConversationQuery.Filter filter = states.with(search);
            table(terminal)
                    .print(
                            terminal,
                            output,
                            limit.value(output),
                            conversations.select(filter, BY_NAME),
                            CommandTexts.get(
                                    filter.equals(ConversationQuery.Filter.ALL)
                                            ? "conversationList.none"
                                            : "list.noMatch"));
        }
        return ExitStatus.DONE;
    }

    static Listing<ConversationQuery.Row> table(Terminal terminal) {
        return new Listing<ConversationQuery.Row>((row, c) -> row.put("id", c.id())
                        .put("conversationId", c.id())
                        .put("userId", c.userId())
                        .put("name", c.name())
                        .put("email", c.email())
                        .put("origin", c.origin())
                        .put("unverified", c.unverified())
                        .put("state", c.state())
                        .put("health", c.health())
                        .put("inactiveAt", c.inactiveAt())
                        .put("createdAt", c.createdAt())
                        .put("lastAcceptedAt", c.lastAcceptedAt())
                        .put("lastCallAt", c.lastCallAt())
                        .put("lastStatus", c.lastStatus())
                        .put("code", c.lastCode()))
                .keys(
                        "id",
                        "conversationId",
                        "userId",
                        "name",
                        "email",
                        "origin",
                        "unverified",
                        "state",
                        "inactiveAt",
                        "createdAt",
                        "lastAcceptedAt",
                        "lastCallAt",
                        "lastStatus",
                        "code")
                .text("column.name", ConversationQuery.Row::name)
                .text("column.email", ConversationQuery.Row::email)
                .id("column.conversationId", ConversationQuery.Row::id)
                .kept()
                .id("column.userId", ConversationQuery.Row::userId)
                .whole("column.origin", c -> States.of(c.origin(), c.unverified()))
                .whole("column.state", c -> States.of(c.state()))
                .whole("column.health", c -> States.of(c.health()))
                .time("column.opened", c -> terminal.time(c.createdAt()))
                .time("column.lastAccepted", c -> terminal.time(c.lastAcceptedAt()))
                .whole("column.lastCode", ConversationQuery.Row::lastCode)
                .minor();
    }
}

package dev.rostrum.cli;

import dev.rostrum.domain.Problem;
import dev.rostrum.roster.ConversationCheck;
import dev.rostrum.store.query.ConversationQuery;
import dev.rostrum.workspace.Workspace;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Conversations by their ids, or all that a filter shows. */
final class ConversationChoice {
    @Parameters(arity = "0..*", paramLabel = "ID", descriptionKey = "conversationChoice.id")
    private List<String> ids = List.of();

    @Option(names = "--all", descriptionKey = "conversationChoice.all")
    private boolean all;

    @Option(names = "--search", paramLabel = "TEXT", descriptionKey = "conversationList.search")
    private String search = "";

    @Mixin
    private ConversationStateOption states;

    /** @throws Problem when nothing, or both, was named, or an id is none that is stored */
    List<ConversationCheck.Target> of(Workspace workspace) {
        ConversationQuery.Filter filter = states.with(search);
        boolean filtered = all || !filter.equals(ConversationQuery.Filter.ALL);
        if (filtered == !ids.isEmpty()) {
            throw Problem.wrongUse(filtered ? "conversation.allAndSome" : "conversation.noneNamed");
        }
        List<ConversationCheck.Target> targets = new ArrayList<>();
        ConversationQuery conversations = workspace.views().conversations();
        if (filtered) {
            conversations.select(filter, ConversationListCommand.BY_NAME).each(row -> targets.add(target(row)));
            return targets;
        }
        for (String id : ids) {
            List<ConversationCheck.Target> found = new ArrayList<>();
            conversations
                    .select(new ConversationQuery.Filter(id, java.util.Set.of()), ConversationListCommand.BY_NAME)
                    .each(row -> {
                        if (row.id().equals(id)
                                || row.userId().equals(id)
                                || row.lastingId().equals(id)) {
                            found.add(target(row));
                        }
                    });
            if (found.isEmpty()) {
                throw Problem.wrongUse("conversation.unknown", id);
            }
            targets.addAll(found);
        }
        return targets;
    }

    private static ConversationCheck.Target target(ConversationQuery.Row row) {
        return new ConversationCheck.Target(row.id(), row.userId());
    }
}

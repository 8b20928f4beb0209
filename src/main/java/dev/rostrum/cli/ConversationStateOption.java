package dev.rostrum.cli;

import dev.rostrum.domain.ConversationState;
import dev.rostrum.store.query.ConversationQuery;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Conversations by their states. */
final class ConversationStateOption {
    @Option(
            names = "--state",
            paramLabel = "STATE",
            split = ",",
            converter = State.class,
            completionCandidates = Completions.Conversations.class,
            descriptionKey = "conversationState.state")
    private List<ConversationState> states = List.of();

    /** What is asked for together with a search. */
    ConversationQuery.Filter with(String search) {
        Set<ConversationState> wanted = EnumSet.noneOf(ConversationState.class);
        wanted.addAll(states);
        return new ConversationQuery.Filter(search, wanted);
    }

    /** States by the names they have in JSON, in any case. */
    static final class State implements ITypeConverter<ConversationState> {
        @Override
        public ConversationState convert(String value) {
            String name = value.strip().toUpperCase(Locale.ROOT);
            for (ConversationState state : ConversationState.values()) {
                if (state.name().equals(name)) {
                    return state;
                }
            }
            throw new TypeConversionException(CommandTexts.get("conversationState.unknown", value));
        }
    }
}

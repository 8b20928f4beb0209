package dev.rostrum.cli;

import dev.rostrum.domain.ConversationHealth;
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

    @Option(
            names = "--health",
            paramLabel = "HEALTH",
            split = ",",
            converter = Health.class,
            completionCandidates = Completions.Healths.class,
            descriptionKey = "conversationState.health")
    private List<ConversationHealth> healths = List.of();

    /** What is asked for together with a search. */
    ConversationQuery.Filter with(String search) {
        Set<ConversationState> wanted = EnumSet.noneOf(ConversationState.class);
        wanted.addAll(states);
        return new ConversationQuery.Filter(search, wanted, Set.copyOf(healths));
    }

    /** Healths by the names they have in JSON, in any case, with _ or -. */
    static final class Health implements ITypeConverter<ConversationHealth> {
        @Override
        public ConversationHealth convert(String value) {
            String name = value.strip().toUpperCase(Locale.ROOT).replace('-', '_');
            for (ConversationHealth health : ConversationHealth.values()) {
                if (health.name().equals(name)) {
                    return health;
                }
            }
            throw new TypeConversionException(CommandTexts.get("conversationState.unknownHealth", value));
        }
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

package dev.rostrum.words;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.domain.EventEffect;
import dev.rostrum.domain.EventSource;
import dev.rostrum.domain.EventState;
import dev.rostrum.domain.RequestKind;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EventsTest {
    /** A key without words fails here, as assertions are on. */
    @ParameterizedTest
    @EnumSource(EventEffect.class)
    void eachEffectHasWordsForOneAndForMany(EventEffect effect) {
        assertThat(Events.effects(Map.of(effect, 1))).isNotBlank().doesNotContain("{");
        assertThat(Events.effects(Map.of(effect, 1234))).isNotBlank().doesNotContain("{");
    }

    @ParameterizedTest
    @EnumSource(RequestKind.class)
    void eachKindOfRequestHasWords(RequestKind kind) {
        assertThat(States.of(kind)).isNotBlank();
    }

    @Test
    void statesAndSourcesHaveWords() {
        assertThat(EventState.values())
                .allSatisfy(state -> assertThat(States.of(state)).isNotBlank());
        assertThat(EventSource.values())
                .allSatisfy(source -> assertThat(States.of(source)).isNotBlank());
    }

    @Test
    void effectsAreToldTogether() {
        Map<EventEffect, Integer> effects = new EnumMap<>(EventEffect.class);
        effects.put(EventEffect.CONVERSATION_ADDED, 1);
        effects.put(EventEffect.PERSON_ADDED, 2);
        assertThat(Events.effects(effects)).isEqualTo("2 people added, 1 conversation id stored");
        assertThat(Events.effects(Map.of())).isEqualTo("Nothing");
    }

    @Test
    void whatHasNoWordsIsShownAsItIsButSteersNothing() {
        assertThat(Events.type("conversationupdate", "teammemberadded")).isEqualTo("Added to a team");
        assertThat(Events.type("conversationUpdate", "teamMemberAdded")).isEqualTo("Added to a team");
        assertThat(Events.type("message", null)).isEqualTo("Message");
        assertThat(Events.type("brandnew", "some\nthing\u001b[2J")).isEqualTo("brandnew some thing[2J");
        assertThat(Events.type("x".repeat(500), null)).hasSize(61);
    }
}

package dev.rostrum.words;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.domain.AuditAct;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.PauseReason;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.UserKind;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Each constant has words of its own: a new one without them fails here and not before an admin. */
class StatesTest {
    private static <T> void differ(T[] values, Function<T, String> words) {
        List<String> all = Arrays.stream(values).map(words).toList();
        assertThat(all).doesNotHaveDuplicates().noneMatch(String::isBlank);
    }

    @Test
    void everyConstantHasWords() {
        differ(DeliveryState.values(), States::of);
        differ(DeliveryState.values(), state -> States.count(state, 2));
        differ(RunState.values(), States::of);
        differ(UserKind.values(), States::of);
        differ(JobKind.values(), States::of);
        differ(PauseReason.values(), States::of);
        differ(AuditAct.values(), States::of);
        for (JobKind kind : JobKind.values()) {
            assertThat(kind == JobKind.SEND ? "1234" : States.follows(kind, 1234))
                    .endsWith("1234");
        }
    }

    @Test
    void countsAndSizes() {
        assertThat(Counts.people(0)).isEqualTo("0 people");
        assertThat(Counts.people(1)).isEqualTo("1 person");
        assertThat(Counts.people(2)).isEqualTo("2 people");
        assertThat(Sizes.of(1)).isEqualTo("1 KB");
        assertThat(Sizes.of(999_999)).isEqualTo("999 KB");
        assertThat(Sizes.of(2_500_000)).endsWith(" MB").startsWith("2");
        assertThat(States.totals(3, List.of())).isEqualTo("3 selected");
    }
}

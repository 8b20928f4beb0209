package dev.rostrum.announce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.domain.PauseLimits;
import dev.rostrum.domain.Reason;
import dev.rostrum.words.Sentences;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AutoPauseTest {
    private final AutoPause autoPause = new AutoPause(PauseLimits.DEFAULT);

    @Test
    void pausesAtTheFifthPersonRefusedForOneCause() {
        for (int i = 0; i < 4; i++) {
            assertThat(autoPause.refused(
                            "29:" + i,
                            "BotNotInConversationRoster",
                            Reason.of(Reason.EARLIER, "App is not installed.")))
                    .isEmpty();
        }
        assertThat(autoPause.refused(
                        "29:4", "BotNotInConversationRoster", Reason.of(Reason.EARLIER, "App is not installed.")))
                .hasValueSatisfying(why -> assertThat(Sentences.of(why)).contains("5 people", "App is not installed."));
    }

    /** Going on before that is done would meet the same again. */
    @Test
    void thePauseSaysWhatCanBeDoneAboutTheCause() {
        Reason cause = Reason.of("answer.otherBot");
        Optional<Reason> refused = Optional.empty();
        Optional<Reason> troubled = Optional.empty();
        for (int i = 0; i < 5; i++) {
            refused = autoPause.refused("29:" + i, "BadArgument", cause);
            troubled = autoPause.troubled("29:" + i, "BadArgument", cause);
        }
        assertThat(Sentences.whole(refused.orElseThrow()))
                .contains("another bot")
                .contains("sync the team");
        assertThat(Sentences.whole(troubled.orElseThrow())).contains("sync the team");
    }

    @Test
    void aSuccessBetweenBeginsAnew() {
        for (int i = 0; i < 40; i++) {
            assertThat(autoPause.refused("29:" + i, "X", Reason.of("x"))).isEmpty();
            if (i % 4 == 3) {
                autoPause.sent();
            }
        }
    }

    @Test
    void anotherCauseBeginsAnewAndTheSamePersonCountsOnce() {
        for (int i = 0; i < 20; i++) {
            assertThat(autoPause.refused("29:" + i, i % 2 == 0 ? "A" : "B", Reason.of("x")))
                    .isEmpty();
            assertThat(autoPause.refused("29:" + i, i % 2 == 0 ? "A" : "B", Reason.of("x")))
                    .isEmpty();
        }
    }

    @Test
    void pausesAtTheThirdDoubtInARow() {
        assertThat(autoPause.inDoubt()).isEmpty();
        autoPause.sent();
        assertThat(autoPause.inDoubt()).isEmpty();
        assertThat(autoPause.inDoubt()).isEmpty();
        assertThat(autoPause.inDoubt()).isPresent();
    }

    @Test
    void pausesAboveFivePercentOfTheLastTwoHundred() {
        Optional<Reason> reason = Optional.empty();
        int settled = 0;
        int refused = 0;
        while (reason.isEmpty() && settled < 400) {
            settled++;
            if (settled % 15 == 0) {
                refused++;
                reason = autoPause.refused("29:" + settled, "X", Reason.of("x"));
            } else {
                autoPause.sent();
            }
        }
        assertThat(reason).isPresent();
        assertThat(settled).isGreaterThanOrEqualTo(200);
        assertThat(refused).isGreaterThan(10);
    }

    @Test
    void fivePercentExactlyGoesOn() {
        for (int i = 1; i <= 1000; i++) {
            if (i % 20 == 0) {
                assertThat(autoPause.refused("29:" + i, "X", Reason.of("x"))).isEmpty();
            } else {
                autoPause.sent();
            }
        }
    }
}

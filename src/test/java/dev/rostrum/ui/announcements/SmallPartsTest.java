package dev.rostrum.ui.announcements;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.announce.RunSnapshot;
import dev.rostrum.announce.Runs;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.domain.Totals;
import dev.rostrum.ui.shell.Dialogs;
import dev.rostrum.ui.shell.Question;
import dev.rostrum.ui.shell.TakingBack;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SmallPartsTest {
    /** A clock that a test moves. */
    private static final class Hand extends Clock {
        private Instant now = Instant.parse("2026-11-22T10:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private static RunSnapshot sending(long run, double rate) {
        return new RunSnapshot(run, "t", RunState.RUNNING, null, null, Totals.NONE, rate, rate, null, List.of(), null);
    }

    @Test
    void ratesAreKeptOnceASecondAndNeverMoreThanTheMost() {
        Hand clock = new Hand();
        RateHistory history = new RateHistory(clock);
        for (int tenth = 0; tenth < 100; tenth++) {
            history.add(sending(1, 20), 20);
            clock.now = clock.now.plusMillis(100);
        }
        assertThat(history.of(1)).hasSize(8);
        assertThat(history.of(2)).isEmpty();
        for (int second = 0; second < 5 * RateHistory.MOST; second++) {
            history.add(sending(1, 20), 20);
            clock.now = clock.now.plusSeconds(1);
        }
        assertThat(history.of(1)).hasSizeBetween(RateHistory.MOST / 2, RateHistory.MOST);
        for (int second = 0; second < 10; second++) {
            history.add(sending(2, 5), 20);
            history.add(sending(1, 20), 20);
            clock.now = clock.now.plusSeconds(1);
        }
        assertThat(history.of(1)).as("two at once").isNotEmpty();
        assertThat(history.of(2)).hasSize(8).allMatch(sample -> sample.perSecond() == 5);
        for (long run = 3; run < 3 + Runs.MOST_AT_WORK; run++) {
            history.add(sending(run, 5), 20);
        }
        assertThat(history.of(1)).as("of runs that were at work long ago").isEmpty();
    }

    /** Nothing was sent while it was paused: what comes after is a line of its own. */
    @Test
    void aRateIsBrokenByAPause() {
        Hand clock = new Hand();
        RateHistory history = new RateHistory(clock);
        RunSnapshot paused = RunSnapshot.standing(1, "t", RunState.PAUSED, null, null, Totals.NONE);
        for (int second = 0; second < 30; second++) {
            boolean pause = second >= 10 && second < 20;
            history.add(pause ? paused : sending(1, 20), 20);
            clock.now = clock.now.plusSeconds(1);
        }
        List<RateHistory.Sample> samples = history.of(1);
        assertThat(samples).hasSize(18);
        assertThat(samples).filteredOn(RateHistory.Sample::begins).hasSize(2);
        assertThat(samples.get(0).begins()).isTrue();
        assertThat(samples.get(8).begins()).as("the first one after the pause").isTrue();
    }

    /** Answers each question, and keeps it. */
    private static final class Answering implements Dialogs {
        private final List<Question> asked = new ArrayList<>();
        private String answer = CANCEL;

        @Override
        public void ask(Question question, Consumer<String> told) {
            asked.add(question);
            told.accept(answer);
        }

        @Override
        public void done(String words, TakingBack back) {}

        @Override
        public void tell(String news) {}
    }

    @Test
    void aCardGivenAsTextIsAskedAbout() {
        Answering dialogs = new Answering();
        AtomicInteger reviews = new AtomicInteger();
        Message card = new Message("{\"type\": \"AdaptiveCard\", \"body\": []}", TextFormat.MARKDOWN);
        CardQuestion.before(dialogs, card, reviews::incrementAndGet);
        assertThat(dialogs.asked).singleElement().satisfies(question -> assertThat(question.body())
                .contains("people would read the code"));
        assertThat(reviews).hasValue(0);
        dialogs.answer = "text";
        CardQuestion.before(dialogs, card, reviews::incrementAndGet);
        assertThat(reviews).hasValue(1);
        CardQuestion.before(dialogs, new Message("{a} AdaptiveCard", TextFormat.PLAIN), reviews::incrementAndGet);
        CardQuestion.before(dialogs, null, reviews::incrementAndGet);
        assertThat(reviews).hasValue(3);
        assertThat(dialogs.asked).hasSize(2);
    }
}

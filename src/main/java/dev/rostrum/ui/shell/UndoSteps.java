package dev.rostrum.ui.shell;

import dev.rostrum.ui.fx.Delay;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * What was done last and can be taken back, the newest first. Few steps, each for some minutes; all of them are withdrawn when the
 * connection is left, whose data file they belong to. A closed screen's steps stay. On the FX thread.
 */
final class UndoSteps {
    static final int STEPS = 8;
    static final Duration KEPT = Duration.ofMinutes(5);

    /**
     * One of them.
     *
     * @param words what was done
     * @param again whether it was tried to take it back, in vain
     */
    record Step(String words, TakingBack back, boolean again) {}

    private final Delay delay;
    private final Deque<Step> steps = new ArrayDeque<>();
    /** Counts the connections that were left. */
    private int age;

    UndoSteps(Delay delay) {
        this.delay = delay;
    }

    /** It was done, and can be taken back for a while. */
    Step add(String words, TakingBack back) {
        return keep(new Step(words, back, false));
    }

    private Step keep(Step step) {
        steps.push(step);
        if (steps.size() > STEPS) {
            steps.removeLast();
        }
        delay.after(KEPT, () -> steps.removeIf(kept -> kept == step));
        return step;
    }

    /** The newest, or null. */
    Step last() {
        return steps.peek();
    }

    /**
     * Takes back the newest.
     *
     * @param done told what was taken back
     * @param failed told the step and why not; once more it can be tried
     */
    void undo(Consumer<Step> done, BiConsumer<Step, Exception> failed) {
        if (last() != null) {
            undo(last(), done, failed);
        }
    }

    /** Takes this one back, where it still stands. */
    void undo(Step step, Consumer<Step> done, BiConsumer<Step, Exception> failed) {
        if (!steps.removeIf(kept -> kept == step)) {
            return;
        }
        int begun = age;
        step.back().begin(() -> done.accept(step), why -> {
            if (begun == age && !step.again()) {
                failed.accept(keep(new Step(step.words(), step.back(), true)), why);
            } else {
                failed.accept(null, why);
            }
        });
    }

    /** None can be taken back any more. */
    void withdraw() {
        age++;
        steps.clear();
    }
}

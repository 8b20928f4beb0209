package dev.rostrum.ui.shell;

import dev.rostrum.domain.Problem;
import dev.rostrum.words.Sentences;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Dialogs of a test: what was asked and told, with an answer that was agreed on, and the real steps of undo. */
public final class HeardDialogs implements Dialogs {
    public final List<Question> asked = new ArrayList<>();
    public final List<String> told = new ArrayList<>();
    private final UndoSteps steps = new UndoSteps((delay, task) -> {});
    private String answer = CANCEL;

    /** What is answered from now on. */
    public void answer(String choice) {
        answer = choice;
    }

    @Override
    public void ask(Question question, Consumer<String> told) {
        asked.add(question);
        told.accept(answer);
    }

    @Override
    public void tell(String news) {
        told.add(news);
    }

    @Override
    public void done(String words, TakingBack back) {
        told.add(words);
        steps.add(words, back);
    }

    /** As Ctrl+Z does. */
    public void undo() {
        steps.undo(
                step -> told.add("taken back: " + step.words()),
                (step, why) -> told.add(why instanceof Problem problem ? Sentences.of(problem) : why.toString()));
    }
}

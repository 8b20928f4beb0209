package dev.rostrum.ui.announcements;

import dev.rostrum.domain.Message;
import dev.rostrum.ui.shell.Choice;
import dev.rostrum.ui.shell.Dialogs;
import dev.rostrum.ui.shell.Question;
import dev.rostrum.words.Texts;

/** Asks, before its review, about a text that is the JSON of a card. */
final class CardQuestion {
    private CardQuestion() {}

    /**
     * @param written what was typed, or null where nothing was
     * @param next goes on; at once where there is nothing to ask
     */
    static void before(Dialogs dialogs, Message written, Runnable next) {
        if (written == null || !written.looksLikeCard()) {
            next.run();
            return;
        }
        Texts texts = Texts.of(CardQuestion.class);
        dialogs.ask(
                new Question(
                        texts.get("card.title"), texts.get("card.body"), Choice.danger("text", texts.get("card.text"))),
                answer -> {
                    if (answer.equals("text")) {
                        next.run();
                    }
                });
    }
}

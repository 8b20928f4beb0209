package dev.rostrum.ui.settings;

import dev.rostrum.ui.shell.Choice;
import dev.rostrum.ui.shell.Dialogs;
import dev.rostrum.ui.shell.Question;
import dev.rostrum.words.Texts;

/**
 * What was typed in Settings is not lost unasked: before another page, another entry of a page, another screen, another connection and
 * the end of the program alike.
 */
record Leaving(Dialogs dialogs) {
    /** Goes on at once where nothing was typed, else once the admin agreed to lose it. */
    void from(Unsaved page, Runnable go) {
        if (!page.isChanged()) {
            go.run();
            return;
        }
        Texts texts = Texts.of(Leaving.class);
        dialogs.ask(
                new Question(
                        texts.get("leave.title"),
                        texts.get("leave.body"),
                        Choice.standard("leave", texts.get("leave.do"))),
                answer -> {
                    if (answer.equals("leave")) {
                        page.drop();
                        go.run();
                    }
                });
    }
}

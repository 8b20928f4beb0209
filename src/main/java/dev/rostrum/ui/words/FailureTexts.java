package dev.rostrum.ui.words;

import dev.rostrum.domain.Problem;
import dev.rostrum.words.Sentences;
import dev.rostrum.words.Texts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Failures of work as sentences for the admin. */
public final class FailureTexts {
    private static final Logger LOG = LoggerFactory.getLogger(FailureTexts.class);

    private FailureTexts() {}

    /** What a {@link Problem} says; anything else is a fault of the program, goes to the log and is named as such. */
    public static String words(Exception failure) {
        if (failure instanceof Problem problem) {
            return Sentences.of(problem);
        }
        LOG.error("Work of a screen failed", failure);
        return Texts.of(FailureTexts.class).get("trouble.program");
    }
}

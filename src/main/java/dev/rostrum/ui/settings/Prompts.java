package dev.rostrum.ui.settings;

import dev.rostrum.ui.widget.Tone;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Small forms and files that view-models ask for. They are used on the FX thread. */
interface Prompts {
    /** What one line of a small form is. */
    enum Kind {
        TEXT,
        /** Typed unseen. */
        HIDDEN,
        /** Yes or no: {@code true} or empty. */
        TICK
    }

    /**
     * One line of a small form.
     *
     * @param hint beside its label, or empty
     * @param value what it holds at first
     */
    record Line(Kind kind, String label, String hint, String value) {}

    /**
     * A small form.
     *
     * @param body what it is about; may be empty
     * @param trouble why it is asked again, or empty
     * @param verb on the button
     */
    record Prompt(String title, String body, List<Line> lines, String trouble, String verb) {
        public Prompt {
            lines = List.copyOf(lines);
        }
    }

    /**
     * One part of a report.
     *
     * @param tone of a part that the admin must not miss, or null
     * @param heading may be empty where there is a tone
     */
    record Part(Tone tone, String heading, List<String> lines) {
        public Part {
            lines = List.copyOf(lines);
        }
    }

    /** Says what came of a longer work, part by part, until the admin closes it. */
    void report(String title, List<Part> parts);

    /** @param answer told one value per line, or not at all when the admin cancels */
    void ask(Prompt prompt, Consumer<List<String>> answer);

    /**
     * Asks for a file that is there.
     *
     * @param endings of names that fit, such as {@code *.pfx}
     * @param chosen not told when the admin cancels
     */
    void open(String title, List<String> endings, Consumer<Path> chosen);

    /** Asks where to save a file; not told when the admin cancels. */
    void save(String title, String suggested, Consumer<Path> chosen);
}

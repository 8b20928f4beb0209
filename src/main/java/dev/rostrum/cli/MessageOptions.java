package dev.rostrum.cli;

import dev.rostrum.domain.Message;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.words.Sentences;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The text of a message and how Teams takes it. */
final class MessageOptions {
    @ArgGroup(exclusive = true, multiplicity = "1")
    private Source source;

    /** Where the text comes from. */
    static final class Source {
        @Option(names = "--text", paramLabel = "TEXT", descriptionKey = "message.text")
        private String text;

        @Option(names = "--text-file", paramLabel = "FILE", descriptionKey = "message.text-file")
        private String file;
    }

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            converter = Format.class,
            completionCandidates = Completions.Formats.class,
            descriptionKey = "message.format")
    private TextFormat format = TextFormat.MARKDOWN;

    @Option(names = "--allow-replacement", descriptionKey = "message.allow-replacement")
    private boolean replacements;

    @Option(names = "--card-as-text", descriptionKey = "message.card-as-text")
    private boolean cardAsText;

    /** @throws dev.rostrum.domain.Problem when the file cannot be read */
    Message message(Terminal terminal) {
        return new Message(text(terminal), format, replacements);
    }

    /** What is worth knowing of the message, a line each. */
    static void show(Consumer<String> line, List<Reason> advice) {
        for (Reason reason : advice) {
            String words = Sentences.whole(reason);
            boolean open = !Sentences.step(reason).isEmpty() && !words.endsWith(".");
            line.accept(CommandTexts.planLine("message.advice", open ? words + "." : words));
        }
    }

    /** The same as an element of JSON. */
    static void json(JsonRow row, Reason advice) {
        row.put("code", advice.code()).put("cause", Sentences.of(advice)).put("step", Sentences.step(advice));
    }

    /**
     * Asks about a text that is the JSON of a card. {@code --yes} is no answer to that.
     *
     * @return false when the admin does not want to send it
     * @throws Problem where nobody can be asked
     */
    boolean meant(Terminal terminal, Message message) {
        if (cardAsText || !message.looksLikeCard()) {
            return true;
        }
        if (!terminal.interactive()) {
            throw Problem.wrongUse("text.card.unasked");
        }
        return Confirmation.agreed(terminal, CommandTexts.get("message.card"), Reason.of("input.undone.send"));
    }

    private String text(Terminal terminal) {
        if (source.file == null) {
            return source.text;
        }
        return TextInput.read(source.file, terminal).stripTrailing();
    }

    /** The two formats by their names. */
    static final class Format implements ITypeConverter<TextFormat> {
        @Override
        public TextFormat convert(String value) {
            return switch (value.toLowerCase(Locale.ROOT)) {
                case "plain" -> TextFormat.PLAIN;
                case "markdown" -> TextFormat.MARKDOWN;
                default -> throw new TypeConversionException(CommandTexts.get("message.format.other", value));
            };
        }
    }
}

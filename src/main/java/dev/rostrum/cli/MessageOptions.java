package dev.rostrum.cli;

import dev.rostrum.domain.Message;
import dev.rostrum.domain.TextFormat;
import java.util.Locale;
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
        @Option(names = "--text", paramLabel = "TEXT", description = "The message.")
        private String text;

        @Option(
                names = "--text-file",
                paramLabel = "FILE",
                description = "Take the message from FILE (UTF-8), - for standard input.")
        private String file;
    }

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            converter = Format.class,
            description = "How Teams reads the text: markdown (default) or plain.")
    private TextFormat format = TextFormat.MARKDOWN;

    /** @throws dev.rostrum.domain.Problem when the file cannot be read */
    Message message(Terminal terminal) {
        return new Message(text(terminal), format);
    }

    private String text(Terminal terminal) {
        if (source.file == null) {
            return source.text;
        }
        return TextInput.read(source.file, terminal).replace("\r\n", "\n").stripTrailing();
    }

    /** The two formats by their names. */
    static final class Format implements ITypeConverter<TextFormat> {
        @Override
        public TextFormat convert(String value) {
            return switch (value.toLowerCase(Locale.ROOT)) {
                case "plain" -> TextFormat.PLAIN;
                case "markdown" -> TextFormat.MARKDOWN;
                default -> throw new TypeConversionException("it is markdown or plain, not '" + value + "'");
            };
        }
    }
}

package dev.rostrum.cli;

import dev.rostrum.workspace.Workspaces;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How long a writing command waits for another one. */
final class WaitOption {
    /** A day. */
    static final Duration MOST = Duration.ofDays(1);

    @Option(
            names = "--wait",
            order = OptionOrder.WAIT,
            paramLabel = "SECONDS",
            converter = Seconds.class,
            descriptionKey = "wait.wait")
    private Duration patience = Workspaces.DEFAULT_WAIT;

    Duration patience() {
        return patience;
    }

    /** Whole seconds up to a day. */
    static final class Seconds implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String value) {
            try {
                long seconds = Long.parseLong(value);
                if (seconds >= 0 && seconds <= MOST.toSeconds()) {
                    return Duration.ofSeconds(seconds);
                }
            } catch (NumberFormatException e) {
                throw new TypeConversionException(CommandTexts.get("wait.noNumber", value));
            }
            throw new TypeConversionException(CommandTexts.get("wait.most", MOST.toSeconds()));
        }
    }
}

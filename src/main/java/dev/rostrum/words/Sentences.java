package dev.rostrum.words;

import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import java.text.MessageFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reasons and problems as sentences. The key of a text is the code; {@code CODE.step} says what can be done about it and by whom.
 * Texts are {@link MessageFormat}s, also those without arguments: an apostrophe is written twice.
 */
public final class Sentences {
    private static final Logger LOG = LoggerFactory.getLogger(Sentences.class);

    /** Ends the key of what can be done. */
    private static final String STEP = ".step";

    private Sentences() {}

    /** What is the matter, and what to do about it. */
    public static String of(Problem problem) {
        return whole(problem.reason());
    }

    /** What is the matter, without what can be done about it. */
    public static String of(Reason reason) {
        if (reason.code().equals(Reason.LINES)) {
            return reason.arguments().stream()
                    .map(each -> each instanceof Reason line ? whole(line) : each.toString())
                    .collect(Collectors.joining("\n"));
        }
        if (reason.code().equals(Reason.NAMED) && reason.arguments().get(1) instanceof Reason what) {
            return reason.arguments().get(0) + ": " + whole(what);
        }
        return text(reason.code(), reason).orElseGet(() -> {
            // The code beats a window that does not open, and a search finds it.
            LOG.error("No words for {}", reason.code());
            assert false : "No words for " + reason.code();
            return reason.code();
        });
    }

    /** What can be done about it, and by whom; empty where nothing can. */
    public static String step(Reason reason) {
        return text(reason.code() + STEP, reason).orElse("");
    }

    /** What is the matter, as a sentence with its full stop, and what can be done about it. */
    public static String whole(Reason reason) {
        String what = of(reason);
        String step = step(reason);
        String said = what.isEmpty() || ".!?:\u2026".indexOf(what.charAt(what.length() - 1)) >= 0 ? what : what + ".";
        return step.isEmpty() ? said : said + " " + step;
    }

    private static Optional<String> text(String key, Reason reason) {
        if (key.indexOf(' ') >= 0) {
            // Callers that still write sentences.
            return key.endsWith(STEP) ? Optional.empty() : Optional.of(key);
        }
        int dot = key.indexOf('.');
        try {
            ResourceBundle bundle = ResourceBundle.getBundle(
                    Sentences.class.getPackageName() + "." + (dot < 0 ? key : key.substring(0, dot)),
                    Locale.getDefault(Locale.Category.DISPLAY),
                    Sentences.class.getClassLoader(),
                    ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
            return Optional.of(new MessageFormat(bundle.getString(key), Locale.getDefault(Locale.Category.FORMAT))
                    .format(reason.arguments().stream().map(Sentences::shown).toArray()));
        } catch (MissingResourceException e) {
            return Optional.empty();
        }
    }

    private static Object shown(Object argument) {
        if (argument instanceof Reason inner) {
            return of(inner);
        }
        if (argument instanceof Instant moment) {
            return moment.toString();
        }
        return argument instanceof Duration length ? length.toSeconds() + " s" : argument;
    }
}

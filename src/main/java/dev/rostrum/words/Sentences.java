package dev.rostrum.words;

import dev.rostrum.domain.AudienceNames;
import dev.rostrum.domain.DeliveryState;
import dev.rostrum.domain.OptOut;
import dev.rostrum.domain.PlainText;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import java.text.MessageFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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

    /** Ends the key of whether a resend helps after a refusal. */
    private static final String RESEND = ".resend";

    /** Ends the key of what is said of many people at once, without what is special about one of them. */
    private static final String ALL = ".all";

    private Sentences() {}

    /** What is the matter, and what to do about it. */
    public static String of(Problem problem) {
        return whole(problem.reason());
    }

    /** What is the matter, without what can be done about it. */
    public static String of(Reason reason) {
        if (reason.code().equals(Reason.STEP_OF) && reason.arguments().get(0) instanceof Reason inner) {
            return step(inner);
        }
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
            return reason.code();
        });
    }

    /** As {@link #of(Reason)}; empty where there is none. */
    public static String orNothing(Reason reason) {
        return reason == null ? "" : of(reason);
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

    /**
     * What became of somebody, with what can be done: for a refusal also whether a resend may help.
     *
     * @param reason null where there is nothing to say
     */
    public static String outcome(DeliveryState state, Reason reason) {
        if (reason == null) {
            return "";
        }
        boolean ended = state == DeliveryState.REFUSED;
        if (state == DeliveryState.WAITING || !ended && step(reason).isEmpty()) {
            return of(reason);
        }
        if (!ended) {
            return whole(reason);
        }
        String resend = text(reason.code() + RESEND, reason)
                .orElseGet(() -> step(reason).isEmpty() ? "" : of(Reason.of("answer.resendUseless")));
        return resend.isEmpty() ? whole(reason) : whole(reason) + " " + resend;
    }

    /** For example {@code Sales, Marketing and 3 people}. */
    public static String of(AudienceNames audience) {
        List<String> parts = new ArrayList<>(audience.teams());
        if (audience.moreTeams() > 0) {
            parts.add(of(Reason.of("audience.moreTeams", audience.moreTeams())));
        }
        for (String list : audience.lists()) {
            parts.add(of(Reason.of("audience.list", list)));
        }
        if (audience.moreLists() > 0) {
            parts.add(of(Reason.of("audience.moreLists", audience.moreLists())));
        }
        if (audience.rules() > 0) {
            parts.add(of(Reason.of("audience.rules", audience.rules())));
        }
        if (audience.people() > 0) {
            parts.add(of(Reason.of("audience.people", audience.people())));
        }
        int last = parts.size() - 1;
        return last <= 0
                ? String.join("", parts)
                : of(Reason.of("audience.and", String.join(", ", parts.subList(0, last)), parts.get(last)));
    }

    /** What is noted of an opt-out, in the admin's words or ours; null where nothing is. */
    public static String note(OptOut optOut) {
        return optOut.carried()
                .map(carried -> {
                    Object whom = carried.arguments().get(0);
                    Object noted = carried.arguments().get(1);
                    String words = of(Reason.of(
                            carried.code(), whom instanceof Long ? Reason.of("audit.who", whom) : whom, noted));
                    return noted.equals("") ? words : words + ": " + noted;
                })
                .orElse(optOut.note());
    }

    private static Optional<String> text(String key, Reason reason) {
        int dot = key.indexOf('.');
        try {
            ResourceBundle bundle = ResourceBundle.getBundle(
                    Sentences.class.getPackageName() + "." + (dot < 0 ? key : key.substring(0, dot)),
                    Locale.getDefault(Locale.Category.DISPLAY),
                    Sentences.class.getClassLoader(),
                    ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
            String all = key + ALL;
            String pattern = bundle.getString(reason.arguments().isEmpty() && bundle.containsKey(all) ? all : key);
            return Optional.of(new MessageFormat(pattern, Locale.getDefault(Locale.Category.FORMAT))
                    .format(reason.arguments().stream()
                            .map(argument -> shown(argument, key.endsWith(STEP)))
                            .toArray()));
        } catch (MissingResourceException e) {
            return Optional.empty();
        }
    }

    /** @param inStep whether it is part of what can be done, where a reason inside tells what can be done about itself */
    private static Object shown(Object argument, boolean inStep) {
        if (argument instanceof Reason inner) {
            String step = inStep ? step(inner) : "";
            return step.isEmpty() ? of(inner) : step;
        }
        if (argument instanceof Instant moment) {
            return Times.whole(moment);
        }
        if (argument instanceof String text) {
            // A name in a sentence stays inside of it.
            return PlainText.oneLine(text);
        }
        return argument instanceof Duration length ? length.toSeconds() + " s" : argument;
    }
}

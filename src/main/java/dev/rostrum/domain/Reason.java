package dev.rostrum.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Why something is as it is: a code with what is special about this case. It holds no sentence; those are made of it where it is
 * shown, in the reader's language (package {@code words}), while files, filters and exports work with the code.
 *
 * @param code names in lower camel case, joined by dots; the first says which bundle has the words
 * @param arguments each a {@link String}, {@link Long}, {@link Double}, {@link Instant}, {@link Duration} or {@link Reason}
 */
public record Reason(String code, List<Object> arguments) {
    /** It was being sent when the program was cut off, and nothing has looked after it yet. */
    public static final String CUT_OFF = "ended.cutOff";

    /** The code of a text that an earlier version stored as a sentence. Its only argument is the text. */
    public static final String EARLIER = "reason.earlier";

    /** The code of several that stand together, a line each. */
    public static final String LINES = "reason.lines";

    /** The code of one that belongs to something with a name: the name and the reason. */
    public static final String NAMED = "reason.named";

    /** What can be done about the reason that is its only argument. */
    public static final String STEP_OF = "reason.stepOf";

    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final int MAX_DEPTH = 8;

    public Reason {
        Objects.requireNonNull(code, "code");
        arguments = arguments.stream().map(Reason::plain).toList();
    }

    /** Numbers of any kind become {@link Long} or {@link Double}, constants of an enum their name. */
    public static Reason of(String code, Object... arguments) {
        List<Object> all = new ArrayList<>();
        for (Object argument : arguments) {
            all.add(plain(argument));
        }
        return new Reason(code, all);
    }

    /** Several as one; the only one as it is. */
    public static Reason lines(List<Reason> reasons) {
        return reasons.size() == 1 ? reasons.get(0) : new Reason(LINES, List.copyOf(reasons));
    }

    /** A file as the subject of a sentence, by the name that it was given. */
    public static Reason file(Object path) {
        return of("input.file", path);
    }

    /** One that belongs to an option, a rule, a field. */
    public static Reason named(String name, Reason reason) {
        return of(NAMED, name, reason);
    }

    private static Object plain(Object argument) {
        if (argument == null) {
            return "";
        }
        if (argument instanceof Integer || argument instanceof Short || argument instanceof Byte) {
            return ((Number) argument).longValue();
        }
        if (argument instanceof Float number) {
            return number.doubleValue();
        }
        if (argument instanceof Long
                || argument instanceof Double
                || argument instanceof Instant
                || argument instanceof Duration
                || argument instanceof Reason) {
            return argument;
        }
        return argument instanceof Enum<?> constant ? constant.name() : argument.toString();
    }

    /** Code and arguments as one text that {@link #parse(String)} reads. */
    public String stored() {
        return arguments.isEmpty() ? code : code + "|" + storedArguments();
    }

    /** The arguments alone, for a column beside that of the code; null where there are none. */
    public String storedArguments() {
        if (arguments.isEmpty()) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        for (Object argument : arguments) {
            String value;
            char kind;
            if (argument instanceof Long number) {
                kind = 'n';
                value = number.toString();
            } else if (argument instanceof Double number) {
                kind = 'd';
                value = number.toString();
            } else if (argument instanceof Instant moment) {
                kind = 't';
                value = Long.toString(moment.toEpochMilli());
            } else if (argument instanceof Duration length) {
                kind = 'l';
                value = Long.toString(length.toMillis());
            } else if (argument instanceof Reason reason) {
                kind = 'r';
                value = reason.stored();
            } else {
                kind = 's';
                value = (String) argument;
            }
            text.append(kind)
                    .append(value.codePointCount(0, value.length()))
                    .append(':')
                    .append(value);
        }
        return text.toString();
    }

    /** What {@link #stored} wrote. What it did not write is data all the same, and comes back as {@link #EARLIER}. */
    public static Reason parse(String stored) {
        int bar = stored.indexOf('|');
        String code = bar < 0 ? stored : stored.substring(0, bar);
        return CODE.matcher(code).matches()
                ? arguments(bar < 0 ? null : stored.substring(bar + 1), 0)
                        .map(arguments -> new Reason(code, arguments))
                        .orElseGet(() -> of(EARLIER, stored))
                : of(EARLIER, stored);
    }

    /** Reads two columns: the code, and what {@link #storedArguments} gave; null where there is no code. */
    public static Reason parse(String code, String storedArguments) {
        return code == null
                ? null
                : new Reason(code, arguments(storedArguments, 0).orElse(List.of()));
    }

    private static Optional<List<Object>> arguments(String stored, int depth) {
        List<Object> arguments = new ArrayList<>();
        int at = 0;
        String text = stored == null ? "" : stored;
        while (at < text.length()) {
            int colon = text.indexOf(':', at);
            if (colon < at + 2 || colon > at + 8 || depth > MAX_DEPTH) {
                return Optional.empty();
            }
            try {
                int length = Integer.parseInt(text.substring(at + 1, colon));
                int end = text.offsetByCodePoints(colon + 1, length);
                String value = text.substring(colon + 1, end);
                switch (text.charAt(at)) {
                    case 's' -> arguments.add(value);
                    case 'n' -> arguments.add(Long.valueOf(value));
                    case 'd' -> arguments.add(Double.valueOf(value));
                    case 't' -> arguments.add(Instant.ofEpochMilli(Long.parseLong(value)));
                    case 'l' -> arguments.add(Duration.ofMillis(Long.parseLong(value)));
                    case 'r' -> {
                        int bar = value.indexOf('|');
                        Optional<List<Object>> inner = arguments(bar < 0 ? null : value.substring(bar + 1), depth + 1);
                        if (inner.isEmpty()) {
                            return Optional.empty();
                        }
                        arguments.add(new Reason(bar < 0 ? value : value.substring(0, bar), inner.get()));
                    }
                    default -> {
                        return Optional.empty();
                    }
                }
                at = end;
            } catch (NumberFormatException | IndexOutOfBoundsException e) {
                return Optional.empty();
            }
        }
        return Optional.of(arguments);
    }
}

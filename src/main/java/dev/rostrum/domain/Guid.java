package dev.rostrum.domain;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** GUIDs as Entra writes them. They compare without regard to case; we keep them in lower case. */
public final class Guid {
    private static final Pattern SHAPE =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private Guid() {}

    /** The GUID in lower case, without surrounding blanks or braces, or empty where the text is none. */
    public static Optional<String> parse(String text) {
        String bare = TrimmedId.of(text).value();
        if (bare.startsWith("{") && bare.endsWith("}")) {
            bare = bare.substring(1, bare.length() - 1);
        }
        return SHAPE.matcher(bare).matches() ? Optional.of(bare.toLowerCase(Locale.ROOT)) : Optional.empty();
    }

    public static boolean is(String text) {
        return parse(text).isPresent();
    }
}

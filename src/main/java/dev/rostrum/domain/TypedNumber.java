package dev.rostrum.domain;

import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** Numbers as people type them: with a decimal point or a decimal comma. */
public final class TypedNumber {
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,9}([.,][0-9]{1,9})?");

    /** As many write a thousand, and others one; nobody can say which is meant. */
    private static final Pattern THOUSANDS = Pattern.compile("[1-9][0-9]{0,2}[.,][0-9]{3}");

    private TypedNumber() {}

    /** The number, 0 or above; empty where it is none, or could be two. */
    public static OptionalDouble decimal(String typed) {
        String text = typed.strip();
        return DECIMAL.matcher(text).matches() && !THOUSANDS.matcher(text).matches()
                ? OptionalDouble.of(Double.parseDouble(text.replace(',', '.')))
                : OptionalDouble.empty();
    }
}

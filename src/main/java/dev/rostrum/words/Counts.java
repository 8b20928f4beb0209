package dev.rostrum.words;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.NumberFormat;
import java.util.Locale;

/** Numbers as they are written: exact, in the locale's digits and groups. */
public final class Counts {
    private Counts() {}

    public static String of(long number) {
        return NumberFormat.getIntegerInstance(Locale.getDefault(Locale.Category.FORMAT))
                .format(number);
    }

    /** "1 person", "1,204 people". */
    public static String people(long number) {
        return Texts.of(Counts.class).get("count.people", number);
    }

    /** One decimal place at most: "17.4". */
    public static String rate(double number) {
        NumberFormat format = NumberFormat.getNumberInstance(Locale.getDefault(Locale.Category.FORMAT));
        format.setMaximumFractionDigits(1);
        return format.format(number);
    }

    /**
     * A share rounded down to a tenth, so that "100 %" means all; "–" of nothing.
     *
     * @param part between 0 and {@code whole}
     */
    public static String percent(long part, long whole) {
        if (whole <= 0) {
            return "\u2013";
        }
        BigDecimal share = BigDecimal.valueOf(part)
                .multiply(BigDecimal.valueOf(100))
                .divide(BigDecimal.valueOf(whole), 1, RoundingMode.DOWN);
        NumberFormat format = NumberFormat.getNumberInstance(Locale.getDefault(Locale.Category.FORMAT));
        boolean round = part == whole || part == 0;
        format.setMinimumFractionDigits(round ? 0 : 1);
        format.setMaximumFractionDigits(round ? 0 : 1);
        return format.format(share) + "\u00a0%";
    }
}

package dev.rostrum.words;

import dev.rostrum.domain.Language;
import java.util.Locale;

/**
 * The language that the whole process speaks. It is chosen before the first text is read, since windows and commands keep what
 * they read; JavaFX's own texts follow it as well.
 */
public final class Speech {
    private static final Locale SYSTEM = Locale.getDefault();
    private static final Locale SYSTEM_TEXTS = Locale.getDefault(Locale.Category.DISPLAY);
    private static final Locale SYSTEM_FORMATS = Locale.getDefault(Locale.Category.FORMAT);

    private Speech() {}

    /** Texts in this language; numbers and dates as it has them, in the country that the system is set to. */
    public static void use(Language language) {
        if (language == Language.SYSTEM) {
            Locale.setDefault(SYSTEM);
            Locale.setDefault(Locale.Category.DISPLAY, SYSTEM_TEXTS);
            Locale.setDefault(Locale.Category.FORMAT, SYSTEM_FORMATS);
            return;
        }
        Locale formats = SYSTEM_FORMATS.getLanguage().equals(language.code())
                ? SYSTEM_FORMATS
                : new Locale(language.code(), SYSTEM_FORMATS.getCountry());
        Locale.setDefault(formats);
    }
}

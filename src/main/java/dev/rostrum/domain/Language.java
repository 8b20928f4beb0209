package dev.rostrum.domain;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The language of texts, numbers and dates. What programs read (JSON, CSV, SQL, HTTP) does not follow it. */
public enum Language {
    /** As the operating system is set: German where it is, else English. */
    SYSTEM("system"),
    ENGLISH("en"),
    GERMAN("de");

    private final String code;

    Language(String code) {
        this.code = code;
    }

    /** As arguments, variables and settings name it. */
    public String code() {
        return code;
    }

    /** @param code in any case; empty where no language is called so */
    public static Optional<Language> of(String code) {
        String name = code.strip().toLowerCase(Locale.ROOT);
        return Arrays.stream(values()).filter(each -> each.code.equals(name)).findFirst();
    }
}

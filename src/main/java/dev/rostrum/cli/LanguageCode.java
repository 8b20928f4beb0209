package dev.rostrum.cli;

import dev.rostrum.domain.Language;
import java.util.Arrays;
import java.util.Iterator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Languages by their codes. */
final class LanguageCode implements ITypeConverter<Language>, Iterable<String> {
    @Override
    public Language convert(String value) {
        return Language.of(value)
                .orElseThrow(() -> new TypeConversionException(CommandTexts.get("global.lang.unknown", value)));
    }

    /** What can be completed. */
    @Override
    public Iterator<String> iterator() {
        return Arrays.stream(Language.values()).map(Language::code).iterator();
    }
}

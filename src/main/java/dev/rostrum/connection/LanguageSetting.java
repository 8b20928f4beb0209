package dev.rostrum.connection;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.filter.FilteringParserDelegate;
import com.fasterxml.jackson.core.filter.JsonPointerBasedFilter;
import com.fasterxml.jackson.core.filter.TokenFilter.Inclusion;
import dev.rostrum.domain.Language;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The language that this computer's settings name. A change counts from the next start. */
public final class LanguageSetting {
    private static final String GROUP = "appearance";
    private static final String KEY = "language";

    private final SettingsFile settings;

    public LanguageSetting(SettingsFile settings) {
        this.settings = settings;
    }

    public Language get() {
        return language(settings.read().path(GROUP).path(KEY).asText());
    }

    public void set(Language language) {
        settings.change(tree -> tree.withObjectProperty(GROUP).put(KEY, language.code()));
    }

    /**
     * As {@link #get}, before anything else: what ails the file is for {@link SettingsFile} to tell, once there is a language
     * to tell it in.
     *
     * @param folder the data folder
     */
    public static Language before(Path folder) {
        Path file = folder.resolve("settings.json");
        if (!Files.isRegularFile(file)) {
            return Language.SYSTEM;
        }
        // The rest of the file is not made into objects: each start of the program waits for this.
        try (JsonParser all = new JsonFactory().createParser(file.toFile());
                JsonParser one = new FilteringParserDelegate(
                        all,
                        new JsonPointerBasedFilter(JsonPointer.compile("/" + GROUP + "/" + KEY)),
                        Inclusion.ONLY_INCLUDE_ALL,
                        false)) {
            return one.nextToken() == JsonToken.VALUE_STRING ? language(one.getText()) : Language.SYSTEM;
        } catch (IOException e) {
            return Language.SYSTEM;
        }
    }

    private static Language language(String code) {
        return Language.of(code).orElse(Language.SYSTEM);
    }
}

package dev.rostrum.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rostrum.connection.LanguageSetting;
import dev.rostrum.connection.SettingsFile;
import dev.rostrum.domain.Language;
import dev.rostrum.domain.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The argument, the variable, the settings, the system: the first that says something. */
class LanguageChoiceTest {
    private static final Map<String, String> NOTHING = Map.of();

    @TempDir
    Path folder;

    private SettingsFile settings;

    @BeforeEach
    void open() {
        settings = new SettingsFile(folder, Clock.systemUTC(), notice -> {});
    }

    private Language chosen(Map<String, String> variables, String... args) {
        return LanguageChoice.of(args, variables::get, option -> option == null ? folder : option);
    }

    @Test
    void theFirstThatSaysSomething() {
        assertThat(chosen(NOTHING, "team", "list")).isEqualTo(Language.SYSTEM);
        new LanguageSetting(settings).set(Language.GERMAN);
        assertThat(new LanguageSetting(settings).get()).isEqualTo(Language.GERMAN);
        assertThat(chosen(NOTHING, "team", "list")).isEqualTo(Language.GERMAN);
        Map<String, String> english = Map.of("ROSTRUM_LANG", "EN");
        assertThat(chosen(english, "team", "list")).isEqualTo(Language.ENGLISH);
        assertThat(chosen(Map.of("ROSTRUM_LANG", " "))).isEqualTo(Language.GERMAN);
        assertThat(chosen(english, "team", "--lang", "de", "list")).isEqualTo(Language.GERMAN);
        assertThat(chosen(english, "--lang=de")).isEqualTo(Language.GERMAN);
        assertThat(chosen(english, "--lang=de", "--lang", "system")).isEqualTo(Language.SYSTEM);
        assertThat(chosen(NOTHING, "announce", "--", "--lang", "en")).isEqualTo(Language.GERMAN);
    }

    @Test
    void theFolderIsTheOneThatWasNamed() {
        new LanguageSetting(settings).set(Language.GERMAN);
        Path elsewhere = folder.resolve("elsewhere");
        assertThat(chosen(NOTHING, "--data-dir", elsewhere.toString())).isEqualTo(Language.SYSTEM);
        assertThat(chosen(NOTHING, "--data-dir=" + folder)).isEqualTo(Language.GERMAN);
    }

    @Test
    void whatIsWrongKeepsNobodyFromStarting() throws Exception {
        assertThat(chosen(NOTHING, "--lang", "fr"))
                .as("the command line refuses it")
                .isEqualTo(Language.SYSTEM);
        for (String broken :
                new String[] {"", "{", "[]", "{\"appearance\": \"de\"}", "{\"appearance\": {\"language\": 7}}"}) {
            Files.writeString(folder.resolve("settings.json"), broken);
            assertThat(chosen(NOTHING)).as(broken).isEqualTo(Language.SYSTEM);
            assertThat(folder.resolve("settings.json"))
                    .as("left for the settings to tell")
                    .hasContent(broken);
        }
        assertThat(LanguageChoice.of(new String[0], NOTHING::get, option -> {
                    throw Problem.wrongUse("input.noHome");
                }))
                .isEqualTo(Language.SYSTEM);
        assertThatThrownBy(() -> chosen(Map.of("ROSTRUM_LANG", "klingon")))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.reason().code()).isEqualTo("input.language"));
    }
}

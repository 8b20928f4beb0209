package dev.rostrum.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every text that is shown is in a bundle, once, and says what may be said. */
class TextsTest {
    /** Uses of an unwanted word that are right, each with the reason. */
    private static final List<TextScan.Allowance> ALLOWED = List.of();

    private static final String BUNDLE = "dev/rostrum/ui/texts.properties";
    private static final String FXML = "dev/rostrum/ui/people/people.fxml";
    private static final String MODEL = "dev/rostrum/ui/people/PeopleViewModel.java";
    private static final String COMMAND = "dev/rostrum/cli/AnnounceCommand.java";

    private final TextScan product = new TextScan(Path.of("resources"), Path.of("src/main/java"));
    private final TextScan planted = new TextScan(planted("resources"), planted("sources"));

    private static Path planted(String folder) {
        return Path.of("src/test/resources/dev/rostrum/architecture/texts", folder);
    }

    @Test
    void keysAreUsedAndThereOnce() {
        assertThat(product.literals()).as("string literals read").isPositive();
        assertThat(product.keys()).isEmpty();
    }

    @Test
    void fxmlIsStaticLayout() {
        assertThat(product.fxml()).isEmpty();
    }

    @Test
    void nothingIsSaidThatWeCannotKnow() {
        assertThat(product.words(ALLOWED)).isEmpty();
    }

    @Test
    void plantedKeysAreFound() {
        assertThat(planted.keys())
                .containsExactlyInAnyOrder(
                        BUNDLE + ":11: key \"bad.twice\" is also at " + BUNDLE
                                + ":10, and only one of them counts. Delete one, or give it a key of its own.",
                        FXML
                                + ":5: %bad.missingInFxml is in no bundle. Add \"bad.missingInFxml = …\" to texts.properties.",
                        MODEL
                                + ":9: key \"bad.missingInJava\" is in no bundle. Add \"bad.missingInJava = …\" to texts.properties.",
                        MODEL + ":13: no key begins with \"bad.none.\". Add \"bad.none.… = …\" to texts.properties.",
                        MODEL
                                + ":13: key \"bad.missingText\" is in no bundle. Add \"bad.missingText = …\" to texts.properties.",
                        BUNDLE + ":9: key \"bad.unused\" is used by nothing. Delete the line, or use it.");
    }

    @Test
    void plantedFxmlIsFound() {
        assertThat(planted.fxml())
                .containsExactlyInAnyOrder(
                        FXML + ":6: an expression \"${\" leaks its listener. Bind in the controller.",
                        FXML
                                + ":7: the text \"Typed here\" is in no bundle. Put it into texts.properties and write %key.");
    }

    @Test
    void plantedWordsAreFoundAndAllowancesCount() {
        var needed = new TextScan.Allowance("texts.properties", "Not proof that it was", "says what is not known");
        var useless = new TextScan.Allowance("texts.properties", "nowhere", "allows nothing");
        assertThat(planted.words(List.of(needed, useless)))
                .containsExactlyInAnyOrder(
                        BUNDLE + ":12: \"delivered\": say \"accepted by Teams\".",
                        BUNDLE + ":13: \"Invalid\": say what is the matter and what to do next.",
                        COMMAND + ":4: \"Received\": say \"accepted by Teams\".",
                        COMMAND + ":5: \"Oops\": say what is the matter and what to do next.",
                        "texts.properties: nothing there needs the allowance \"nowhere\". Delete it.");
        assertThat(planted.words(List.of())).anyMatch(f -> f.startsWith(BUNDLE + ":14: \"delivered\""));
    }
}

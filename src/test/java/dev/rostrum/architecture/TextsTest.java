package dev.rostrum.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every text that is shown is in a bundle, once, and says what may be said. */
class TextsTest {
    /** Uses of an unwanted word that are right, each with the reason. */
    private static final List<TextScan.Allowance> ALLOWED = List.of(new TextScan.Allowance(
            "CommandLineRunner.java", "Invalid value for", "the words of picocli, which are replaced by ours"));

    private static final String BUNDLE = "dev/rostrum/ui/people/texts.properties";
    private static final String FXML = "dev/rostrum/ui/people/people.fxml";
    private static final String MODEL = "dev/rostrum/ui/people/PeopleViewModel.java";
    private static final String CONTROLLER = "dev/rostrum/ui/people/PeopleController.java";
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
                        FXML + ":5: %bad.missingInFxml is missing. Add \"bad.missingInFxml = …\" to " + BUNDLE + ".",
                        MODEL + ":9: key \"bad.missingInJava\" is missing. Add \"bad.missingInJava = …\" to " + BUNDLE
                                + ".",
                        MODEL + ":13: no key begins with \"bad.none.\". Add \"bad.none.… = …\" to " + BUNDLE + ".",
                        MODEL + ":13: key \"bad.missingText\" is missing. Add \"bad.missingText = …\" to " + BUNDLE
                                + ".",
                        MODEL + ":20: key \"bad.chosen\" is missing. Add \"bad.chosen = …\" to " + BUNDLE + ".",
                        CONTROLLER + ":7: key \"bad.elsewhere\" is missing. Add \"bad.elsewhere = …\" to " + BUNDLE
                                + ".",
                        BUNDLE + ":16: an apostrophe hides what follows it from the arguments. Write ''.",
                        BUNDLE + ":17: not a message format (Unmatched braces in the pattern.). Mend the braces.",
                        BUNDLE + ":18: without arguments '' is shown as two. Write one.",
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

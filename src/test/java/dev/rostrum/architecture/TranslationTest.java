package dev.rostrum.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every text is there in German, once, with the same arguments, and in German words. */
class TranslationTest {
    /** Texts that are the same in both languages; commands, addresses and units are so by their form. */
    private static final Set<String> SAME = Set.of(
            "Android",
            "Anaïs Lefèvre",
            "Bearer •••",
            "Bytes",
            "CODE",
            "Cloud",
            "Code",
            "Code {0}",
            "DETAIL",
            "Desktop",
            "Enter",
            "Filter",
            "ID",
            "IN TEAMS",
            "Id",
            "Ids",
            "Java:",
            "Link",
            "MS",
            "MS-CV",
            "Markdown",
            "NAME",
            "Name",
            "Name\t{0}",
            "Passphrase",
            "Person",
            "Plan",
            "Port",
            "Proxy",
            "Proxy:",
            "Rostrum",
            "Rostrum — {0}",
            "Rostrum:",
            "SCHEMA",
            "STATUS",
            "SYNC",
            "Status",
            "System:",
            "TEAMS",
            "Team",
            "Teams",
            "Text",
            "Toast",
            "Token",
            "UPN",
            "UPN\t{0}",
            "Version",
            "Website",
            "iPhone",
            "in Teams",
            "ok\t{0}");

    private static final List<TextScan.Allowance> UNWANTED = List.of(
            new TextScan.Allowance("cli/texts_de.properties", "(on)", "a value of an option"),
            new TextScan.Allowance("cli/texts_de.properties", "on, off", "values of an option"),
            new TextScan.Allowance("cli/texts_de.properties", "mit no:", "a value of an option"));

    private static final Path PLANTED = Path.of("src/test/resources/dev/rostrum/architecture/translation");
    private static final String UI = "dev/rostrum/ui/texts_de.properties:";

    @Test
    void everyTextIsThereInGerman() {
        TranslationScan scan = new TranslationScan(Path.of("resources"), "de");
        assertThat(scan.findings(SAME, UNWANTED)).isEmpty();
        assertThat(scan.read()).as("texts compared").isGreaterThan(3_000);
    }

    @Test
    void plantedFaultsAreFound() {
        List<String> found = new TranslationScan(PLANTED, "de").findings(Set.of("Rostrum", "Nowhere"), List.of());
        assertThat(found)
                .containsExactlyInAnyOrder(
                        "dev/rostrum/words/alone.properties: there is no alone_de.properties.",
                        "dev/rostrum/words/orphan_de.properties: there is no orphan.properties. Delete it.",
                        "dev/rostrum/ui/texts.properties:5: \"missing\" is missing in texts_de.properties: Say so",
                        UI + "20: key \"good\" is there twice. Delete one.",
                        UI + "19: no English text is \"extra\". Delete the line.",
                        UI + "5 (same): as in English: Try again",
                        UI + "6 (english): \"and\": is English.",
                        UI + "7 (unknowable): \"zugestellt\": say \"von Teams angenommen\".",
                        UI + "8 (style): \"ungültig\": say what is the matter and what to do next.",
                        UI + "9 (arguments): other arguments than the English {0} of {1}",
                        UI + "10 (numbers): numbers are written in other ways than in the English announcement"
                                + " {0,number,#}",
                        UI + "11 (braces): not a message format (Unmatched braces in the pattern.). Mend the braces.",
                        UI + "12 (option): other options or line ends than the English Use --all%n",
                        UI + "13 (columns): other columns than the English State\t{0}",
                        UI + "14 (apostrophe): an apostrophe hides what follows it from the arguments. Write ''.",
                        UI + "15 (apostrophe.plain): without arguments '' is shown as two. Write one.",
                        UI
                                + "16 (form): not a message format (Choice Pattern incorrect: 0#niemand|keiner|1#einer). Mend the"
                                + " braces.",
                        UI + "17 (spaces): other spaces at its ends than the English",
                        UI + "18 (blank): nothing is said",
                        "nothing is \"Nowhere\" in both languages. Delete it from the test.");
    }
}

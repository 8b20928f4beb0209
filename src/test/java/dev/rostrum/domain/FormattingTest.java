package dev.rostrum.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.domain.Formatting.Client;
import dev.rostrum.domain.Formatting.Look;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FormattingTest {
    /** As the page "Format your bot messages" has it: by style, then desktop, iOS and Android. */
    private static final String PAGE = """
            BOLD yes yes yes
            ITALIC yes yes yes
            HEADING no no no
            STRIKE yes yes no
            RULE no no no
            BULLETS yes no no
            NUMBERS yes no no
            CODE yes yes yes
            QUOTE yes yes yes
            LINK yes yes yes
            IMAGE no no no
            """;

    @Test
    void theTableIsThatOfThePage() {
        assertThat(PAGE.lines()).allSatisfy(line -> {
            String[] row = line.split(" ");
            Formatting style = Formatting.valueOf(row[0]);
            assertThat(Arrays.stream(Client.values())
                            .map(client -> style.look(TextFormat.MARKDOWN, client) == Look.FORMATTED ? "yes" : "no")
                            .collect(Collectors.joining(" ")))
                    .as(row[0])
                    .isEqualTo(row[1] + " " + row[2] + " " + row[3]);
            assertThat(style.sources()).contains(Formatting.Source.PAGE);
        });
    }

    @Test
    void eachEntryHasItsSourceAndPlainTextIsLeftAsItIs() {
        for (Formatting entry : Formatting.values()) {
            assertThat(entry.sources()).as(entry.name()).isNotEmpty().allSatisfy(source -> assertThat(source.url())
                    .startsWith("https://"));
            for (Client client : Client.values()) {
                assertThat(entry.look(TextFormat.PLAIN, client)).isEqualTo(Look.TYPED);
            }
        }
    }
}

package dev.rostrum.announce;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MarkdownTextTest {
    @Test
    void markdownAsOneLine() {
        assertThat(MarkdownText.oneLine("# Closed\n\nthe **office** has [hours](https://x)\n\n- a\n- b"))
                .startsWith("Closed the office has")
                .doesNotContain("**", "\n", "#");
    }
}

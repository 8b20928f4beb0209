package dev.rostrum.ui.fx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.ui.fx.ScriptFonts.Script;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScriptFontsTest {
    @Test
    void whatNoInstalledFamilyDrawsIsMissing() {
        assertThat(ScriptFonts.missing(List.of("DejaVu Sans", "Noto Color Emoji")))
                .as("a colour font is not drawn")
                .containsExactly(Script.CJK, Script.EMOJI);
        assertThat(ScriptFonts.missing(List.of("DejaVu Sans", "wenquanyi zen hei")))
                .containsExactly(Script.EMOJI);
        assertThat(ScriptFonts.missing(List.of("Segoe UI Emoji", "Yu Gothic"))).isEmpty();
    }
}

package dev.rostrum.ui.fx;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.scene.text.Font;

/**
 * Fonts for what the usual font of a system does not draw. The toolkit takes characters that a font lacks from any installed font by
 * itself, so no family is chosen for a text; this knows which families have them, to say what is missing. Measured with JavaFX 21 on
 * Linux: Chinese, Japanese and Korean appear as soon as one of these families is installed; colour fonts are not drawn at all, an emoji
 * comes out in black from an outline font, or as a gap or box.
 */
public final class ScriptFonts {
    /** Characters that need a font of their own. */
    public enum Script {
        CJK(List.of(
                "Noto Sans CJK SC",
                "Noto Sans CJK JP",
                "Noto Sans CJK KR",
                "Noto Sans CJK TC",
                "Source Han Sans",
                "WenQuanYi Zen Hei",
                "WenQuanYi Micro Hei",
                "Droid Sans Fallback",
                "Microsoft YaHei",
                "Yu Gothic",
                "Malgun Gothic",
                "PingFang SC",
                "Hiragino Sans",
                "Apple SD Gothic Neo")),
        EMOJI(List.of("Noto Emoji", "Symbola", "OpenMoji", "Segoe UI Emoji", "Apple Color Emoji"));

        private final List<String> families;

        Script(List<String> families) {
            this.families = families;
        }

        /** Families that draw it, those that are free first. */
        public List<String> families() {
            return families;
        }
    }

    private ScriptFonts() {}

    /** What this computer has no font for. */
    public static List<Script> missing() {
        return missing(Font.getFamilies());
    }

    static List<Script> missing(Collection<String> installed) {
        Set<String> names =
                installed.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
        List<Script> missing = new ArrayList<>();
        for (Script script : Script.values()) {
            if (script.families().stream().noneMatch(family -> names.contains(family.toLowerCase(Locale.ROOT)))) {
                missing.add(script);
            }
        }
        return missing;
    }
}

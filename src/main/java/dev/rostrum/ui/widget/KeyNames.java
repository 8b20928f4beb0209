package dev.rostrum.ui.widget;

import dev.rostrum.words.Texts;
import java.util.Map;
import java.util.regex.Pattern;

/** Keys as the keyboards of the language have them written on. JavaFX knows their English names only. */
public final class KeyNames {
    private static final Map<String, String> WORDS = Map.of(
            "Ctrl",
            "key.ctrl",
            "Shift",
            "key.shift",
            "Space",
            "key.space",
            "Enter",
            "key.enter",
            "Delete",
            "key.delete");
    private static final Pattern NAME = Pattern.compile("\\b(?:" + String.join("|", WORDS.keySet()) + ")\\b");

    private KeyNames() {}

    /** @param english such as "Ctrl+Shift+P" */
    public static String of(String english) {
        Texts texts = Texts.of(KeyNames.class);
        return NAME.matcher(english).replaceAll(name -> texts.get(WORDS.get(name.group())));
    }
}

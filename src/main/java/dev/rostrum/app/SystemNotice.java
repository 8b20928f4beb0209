package dev.rostrum.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A notice of the operating system, while the window is behind others. It is shown by the system's own tool, whose arguments every
 * account of the computer may read: the words are counts and states, never a title or a name.
 */
final class SystemNotice {
    private static final long SECONDS = 10;
    private static final String WORDS = "ROSTRUM_NOTICE";

    private SystemNotice() {}

    /** @return whether a tool took it */
    static boolean show(String words) throws InterruptedException {
        return SystemTool.run(command(System.getProperty("os.name"), words), Map.of(WORDS, words), SECONDS)
                .isPresent();
    }

    /** @param systemName value of {@code os.name} */
    static List<String> command(String systemName, String words) {
        String system = systemName.toLowerCase(Locale.ROOT);
        if (system.contains("win")) {
            return List.of("powershell.exe", "-NoProfile", "-NonInteractive", "-Command", script("notice.ps1"));
        }
        if (system.contains("mac")) {
            return List.of("osascript", "-e", script("notice.applescript"), words);
        }
        return List.of("notify-send", "--app-name=Rostrum", "--icon=dialog-information", "Rostrum", words);
    }

    private static String script(String name) {
        try (InputStream file = SystemNotice.class.getResourceAsStream(name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

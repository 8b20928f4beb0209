package dev.rostrum.app;

import dev.rostrum.ui.fx.Themes;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How the operating system looks. JavaFX 21 does not tell, so its own tools are asked: the registry on Windows, {@code defaults} on
 * macOS, {@code gsettings} elsewhere.
 */
final class SystemAppearance {
    private static final long SECONDS = 3;
    private static final String PERSONALIZE = "HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Themes\\Personalize";

    /** Asks one of these tools. */
    @FunctionalInterface
    interface Asked {
        Optional<String> answer(List<String> command) throws InterruptedException;
    }

    private SystemAppearance() {}

    /** @return empty where the system does not say */
    static Optional<Themes.Theme> read() throws InterruptedException {
        return read(System.getProperty("os.name"), command -> SystemTool.run(command, Map.of(), SECONDS));
    }

    /** @param systemName value of {@code os.name} */
    static Optional<Themes.Theme> read(String systemName, Asked asked) throws InterruptedException {
        String system = systemName.toLowerCase(Locale.ROOT);
        if (system.contains("win")) {
            // Flags is a sum of bits, of which the lowest says that it is on.
            if (asked.answer(List.of("reg", "query", "HKCU\\Control Panel\\Accessibility\\HighContrast", "/v", "Flags"))
                    .filter(SystemAppearance::isOdd)
                    .isPresent()) {
                return Optional.of(Themes.Theme.CONTRAST);
            }
            return asked.answer(List.of("reg", "query", PERSONALIZE, "/v", "AppsUseLightTheme"))
                    .map(answer -> answer.endsWith("0x0") ? Themes.Theme.DARK : Themes.Theme.LIGHT);
        }
        if (system.contains("mac")) {
            // The value is there only while it is dark.
            return Optional.of(
                    asked.answer(List.of("defaults", "read", "-g", "AppleInterfaceStyle"))
                                    .filter(answer -> answer.contains("Dark"))
                                    .isPresent()
                            ? Themes.Theme.DARK
                            : Themes.Theme.LIGHT);
        }
        if (gnome(asked, "org.gnome.desktop.a11y.interface", "high-contrast")
                .filter("true"::equals)
                .isPresent()) {
            return Optional.of(Themes.Theme.CONTRAST);
        }
        return gnome(asked, "org.gnome.desktop.interface", "color-scheme")
                .map(answer -> answer.contains("dark") ? Themes.Theme.DARK : Themes.Theme.LIGHT);
    }

    private static Optional<String> gnome(Asked asked, String schema, String key) throws InterruptedException {
        return asked.answer(List.of("gsettings", "get", schema, key));
    }

    private static boolean isOdd(String answer) {
        String last = answer.substring(answer.lastIndexOf(' ') + 1);
        return last.matches("\\d{1,9}") && Integer.parseInt(last) % 2 == 1;
    }
}

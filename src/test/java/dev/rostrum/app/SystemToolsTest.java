package dev.rostrum.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.ui.fx.Themes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

class SystemToolsTest {
    private static Optional<Themes.Theme> looks(String system, Map<String, String> answers)
            throws InterruptedException {
        return SystemAppearance.read(
                system, command -> Optional.ofNullable(answers.get(command.get(command.size() - 1)))
                        .or(() -> Optional.ofNullable(answers.get(command.get(0)))));
    }

    @Test
    void eachSystemSaysInItsOwnWayHowItLooks() throws InterruptedException {
        String light = "AppsUseLightTheme    REG_DWORD    0x1";
        String dark = "AppsUseLightTheme    REG_DWORD    0x0";
        assertThat(looks("Windows 11", Map.of("AppsUseLightTheme", dark))).contains(Themes.Theme.DARK);
        assertThat(looks("Windows 11", Map.of("AppsUseLightTheme", light, "Flags", "Flags    REG_SZ    126")))
                .contains(Themes.Theme.LIGHT);
        assertThat(looks("Windows 11", Map.of("AppsUseLightTheme", light, "Flags", "Flags    REG_SZ    127")))
                .contains(Themes.Theme.CONTRAST);
        assertThat(looks("Mac OS X", Map.of("AppleInterfaceStyle", "Dark"))).contains(Themes.Theme.DARK);
        assertThat(looks("Mac OS X", Map.of())).contains(Themes.Theme.LIGHT);
        assertThat(looks("Linux", Map.of("color-scheme", "'prefer-dark'"))).contains(Themes.Theme.DARK);
        assertThat(looks("Linux", Map.of("color-scheme", "'default'", "high-contrast", "true")))
                .contains(Themes.Theme.CONTRAST);
        assertThat(looks("Linux", Map.of())).as("no desktop that says it").isEmpty();
        assertThat(looks("Windows 11", Map.of())).isEmpty();
    }

    @Test
    void wordsAreOneArgumentOrNone() {
        String words = "An announcement has ended: 3 \"accepted\"; $(touch x) 'y'";
        assertThat(SystemNotice.command("Linux", words)).endsWith("Rostrum", words);
        List<String> mac = SystemNotice.command("Mac OS X", words);
        assertThat(mac).endsWith(words);
        assertThat(mac.subList(0, mac.size() - 1)).noneMatch(part -> part.contains("touch"));
        assertThat(SystemNotice.command("Windows 11", words))
                .as("by a variable, since arguments are quoted differently there")
                .noneMatch(part -> part.contains("touch"));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aToolIsGivenSecondsAndItsAnswerIsShort() throws InterruptedException {
        assertThat(SystemTool.run(List.of("sh", "-c", "printf ' %s ' \"$TOLD\""), Map.of("TOLD", "yes"), 10))
                .contains("yes");
        assertThat(SystemTool.run(List.of("sh", "-c", "exit 3"), Map.of(), 10)).isEmpty();
        assertThat(SystemTool.run(List.of("no-such-tool-at-all"), Map.of(), 10)).isEmpty();
        List<Long> before = new ArrayList<>(List.of(System.nanoTime()));
        assertThat(SystemTool.run(List.of("sh", "-c", "exec tail -f /dev/null"), Map.of(), 1))
                .isEmpty();
        assertThat(System.nanoTime() - before.get(0)).isLessThan(9_000_000_000L);
    }
}

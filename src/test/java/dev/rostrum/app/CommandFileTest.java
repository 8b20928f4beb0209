package dev.rostrum.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Reads {@code rostrum.cmd}, which no test of this project runs, for what a batch file does to arguments: with delayed expansion on,
 * {@code !NAME!} in a text becomes the value of a variable, and a program without a path is taken from the current folder first.
 */
class CommandFileTest {
    private static final Set<String> BUILT_IN =
            Set.of("@echo", "echo", "rem", "setlocal", "set", "for", "if", "exit", "mkdir");

    private static List<String> commands(Path file) throws IOException {
        return Files.readString(file)
                .replaceAll("\\^\r?\n", "")
                .lines()
                .map(String::strip)
                .filter(line ->
                        !line.isEmpty() && !line.toLowerCase(Locale.ROOT).startsWith("rem "))
                .toList();
    }

    /** What is wrong with a batch file; empty where nothing is. */
    private static List<String> findings(List<String> commands) {
        List<String> findings = new java.util.ArrayList<>();
        boolean off = false;
        for (int i = 0; i < commands.size(); i++) {
            String line = commands.get(i);
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.contains("enabledelayedexpansion") || lower.contains("/v:on") || lower.contains("endlocal")) {
                findings.add("delayed expansion may be on after: " + line);
            }
            off |= lower.startsWith("setlocal") && lower.contains("disabledelayedexpansion");
            if (line.contains("%*") || line.matches(".*(?<!%)%~?\\d.*") && !line.contains("%~dp0")) {
                if (!off) {
                    findings.add("arguments are expanded before delayed expansion is off: " + line);
                }
                if (!line.startsWith("\"%JAVA%\"") || !line.endsWith(" %*")) {
                    findings.add("arguments are expanded elsewhere than at the end of the program's own line: " + line);
                }
            }
            if (line.contains("!")) {
                findings.add("an exclamation mark: " + line);
            }
            String first = lower.split("[ (]", 2)[0];
            if (!BUILT_IN.contains(first) && !line.startsWith("\"%JAVA%\"")) {
                findings.add("a program without its full path: " + line);
            }
            if (lower.matches(".*\\bdo\\s+(?!set\\b|if\\b|rem\\b|exit\\b|echo\\b).*")
                    || lower.matches("if .*\\b(call|start|cmd|powershell)\\b.*")) {
                findings.add("a program without its full path: " + line);
            }
            if (lower.startsWith("set \"java=") && !lower.equals("set \"java=\"")) {
                findings.add("Java by its name alone: " + line);
            }
        }
        return findings;
    }

    @Test
    void argumentsAreExpandedOnceWhereDelayedExpansionIsOff() throws IOException {
        List<String> commands = commands(Path.of("installer/common/bin/rostrum.cmd"));
        assertThat(commands.stream().filter(line -> line.contains("%*"))).hasSize(1);
        assertThat(findings(commands)).isEmpty();
    }

    @Test
    void whatItUsedToDoIsFound() {
        assertThat(findings(List.of(
                        "@echo off",
                        "setlocal enabledelayedexpansion",
                        "set \"JAVA=java\"",
                        "\"%JAVA%\" -cp x Main %*")))
                .hasSize(3);
        assertThat(findings(List.of("setlocal DisableDelayedExpansion", "java -cp x Main %*")))
                .hasSize(2);
        assertThat(findings(List.of("setlocal DisableDelayedExpansion", "set \"ARGS=%*\"")))
                .hasSize(1);
    }

    @Test
    void itIsPlainAscii() throws IOException {
        assertThat(Files.readAllBytes(Path.of("installer/common/bin/rostrum.cmd")))
                .matches(bytes -> {
                    for (byte b : bytes) {
                        if (b < 0) {
                            return false;
                        }
                    }
                    return true;
                });
    }
}

package dev.rostrum.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Completion for PowerShell, which picocli does not write: commands, and the options of the command before the cursor. */
final class PowerShellCompletion {
    private final CommandLine program;

    PowerShellCompletion(CommandLine program) {
        this.program = program;
    }

    String text() {
        List<String> lines = new ArrayList<>();
        lines.add(
                "# Completion of rostrum for PowerShell. To have it always, write into your $PROFILE:  . 'FOLDER\\rostrum.ps1'");
        lines.add("Register-ArgumentCompleter -Native -CommandName 'rostrum', 'rostrum.cmd' -ScriptBlock {");
        lines.add("    param($wordToComplete, $commandAst, $cursorPosition)");
        lines.add("    $words = @{");
        words(program, "", lines);
        lines.add("    }");
        lines.add("    $path = ''");
        lines.add("    foreach ($element in ($commandAst.CommandElements | Select-Object -Skip 1)) {");
        lines.add("        if ($element.Extent.EndOffset -ge $cursorPosition) { break }");
        lines.add("        $next = (\"$path $element\").Trim()");
        lines.add("        if ($words.ContainsKey($next)) { $path = $next }");
        lines.add("    }");
        lines.add("    $words[$path] | Where-Object { $_ -like \"$wordToComplete*\" } | ForEach-Object {");
        lines.add("        [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)");
        lines.add("    }");
        lines.add("}");
        return String.join("\r\n", lines) + "\r\n";
    }

    private static void words(CommandLine of, String path, List<String> lines) {
        List<CommandLine> below = ManPage.shown(of);
        String words = Stream.concat(
                        below.stream().map(CommandLine::getCommandName),
                        of.getCommandSpec().options().stream()
                                .filter(option -> !option.hidden())
                                .map(OptionSpec::longestName))
                .map(word -> "'" + word + "'")
                .collect(Collectors.joining(", "));
        lines.add("        '" + path + "' = @(" + words + ")");
        for (CommandLine each : below) {
            words(each, (path + " " + each.getCommandName()).strip(), lines);
        }
    }
}

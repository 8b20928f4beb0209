package dev.rostrum.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The page of a command for {@code man}, out of the same model as its help: what it does, its options in their order, its examples and
 * what its exit status means.
 */
final class ManPage {
    private final CommandLine line;
    private final CommandSpec command;
    private final String version;
    private final List<String> page = new ArrayList<>();

    ManPage(CommandLine line, String version) {
        this.line = line;
        this.command = line.getCommandSpec();
        this.version = version;
    }

    /** Commands below this one that are for people. */
    static List<CommandLine> shown(CommandLine of) {
        return of.getSubcommands().values().stream()
                .filter(below -> !below.getCommandSpec().usageMessage().hidden())
                .toList();
    }

    /** For example {@code rostrum-team-add}. */
    String name() {
        return command.qualifiedName("-");
    }

    String text() {
        UsageMessageSpec usage = command.usageMessage();
        String description = plain(usage.description());
        page.add(".TH " + name().toUpperCase(Locale.ROOT) + " 1 \"\" \"Rostrum " + version + "\"");
        section("NAME", name() + " - " + firstSentence(description));
        page.add(".SH SYNOPSIS");
        page.add(".B " + escaped(command.qualifiedName()));
        page.add(escaped(synopsis()));
        section("DESCRIPTION", description);
        options();
        commands();
        exitStatus();
        examples(usage.footer());
        seeAlso();
        return String.join("\n", page) + "\n";
    }

    private void section(String title, String text) {
        page.add(".SH " + title);
        page.add(escaped(text));
    }

    private String synopsis() {
        String parameters = command.positionalParameters().stream()
                .filter(parameter -> !parameter.hidden())
                .map(parameter -> parameter.arity().min() == 0
                        ? "[" + parameter.paramLabel() + (parameter.arity().max() > 1 ? "..." : "") + "]"
                        : parameter.paramLabel())
                .collect(Collectors.joining(" "));
        return (parameters + (shown(line).isEmpty() ? "" : " [COMMAND]") + " [OPTIONS]").strip();
    }

    private void options() {
        page.add(".SH OPTIONS");
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            if (!parameter.hidden()) {
                item(parameter.paramLabel(), plain(parameter.description()));
            }
        }
        command.options().stream()
                .filter(option -> !option.hidden())
                // As in the help: stable, so that those of one rank stay as they were declared.
                .sorted((one, other) -> Integer.compare(one.order(), other.order()))
                .forEach(option -> item(label(option), plain(option.description())));
    }

    private static String label(OptionSpec option) {
        String names = String.join(", ", option.names());
        return option.arity().max() == 0 ? names : names + "=" + option.paramLabel();
    }

    private void commands() {
        List<CommandLine> below = shown(line);
        if (below.isEmpty()) {
            return;
        }
        page.add(".SH COMMANDS");
        for (CommandLine each : below) {
            item(
                    each.getCommandName(),
                    firstSentence(plain(each.getCommandSpec().usageMessage().description())) + " See "
                            + each.getCommandSpec().qualifiedName("-") + "(1).");
        }
    }

    private void exitStatus() {
        page.add(".SH EXIT STATUS");
        Map<String, String> statuses = command.root().usageMessage().exitCodeList();
        statuses.forEach((status, meaning) -> item(status, plain(meaning)));
    }

    private void examples(String[] lines) {
        if (lines.length == 0) {
            return;
        }
        page.add(".SH EXAMPLES");
        page.add(".nf");
        Arrays.stream(lines).map(each -> escaped(plain(each).strip())).forEach(page::add);
        page.add(".fi");
    }

    private void seeAlso() {
        CommandSpec above = command.parent();
        if (above != null) {
            section("SEE ALSO", above.qualifiedName("-") + "(1)");
        }
    }

    private void item(String label, String text) {
        page.add(".TP");
        page.add(".B " + escaped(label));
        page.add(escaped(text));
    }

    /** Texts of the help are formats, whose %n begins a line. */
    private static String plain(String... lines) {
        return Stream.of(lines)
                .map(each -> Ansi.OFF.string(String.format(each)).strip())
                .collect(Collectors.joining("\n"));
    }

    private static String firstSentence(String text) {
        int end = text.indexOf(". ");
        String sentence = end < 0 ? text : text.substring(0, end);
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }

    /** A backslash begins a request, and so do a dot and an apostrophe at the beginning of a line; a bare hyphen is none for copying. */
    private static String escaped(String text) {
        return text.lines()
                .map(each -> each.replace("\\", "\\e").replace("-", "\\-"))
                .map(each -> each.startsWith(".") || each.startsWith("'") ? "\\&" + each : each)
                .collect(Collectors.joining("\n"));
    }
}

package dev.rostrum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What the help of the commands says, and what the build makes of it. */
class HelpTest {
    /** Commands that neither write nor send, or only hold others. */
    private static final Set<String> READING = Set.of(
            "rostrum",
            "rostrum console",
            "rostrum demo",
            "rostrum help",
            "rostrum program-files",
            "rostrum class-data",
            "rostrum connection",
            "rostrum connection list",
            "rostrum connection test",
            "rostrum team",
            "rostrum team list",
            "rostrum team links",
            "rostrum user",
            "rostrum user list",
            "rostrum user show",
            "rostrum list",
            "rostrum list list",
            "rostrum list show",
            "rostrum filter",
            "rostrum filter list",
            "rostrum announcement",
            "rostrum announcement list",
            "rostrum announcement show",
            "rostrum announcement deliveries",
            "rostrum announcement follow",
            "rostrum announcement wait",
            "rostrum conversation",
            "rostrum conversation list",
            "rostrum activity",
            "rostrum activity requests",
            "rostrum activity events",
            "rostrum audit",
            "rostrum audit list",
            "rostrum backup",
            "rostrum backup list");

    @TempDir
    Path folder;

    private CommandLine program() {
        Terminal terminal = Typed.piped("").terminal();
        NoSignals signals = new NoSignals();
        return new CommandLineRunner(options -> null, terminal, name -> null, signals)
                .commandLine(new CommandSession(options -> null, terminal, name -> null, signals));
    }

    private static void collect(CommandLine line, List<CommandSpec> all) {
        all.add(line.getCommandSpec());
        line.getSubcommands().values().forEach(below -> collect(below, all));
    }

    private List<CommandSpec> commands() {
        List<CommandSpec> all = new ArrayList<>();
        collect(program(), all);
        return all;
    }

    private Typed run(int status, String... arguments) {
        Typed typed = Typed.piped("");
        int got = new CommandLineRunner(
                        options -> new SettingsProgram(folder), typed.terminal(), name -> null, new NoSignals())
                .run(arguments);
        assertThat(got).as(typed.err()).isEqualTo(status);
        return typed;
    }

    @Test
    void aGroupAloneShowsWhatItHolds() {
        for (String group : List.of("team", "user", "announcement", "connection", "conversation", "backup", "audit")) {
            Typed typed = run(0, group);
            assertThat(typed.out()).contains("Commands:", "list");
            assertThat(typed.err()).isEmpty();
        }
    }

    @Test
    void helpIsFoundByItsCommandToo() {
        assertThat(run(0, "help", "announce").out())
                .isEqualTo(run(0, "announce", "--help").out());
        assertThat(run(0, "help", "team", "add").out())
                .isEqualTo(run(0, "team", "add", "--help").out());
        assertThat(run(0, "help").out()).isEqualTo(run(0, "--help").out());
        assertThat(run(2, "help", "nonsense").err()).contains("no command “nonsense”");
        assertThat(run(2, "help", "team", "nonsense").err()).contains("in rostrum team");
    }

    @Test
    void whoWritesOrSendsHasExamplesAndEachCanBeTyped() {
        List<String> without = new ArrayList<>();
        for (CommandSpec command : commands()) {
            String[] examples = command.usageMessage().footer();
            if (examples.length == 0) {
                without.add(command.qualifiedName());
            }
            for (String example : examples) {
                String typed = String.format(example);
                assertThat(typed)
                        .startsWith(command.qualifiedName()
                                + (typed.length() > command.qualifiedName().length() ? " " : ""));
                CommandLine.ParseResult parsed = program().parseArgs(words(typed.substring("rostrum ".length())));
                CommandLine.ParseResult last = parsed;
                while (last.subcommand() != null) {
                    last = last.subcommand();
                }
                assertThat(last.commandSpec().qualifiedName()).isEqualTo(command.qualifiedName());
            }
        }
        assertThat(without).containsExactlyInAnyOrderElementsOf(READING);
        assertThat(run(0, "announce", "--help").out()).contains("Examples:", "rostrum announce --text");
    }

    private static String[] words(String line) {
        List<String> words = new ArrayList<>();
        Matcher matcher = Pattern.compile("\"([^\"]*)\"|(\\S+)").matcher(line);
        while (matcher.find()) {
            words.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
        }
        return words.toArray(String[]::new);
    }

    @Test
    void optionsStandInOneOrder() {
        List<String> shared = List.of(
                "--limit",
                "--yes",
                "--expect",
                "--force",
                "--json",
                "--csv",
                "--columns",
                "--wide",
                "--secret-env",
                "--secret-stdin",
                "--passphrase-env",
                "--wait",
                "--data-dir",
                "--connection",
                "--lang",
                "--quiet",
                "--help",
                "--version");
        for (CommandSpec command : commands()) {
            // Those of a connection say how its secret is given to others.
            if (command.qualifiedName().matches("rostrum connection (add|edit)")) {
                continue;
            }
            String help = command.commandLine().getUsageMessage(CommandLine.Help.Ansi.OFF);
            List<String> order = new ArrayList<>();
            Matcher matcher =
                    Pattern.compile("(?m)^ {2}(?:-\\w, | {4})(--[a-z-]+)").matcher(help);
            while (matcher.find()) {
                order.add(matcher.group(1));
            }
            assertThat(order).as(help).isNotEmpty();
            List<String> known = order.stream().filter(shared::contains).toList();
            assertThat(known)
                    .as(command.qualifiedName())
                    .isSortedAccordingTo((a, b) -> Integer.compare(shared.indexOf(a), shared.indexOf(b)));
            assertThat(order.subList(order.size() - known.size(), order.size()))
                    .as("the shared ones stand last in " + command.qualifiedName())
                    .isEqualTo(known);
        }
    }

    @Test
    void everythingThatIsMadeCanBeReadByAProgram() {
        List<String> without = commands().stream()
                .filter(command -> command.userObject() instanceof java.util.concurrent.Callable
                        && !(command.userObject() instanceof GroupCommand))
                .filter(command -> command.findOption("--json") == null)
                .map(CommandSpec::qualifiedName)
                .toList();
        assertThat(without)
                .containsExactlyInAnyOrder(
                        "rostrum", "rostrum console", "rostrum help", "rostrum program-files", "rostrum class-data");
    }

    @Test
    void noBadValueIsAnsweredInWordsOfJava() {
        for (CommandSpec command : commands()) {
            for (OptionSpec option : command.options()) {
                Class<?> type = option.auxiliaryTypes().length > 0 ? option.auxiliaryTypes()[0] : option.type();
                if (option.arity().max() == 0 || type == String.class || option.inherited()) {
                    continue;
                }
                List<String> line =
                        new ArrayList<>(Arrays.asList(command.qualifiedName().split(" "))
                                .subList(1, command.qualifiedName().split(" ").length));
                line.add(option.longestName() + "=\u0000 x\"");
                Typed typed = Typed.piped("");
                int status = new CommandLineRunner(
                                options -> new SettingsProgram(folder), typed.terminal(), name -> null, new NoSignals())
                        .run(line.toArray(String[]::new));
                assertThat(status).as(line + typed.err()).isEqualTo(2);
                assertThat(typed.err())
                        .as(line.toString())
                        .doesNotContainPattern("is not an? (long|int|double|Double|Long|Integer)\\b")
                        .doesNotContain("java.", "cannot convert", "Exception", "nvalid");
            }
        }
    }

    @Test
    void quietLeavesResultsAndTrouble() {
        Typed quiet = run(0, "-q", "connection", "use", "Sandbox");
        assertThat(quiet.outLines()).hasSize(1);
        assertThat(quiet.err()).isEmpty();
        assertThat(run(1, "team", "list", "--quiet").errLines())
                .hasSize(1)
                .first()
                .asString()
                .contains("data file");
        assertThat(run(1, "team", "list").errLines()).hasSize(2);
    }

    // --- beside the program

    private String output(String... command) throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "out", ".txt");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return Files.readString(out);
    }

    private static boolean installed(String program) {
        return Arrays.stream(System.getenv("PATH").split(java.io.File.pathSeparator))
                .anyMatch(each -> Files.isExecutable(Path.of(each, program)));
    }

    @Test
    void aShellCompletesTheWordsThatTheHelpNames() {
        int seen = 0;
        for (CommandSpec command : commands()) {
            for (OptionSpec option : command.options()) {
                if (option.completionCandidates() == null) {
                    continue;
                }
                seen++;
                String help = String.join(" ", option.description()).toLowerCase(Locale.ROOT);
                for (String word : option.completionCandidates()) {
                    assertThat(help)
                            .as("%s %s", command.qualifiedName(), option.longestName())
                            .containsPattern("\\b" + word + "\\b");
                }
            }
        }
        assertThat(seen).isGreaterThan(20);
    }

    @Test
    void aWordThatIsNotUnderstoodIsToldOnce() {
        assertThat(run(2, "anounce").err().lines())
                .containsExactly(
                        "There is no command “anounce” in rostrum.",
                        "Did you mean: announce, announcement, sandbox",
                        "See: rostrum --help");
        assertThat(run(2, "announce", "--txt", "a").err()).startsWith("There is no option --txt here.");
        assertThat(run(2, "announce", "foo", "bar").err()).startsWith("“foo” is one word too many here.");
    }

    @Test
    void completionsAndManPagesFollowFromTheCommands() throws Exception {
        run(0, "program-files", folder.resolve("made").toString(), "1.2.3");
        Path made = folder.resolve("made");
        String power = Files.readString(made.resolve("completion/rostrum.ps1"));
        assertThat(power).contains("'announcement resend' = @(", "'--state'", "'' = @('console'");
        assertThat(power).doesNotContain("program-files", "class-data");
        String page = Files.readString(made.resolve("man/man1/rostrum-announcement-resend.1"));
        assertThat(page)
                .startsWith(".TH ROSTRUM-ANNOUNCEMENT-RESEND 1 \"\" \"Rostrum 1.2.3\"")
                .contains(".SH OPTIONS", ".B \\-\\-state=STATE", ".SH EXIT STATUS", ".SH EXAMPLES")
                .doesNotContain("%n");
        try (var pages = Files.list(made.resolve("man/man1"))) {
            assertThat(pages).hasSize(commands().size() - 2);
        }
        if (installed("bash")) {
            String script =
                    ". made/completion/rostrum.bash; COMP_WORDS=(rostrum announcement re); COMP_CWORD=2; compopt() { :; };"
                            + " COMP_LINE='rostrum announcement re'; COMP_POINT=${#COMP_LINE}; _complete_rostrum;"
                            + " echo ${COMPREPLY[@]}";
            assertThat(output("bash", "-c", script).strip().split(" "))
                    .containsExactlyInAnyOrder("resume", "resend", "resolve", "recall");
        }
        if (installed("man")) {
            assertThat(output("man", "--warnings", "-l", "made/man/man1/rostrum.1"))
                    .contains("SYNOPSIS")
                    .doesNotContain("warning");
        }
    }
}

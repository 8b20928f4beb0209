package dev.rostrum.cli;

import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.words.Sentences;
import dev.rostrum.words.Texts;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reads a command line and runs its command. */
public final class CommandLineRunner {
    private static final Logger LOG = LoggerFactory.getLogger(CommandLineRunner.class);

    /** With this environment variable set, an unforeseen failure shows its stack trace. */
    static final String DEBUG = "ROSTRUM_DEBUG";

    private final Function<GlobalOptions, Program> programs;
    private final Terminal terminal;
    private final UnaryOperator<String> environment;
    private final StopSignals signals;

    /**
     * @param programs makes the object graph when the first command asks for it
     * @param environment looks up an environment variable; null where it is not set
     */
    public CommandLineRunner(
            Function<GlobalOptions, Program> programs, Terminal terminal, UnaryOperator<String> environment) {
        this(programs, terminal, environment, new ProcessSignals());
    }

    CommandLineRunner(
            Function<GlobalOptions, Program> programs,
            Terminal terminal,
            UnaryOperator<String> environment,
            StopSignals signals) {
        this.programs = programs;
        this.terminal = terminal;
        this.environment = environment;
        this.signals = signals;
    }

    /**
     * Runs one command; returns when it is done.
     *
     * @return the exit status, one of {@link ExitStatus}
     */
    public int run(String... args) {
        return run(() -> args);
    }

    /**
     * Does as {@link #run(String...)}.
     *
     * @param args fails with a {@link Problem} where an argument is not there whole
     */
    public int run(Supplier<String[]> args) {
        try {
            return written(commandLine(new CommandSession(programs, terminal, environment, signals))
                    .execute(args.get()));
        } catch (RuntimeException e) {
            // A failure is told outside a command too, as where --version opens the program.
            return failed(e);
        } catch (Error e) {
            // It may be a thread that the system would not give. An empty heap ends the program before this.
            return fault(e);
        }
    }

    /** A command whose results did not all get out has not done what it was asked for, whichever command it is. */
    private int written(int status) {
        Optional<String> missing = terminal.missing();
        missing.ifPresent(why -> terminal.warn(CommandTexts.get("runner.notWritten", why)));
        return missing.isPresent() && status == ExitStatus.DONE ? ExitStatus.FAILED : status;
    }

    CommandLine commandLine(CommandSession session) {
        CommandLine line = new CommandLine(RostrumCommand.class, new Commands(session));
        line.setOut(writer(terminal.out()));
        line.setErr(writer(terminal.err()));
        line.setColorScheme(
                Help.defaultColorScheme(terminal.interactive() ? CommandLine.Help.Ansi.AUTO : Help.Ansi.OFF));
        // This command and all below it are told what each one and each option does.
        line.setResourceBundle(Texts.of(CommandLineRunner.class).bundle());
        line.registerConverter(Long.class, NumberConverters::whole);
        line.registerConverter(long.class, NumberConverters::whole);
        line.registerConverter(Integer.class, NumberConverters::wholeInt);
        line.registerConverter(int.class, NumberConverters::wholeInt);
        line.registerConverter(Double.class, NumberConverters::decimal);
        line.registerConverter(double.class, NumberConverters::decimal);
        line.registerConverter(Path.class, CommandLineRunner::path);
        line.registerConverter(URI.class, CommandLineRunner::address);
        // A text may begin with @, and @FILE must never be read in its place.
        line.setExpandAtFiles(false);
        arrange(line);
        line.setUsageHelpWidth(Math.max(80, Math.min(120, terminal.width())));
        line.setParameterExceptionHandler((e, args) -> wrongUse(e));
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            int status = failed(e);
            if (status == ExitStatus.IN_USE && command.getCommandSpec().findOption("--wait") != null) {
                terminal.warn(CommandTexts.get("runner.waits"));
            }
            return status;
        });
        return line;
    }

    /** One order of options in every help, and a heading over the examples. */
    private static void arrange(CommandLine line) {
        UsageMessageSpec usage = line.getCommandSpec().usageMessage();
        usage.sortOptions(false).sortSynopsis(false);
        if (usage.footer().length > 0) {
            usage.footerHeading(CommandTexts.get("help.examples"));
        }
        line.getSubcommands().values().forEach(CommandLineRunner::arrange);
    }

    /** An empty name is what a script makes of an unset variable; to Java it is the folder that one stands in. */
    private static Path path(String value) {
        if (value.isBlank()) {
            throw new TypeConversionException(CommandTexts.get("runner.emptyPath"));
        }
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw new TypeConversionException(Sentences.of(Reason.of("files.name", value)));
        }
    }

    private static URI address(String value) {
        try {
            return new URI(value.strip());
        } catch (URISyntaxException e) {
            throw new TypeConversionException(CommandTexts.get("runner.noAddress", value));
        }
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    private int wrongUse(ParameterException e) {
        CommandLine command = e.getCommandLine();
        if (e instanceof UnmatchedArgumentException unmatched) {
            unmatched(unmatched);
        } else {
            terminal.warn(UsageFaults.words(e.getMessage()));
        }
        terminal.warn(CommandTexts.get("runner.help", command.getCommandSpec().qualifiedName()));
        return ExitStatus.WRONG_USE;
    }

    /** The first word that was not understood: those behind it are seldom wrong for a reason of their own. */
    private void unmatched(UnmatchedArgumentException e) {
        String word = e.getUnmatched().get(0);
        CommandLine command = e.getCommandLine();
        if (word.startsWith("-")) {
            terminal.warn(CommandTexts.get("runner.noOption", word));
        } else if (command.getSubcommands().isEmpty()) {
            terminal.warn(CommandTexts.get("runner.tooMany", word));
        } else {
            terminal.warn(Sentences.of(
                    Reason.of("input.noCommand", word, command.getCommandSpec().qualifiedName())));
        }
        e.getSuggestions().stream()
                .limit(3)
                .reduce((first, second) -> first + ", " + second)
                .ifPresent(meant -> terminal.warn(CommandTexts.get("runner.meant", meant)));
    }

    private int failed(Exception e) {
        if (e instanceof Problem problem) {
            Sentences.of(problem).lines().forEach(terminal::warn);
            debug(e);
            return ExitStatus.of(problem);
        }
        if (e instanceof InterruptedException) {
            terminal.warn(CommandTexts.get("runner.stopped"));
            return ExitStatus.WAITING;
        }
        return fault(e);
    }

    private int fault(Throwable e) {
        LOG.error("a command failed", e);
        terminal.warn(CommandTexts.get("runner.failed", e.getClass().getSimpleName(), DEBUG));
        debug(e);
        return ExitStatus.FAILED;
    }

    private void debug(Throwable e) {
        if (environment.apply(DEBUG) != null) {
            e.printStackTrace(terminal.err());
        }
    }

    /** Builds commands with the session, everything else (mixins, converters) as picocli does. */
    private record Commands(CommandSession session) implements IFactory {
        @Override
        public <K> K create(Class<K> type) throws Exception {
            for (Constructor<?> constructor : type.getDeclaredConstructors()) {
                if (constructor.getParameterCount() == 1
                        && constructor.getParameterTypes()[0] == CommandSession.class) {
                    try {
                        return type.cast(constructor.newInstance(session));
                    } catch (InvocationTargetException e) {
                        throw e.getCause() instanceof Exception cause ? cause : e;
                    }
                }
            }
            return CommandLine.defaultFactory().create(type);
        }
    }
}

package dev.rostrum.app;

import dev.rostrum.cli.CommandLineRunner;
import dev.rostrum.cli.Terminal;
import dev.rostrum.domain.Problem;
import dev.rostrum.words.Sentences;
import dev.rostrum.words.Speech;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.LoggerFactory;

/** The program's entry: the command line, the exit status. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        // It is set before the first look at the proxy settings: Java reads the operating system's only if told to.
        if (System.getProperty("java.net.useSystemProxies") == null) {
            System.setProperty("java.net.useSystemProxies", "true");
        }
        goHome();
        silenceTls();
        RunLog.quiet();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) ->
                LoggerFactory.getLogger(Main.class).error("Thread {} died", thread.getName(), failure));
        Supplier<String[]> arguments = () -> Arguments.whole(args);
        try {
            Speech.use(LanguageChoice.of(args, System::getenv, option -> folder(option, System::getenv)));
        } catch (Problem e) {
            arguments = () -> {
                throw e;
            };
        }
        Terminal terminal = Terminal.system(System::getenv, Clock.systemDefaultZone());
        CommandLineRunner runner = new CommandLineRunner(
                options -> {
                    Path folder = folder(options.dataDir(), Main::variable);
                    DataFolderLocation.homeMade(folder, System.getProperty("user.home"))
                            .ifPresent(made -> terminal.warn(Sentences.whole(made)));
                    DataFolderLocation.make(folder);
                    RunLog.to(folder);
                    return RostrumProgram.open(folder, Main::variable, terminal::warn);
                },
                terminal,
                Main::variable);
        System.exit(runner.run(arguments));
    }

    /** An environment variable as it was set; Java decodes those too by the locale. */
    private static String variable(String name) {
        String value = System.getenv(name);
        if (value != null && value.indexOf('\ufffd') >= 0) {
            throw Problem.wrongUse("input.variable", name);
        }
        return value;
    }

    private static Path folder(Path option, UnaryOperator<String> environment) {
        try {
            return DataFolderLocation.choose(
                    option, environment, System.getProperty("os.name"), System.getProperty("user.home"));
        } catch (InvalidPathException e) {
            throw Problem.wrongUse("input.path", e.getInput());
        }
    }

    /**
     * Java takes the home folder from the entry of the account, which it may not have, as in a container; other programs go by
     * {@code HOME}. Whatever asks Java for it, such as JavaFX for its cache, goes there too.
     */
    private static void goHome() {
        String home = System.getenv("HOME");
        if (home != null
                && home.startsWith("/")
                && !System.getProperty("os.name").startsWith("Windows")) {
            System.setProperty("user.home", home);
        }
    }

    /**
     * Java's own switch for looking into TLS prints the decrypted requests, and with them the bot's token and secret. Handshakes
     * are what it is needed for here; more of it there is not. Before the first use of TLS, which reads it.
     */
    private static void silenceTls() {
        if (System.getProperty("javax.net.debug") != null) {
            System.setProperty("javax.net.debug", "ssl,handshake");
        }
    }
}

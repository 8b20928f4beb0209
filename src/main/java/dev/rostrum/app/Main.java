package dev.rostrum.app;

import dev.rostrum.cli.CommandLineRunner;
import dev.rostrum.cli.Terminal;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/** The program's entry: the command line, the exit status. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        // Before the first look at the proxy settings: Java reads the operating system's only if told to.
        if (System.getProperty("java.net.useSystemProxies") == null) {
            System.setProperty("java.net.useSystemProxies", "true");
        }
        silenceTls();
        RunLog.quiet();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) ->
                LoggerFactory.getLogger(Main.class).error("Thread {} died", thread.getName(), failure));
        Terminal terminal = Terminal.system(System::getenv);
        CommandLineRunner runner = new CommandLineRunner(
                options -> {
                    Path folder = DataFolder.choose(
                            options.dataDir(), System::getenv, System.getProperty("os.name"), userHome());
                    DataFolder.make(folder);
                    RunLog.to(folder);
                    return RostrumProgram.open(folder, System::getenv, terminal::note);
                },
                terminal);
        System.exit(runner.run(args));
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

    private static Path userHome() {
        return Path.of(System.getProperty("user.home"));
    }
}

package dev.rostrum.cli;

import dev.rostrum.app.RostrumProgram;
import dev.rostrum.sandbox.SandboxOptions;
import dev.rostrum.sandbox.SandboxServer;
import dev.rostrum.testing.Canary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A process of its own for tests: every command that writes a file, one after the other, under the umask it was started with. */
public final class PrivateFilesMain {
    private static final String SECRET = "SANDBOX_SECRET";
    private static final String URLS =
            "--website https://example.com --privacy https://example.com/p --terms https://example.com/t";

    private final Path data;
    private final Map<String, String> environment = Map.of(SECRET, Canary.CLIENT_SECRET.value());

    private PrivateFilesMain(Path data) {
        this.data = data;
    }

    /** @param args data folder, folder of the sandbox, folder of what is exported */
    public static void main(String[] args) throws IOException {
        try (SandboxServer sandbox = SandboxServer.start(SandboxOptions.defaults(Path.of(args[1]))
                .withTeamSizes(12)
                .withSignIn(Canary.signIn())
                .withRateLimits(false))) {
            new PrivateFilesMain(Path.of(args[0])).all(sandbox, Path.of(args[2]));
        }
    }

    private void all(SandboxServer sandbox, Path out) {
        run(
                0,
                "connection add Test --rate 0 --secret-env " + SECRET + " --app-id " + sandbox.appId() + " --tenant "
                        + sandbox.tenantId() + " --service-url " + sandbox.serviceUrl());
        run(0, "connection use Test");
        run(0, "team add " + sandbox.teams().get(0).link());
        run(0, "team sync");
        run(
                0,
                "announce --include-outsiders --yes --text Hello --team "
                        + sandbox.teams().get(0).id());
        run(0, "backup create");
        run(0, "conversation export " + out.resolve("conversations.csv"));
        run(0, "doctor --report " + out.resolve("doctor.txt"));
        run(0, "app-package --developer Contoso " + URLS + " --out " + out.resolve("app.zip"));
        run(0, "connection export Test " + out.resolve("connection.rostrum"));
        // Its only row is not taken, and stands in the report.
        run(1, "user import " + out.resolve("people.csv") + " --report " + out.resolve("not-taken.csv"));
        run(
                0,
                "connection import --as Again --service-url " + sandbox.serviceUrl() + " "
                        + out.resolve("connection.rostrum"));
    }

    private void run(int expected, String line) {
        Typed typed = Typed.piped("");
        int status = new CommandLineRunner(
                        options -> RostrumProgram.open(data, environment::get, notice -> {}),
                        typed.terminal(),
                        environment::get,
                        new NoSignals())
                .run(line.split(" "));
        if (status != expected) {
            throw new AssertionError(line + " ended with " + status + ": " + typed.err());
        }
    }
}

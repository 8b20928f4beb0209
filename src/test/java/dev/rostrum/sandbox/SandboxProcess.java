package dev.rostrum.sandbox;

import dev.rostrum.testing.Remains;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A sandbox in a process of its own, which can be killed. */
final class SandboxProcess implements AutoCloseable {
    private static final List<Integer> TEAMS = List.of(40);

    private final Process process;
    private final BufferedReader output;
    private final int port;

    private SandboxProcess(Process process, BufferedReader output, int port) {
        this.process = process;
        this.output = output;
        this.port = port;
    }

    /** What runs in the other process: serves until its input ends. */
    public static void main(String[] args) throws Exception {
        try (SandboxServer server = SandboxServer.start(options(Path.of(args[0])))) {
            System.out.println(URI.create(server.serviceUrl()).getPort());
            while (System.in.read() >= 0) {
                // the other end is still there
            }
        }
    }

    static SandboxOptions options(Path folder) {
        return SandboxOptions.defaults(folder).withTeamSizes(TEAMS).withRateLimits(false);
    }

    /** @param before what runs the program: it is given the command as its last arguments */
    static SandboxProcess start(Path folder, String... before) throws IOException {
        List<String> command = new ArrayList<>(List.of(before));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                SandboxProcess.class.getName(),
                folder.toString()));
        Process process = Remains.start(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT));
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String port = output.readLine();
        if (port == null) {
            throw new IOException("the sandbox process did not start");
        }
        return new SandboxProcess(process, output, Integer.parseInt(port));
    }

    int port() {
        return port;
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        output.close();
    }
}

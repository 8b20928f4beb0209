package dev.rostrum.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process of its own that is part of a measurement, with the JVM settings that the program itself runs with. */
final class Child implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final BufferedReader out;

    private Child(Process process) {
        this.process = process;
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /**
     * Starts a main class of the test class path.
     *
     * @param before words before the java command, for example a tracer
     * @param heap as for {@code -Xmx}
     */
    static Child start(List<String> before, String heap, Class<?> main, Settings settings) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + heap);
        command.add("-Dfile.encoding=UTF-8");
        command.add("-Djdk.httpclient.keepalive.timeout=10");
        command.add("-Drostrum.native=" + System.getProperty("rostrum.native"));
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(main.getName());
        command.addAll(settings.arguments());
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        return new Child(builder.start());
    }

    /** The rest of the next line that begins so. */
    String line(String beginning) throws IOException {
        String line = out.readLine();
        while (line != null) {
            if (line.startsWith(beginning + " ")) {
                return line.substring(beginning.length() + 1);
            }
            line = out.readLine();
        }
        throw new IOException("The process ended without saying \u201c" + beginning + "\u201d");
    }

    JsonNode result() throws IOException {
        return JSON.readTree(line("result"));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** A {@link LoadServer} in its process. */
    static final class Server implements AutoCloseable {
        private final Child child;
        private final int port;

        Server(Settings settings) throws IOException {
            child = start(List.of(), "128m", LoadServer.class, settings);
            port = Integer.parseInt(child.line("port"));
        }

        int port() {
            return port;
        }

        JsonNode stats() throws IOException, InterruptedException {
            HttpRequest ask = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/stats"))
                    .timeout(Duration.ofSeconds(10))
                    .build();
            HttpClient client =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
            return JSON.readTree(
                    client.send(ask, HttpResponse.BodyHandlers.ofString()).body());
        }

        @Override
        public void close() {
            child.close();
        }
    }
}

package dev.rostrum.testing;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A real process of the program (or of another main class of the test class path), so that it can really be killed. */
public final class ChildProgram implements AutoCloseable {
    private final Process process;
    private final List<String> out = new ArrayList<>();
    private final List<String> err = new ArrayList<>();
    private final Thread outReader;
    private final Thread errReader;

    private ChildProgram(Process process) {
        this.process = process;
        this.outReader = reader("stdout", process.getInputStream(), out);
        this.errReader = reader("stderr", process.getErrorStream(), err);
    }

    /** Starts {@code rostrum} with these arguments. */
    public static ChildProgram rostrum(Map<String, String> environment, String... arguments) throws IOException {
        return start(Launch.rostrum(), environment, arguments);
    }

    /** Starts a main class of the test class path. */
    public static ChildProgram main(String mainClass, Map<String, String> environment, String... arguments)
            throws IOException {
        return start(Launch.of(mainClass), environment, arguments);
    }

    /**
     * How the program is started.
     *
     * @param before a command that runs it, as {@code strace …}; empty for none
     * @param options of its Java machine, besides the usual ones
     * @param first what comes before the test class path; empty for nothing
     */
    public record Launch(String mainClass, List<String> before, List<String> options, List<Path> first) {
        public Launch {
            before = List.copyOf(before);
            options = List.copyOf(options);
            first = List.copyOf(first);
        }

        /** {@code rostrum} itself. */
        public static Launch rostrum() {
            return of("dev.rostrum.app.Main");
        }

        public static Launch of(String mainClass) {
            return new Launch(mainClass, List.of(), List.of(), List.of());
        }

        /** The same under another command. */
        public Launch under(List<String> command) {
            return new Launch(mainClass, command, options, first);
        }

        /** The same with an option more. */
        public Launch with(String option) {
            List<String> more = new ArrayList<>(options);
            more.add(option);
            return new Launch(mainClass, before, more, first);
        }

        /** The same with these classes in place of those of the test class path. */
        public Launch over(Path classes) {
            return new Launch(mainClass, before, options, List.of(classes));
        }
    }

    public static ChildProgram start(Launch launch, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(launch.before());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx512m");
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-XX:+UseSerialGC");
        for (String name : List.of(
                "rostrum.native",
                "testfx.robot",
                "testfx.headless",
                "glass.platform",
                "monocle.platform",
                "prism.order",
                "headless.geometry",
                "java.awt.headless")) {
            String value = System.getProperty(name);
            if (value != null) {
                command.add("-D" + name + "=" + value);
            }
        }
        command.add("-Dfile.encoding=UTF-8");
        // What it leaves is searched in the end, unless the test says itself where it belongs.
        if (!environment.containsKey("JAVA_TOOL_OPTIONS")) {
            command.add("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
            Remains.all().ifPresent(remains -> command.add("-XX:ErrorFile=" + remains + "/hs_err_%p.log"));
        }
        command.addAll(launch.options());
        command.add("-cp");
        StringBuilder classPath = new StringBuilder();
        launch.first().forEach(path -> classPath.append(path).append(File.pathSeparator));
        command.add(classPath.append(System.getProperty("java.class.path")).toString());
        command.add(launch.mainClass());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(key -> key.startsWith("ROSTRUM_") || key.equals("DISPLAY"));
        builder.environment().putAll(environment);
        return new ChildProgram(Remains.start(builder));
    }

    /** Lines go into the list, and into a file that is searched in the end. */
    private static Thread reader(String kind, InputStream stream, List<String> lines) {
        Path kept = Remains.file(kind).orElse(null);
        Thread thread = new Thread(() -> {
            try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
                    Writer copy = kept == null ? Writer.nullWriter() : Files.newBufferedWriter(kept)) {
                String line = reader.readLine();
                while (line != null) {
                    copy.write(line + "\n");
                    synchronized (lines) {
                        lines.add(line);
                        lines.notifyAll();
                    }
                    line = reader.readLine();
                }
            } catch (IOException e) {
                // A killed process ends its streams in any way it likes.
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    public ChildProgram type(String line) throws IOException {
        OutputStream in = process.getOutputStream();
        in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        in.flush();
        return this;
    }

    /** No more input follows. */
    public ChildProgram endInput() throws IOException {
        process.getOutputStream().close();
        return this;
    }

    /** Waits for a line of standard output and returns the match. */
    public Matcher awaitLine(String pattern, Duration limit) throws InterruptedException {
        return await(out, Pattern.compile(pattern), limit);
    }

    private Matcher await(List<String> lines, Pattern pattern, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        int seen = 0;
        synchronized (lines) {
            while (true) {
                for (; seen < lines.size(); seen++) {
                    Matcher matcher = pattern.matcher(lines.get(seen));
                    if (matcher.find()) {
                        return matcher;
                    }
                }
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0 || !process.isAlive()) {
                    throw new AssertionError("No line matches " + pattern + " (alive: " + process.isAlive()
                            + ")\nout:\n" + String.join("\n", lines) + "\nerr:\n" + error());
                }
                lines.wait(Math.min(left, 200));
            }
        }
    }

    /** Waits for the end and returns the exit status. */
    public int exit(Duration limit) throws InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("Still running after " + limit + "\nout:\n" + output() + "\nerr:\n" + error());
        }
        outReader.join(5000);
        errReader.join(5000);
        return process.exitValue();
    }

    /** SIGKILL, and waits until it is gone. */
    public void kill() throws InterruptedException {
        // One that runs under another command, as a tracer's, is that command's child.
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        exit(Duration.ofSeconds(10));
    }

    /** Waits for the end at most so long; whether it has ended. */
    public boolean ended(Duration limit) throws InterruptedException {
        return process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    public boolean alive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    public String output() {
        synchronized (out) {
            return String.join("\n", out);
        }
    }

    public String error() {
        synchronized (err) {
            return String.join("\n", err);
        }
    }

    /** The first group of the first line of standard output that matches. */
    public Optional<String> find(String pattern) {
        Matcher matcher = Pattern.compile(pattern, Pattern.MULTILINE).matcher(output());
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}

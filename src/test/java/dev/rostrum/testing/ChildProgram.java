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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A real process of the program (or of another main class of the test class path), so that it can really be killed. */
public final class ChildProgram implements AutoCloseable {
    private final Process process;
    private final List<String> out = new ArrayList<>();
    private final List<String> err = new ArrayList<>();
    private final Thread outReader;
    private final Thread errReader;

    // Of a command that runs the program, as a tracer: the program is its child.
    private final boolean under;

    private ChildProgram(Process process, boolean under) {
        this.process = process;
        this.under = under;
        this.outReader = reader("stdout", process.getInputStream(), out);
        this.errReader = reader("stderr", process.getErrorStream(), err);
        process.onExit().thenRun(() -> {
            synchronized (out) {
                out.notifyAll();
            }
        });
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
     * @param classPath folders and jar files, in the order in which they are searched
     */
    public record Launch(String mainClass, List<String> before, List<String> options, List<Path> classPath) {
        public Launch {
            before = List.copyOf(before);
            options = List.copyOf(options);
            classPath = List.copyOf(classPath);
        }

        /** {@code rostrum} itself. */
        public static Launch rostrum() {
            return of("dev.rostrum.app.Main");
        }

        /** A main class of the test class path. */
        public static Launch of(String mainClass) {
            List<Path> classPath = Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                    .splitAsStream(System.getProperty("java.class.path"))
                    .filter(entry -> !entry.isEmpty())
                    .map(Path::of)
                    .toList();
            return new Launch(mainClass, List.of(), List.of(), classPath);
        }

        /** The same with another main class. */
        public Launch as(String another) {
            return new Launch(another, before, options, classPath);
        }

        /** The same under another command. */
        public Launch under(List<String> command) {
            return new Launch(mainClass, command, options, classPath);
        }

        /** The same with an option more. */
        public Launch with(String option) {
            List<String> more = new ArrayList<>(options);
            more.add(option);
            return new Launch(mainClass, before, more, classPath);
        }

        /** The same with these classes in place of those of the class path. */
        public Launch over(Path classes) {
            List<Path> more = new ArrayList<>(classPath);
            more.add(0, classes);
            return from(more);
        }

        /** The same with another class path. */
        public Launch from(List<Path> another) {
            return new Launch(mainClass, before, options, another);
        }
    }

    public static ChildProgram start(Launch launch, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(launch.before());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx512m");
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-XX:+UseSerialGC");
        // Files for tools that watch a Java machine: a killed one leaves them behind.
        command.add("-XX:-UsePerfData");
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
        command.add(launch.classPath().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        command.add(launch.mainClass());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(key -> key.startsWith("ROSTRUM_") || key.equals("DISPLAY"));
        builder.environment().putAll(environment);
        return new ChildProgram(Remains.start(builder), !launch.before().isEmpty());
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
                    copy.flush();
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

    /**
     * Waits for a line of standard output, or for the end.
     *
     * @return whether the line came; false too when neither did within the limit
     */
    public boolean says(String line, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        int seen = 0;
        synchronized (out) {
            while (true) {
                for (; seen < out.size(); seen++) {
                    if (out.get(seen).equals(line)) {
                        return true;
                    }
                }
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0 || !process.isAlive()) {
                    return false;
                }
                out.wait(left);
            }
        }
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
        destroy();
        exit(Duration.ofSeconds(10));
    }

    /** Waits for the end at most so long; whether it has ended. */
    public boolean ended(Duration limit) throws InterruptedException {
        return process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Completes when it has ended. */
    public CompletableFuture<?> end() {
        return process.onExit();
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
        destroy();
    }

    private void destroy() {
        if (under) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
        }
        process.destroyForcibly();
    }
}

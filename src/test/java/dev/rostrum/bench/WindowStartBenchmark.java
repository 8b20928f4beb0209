package dev.rostrum.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long the window takes until its first frame, and how much memory is resident then: by the built launcher, and the same program
 * started plainly. It needs a display, or Xvfb to make one.
 */
final class WindowStartBenchmark {
    private static final Pattern FRAME = Pattern.compile("the first frame stands (\\d+) ms after");
    private static final int LIMIT_SECONDS = 90;
    /** What follows the first frame, such as opening the sandbox, is over then. */
    private static final int SETTLED_SECONDS = 5;

    private record Start(double frame, double resident) {}

    private final Path home;
    private final Path folder;
    private final String display;

    private WindowStartBenchmark(Path home, Path folder, String display) {
        this.home = home;
        this.folder = folder;
        this.display = display;
    }

    /** @param home the program as {@code mvn package} leaves it */
    static List<Figure> figures(Path home, Path folder, boolean quick) throws IOException, InterruptedException {
        String name = "first frame of the window by the launcher ÷ the same started plainly";
        if (!Files.exists(home.resolve("class-data/window.jsa"))) {
            return List.of(Figure.skipped(name, "no archive of class data was built for the window"));
        }
        String display = System.getenv("DISPLAY");
        if (display != null && !display.isEmpty()) {
            return new WindowStartBenchmark(home, folder, display).pairs(name, quick ? 1 : 9);
        }
        Process server;
        try {
            server = new ProcessBuilder("Xvfb", "-displayfd", "1", "-screen", "0", "1280x800x24")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            return List.of(Figure.skipped(name, "there is no display, and no Xvfb"));
        }
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.US_ASCII))) {
            return new WindowStartBenchmark(home, folder, ":" + said.readLine()).pairs(name, quick ? 1 : 9);
        } finally {
            server.destroy();
            server.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        }
    }

    private List<Figure> pairs(String name, int pairs) throws IOException, InterruptedException {
        List<String> plain = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--module-path",
                home.resolve("lib/javafx").toString(),
                "--add-modules",
                "javafx.controls,javafx.fxml",
                "-Dfile.encoding=UTF-8",
                "-Drostrum.native=" + home.resolve("lib/native"),
                "-cp",
                home.resolve("lib") + "/*",
                "dev.rostrum.app.Main");
        List<String> quick = List.of("sh", home.resolve("bin/rostrum").toString());
        start(plain);
        start(quick);
        double[] ratios = new double[pairs];
        double[] frames = new double[pairs];
        double[] resident = new double[pairs];
        for (int i = 0; i < pairs; i++) {
            double without = start(plain).frame();
            Start with = start(quick);
            frames[i] = with.frame();
            ratios[i] = with.frame() / without;
            resident[i] = with.resident();
        }
        String how =
                pairs + " alternating pairs (plain, launcher) after one as warm-up, on the sandbox, drawn by software";
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.atMost(name, 0.75, Figure.median(ratios), "", Figure.spread(ratios), how));
        figures.add(Figure.told(
                "first frame of the window by the launcher", Figure.median(frames), "ms", Figure.spread(frames), how));
        figures.add(
                resident[0] == 0
                        ? Figure.skipped("resident memory of the window", "this system does not tell")
                        : Figure.atMost(
                                "resident memory of the window",
                                300,
                                Figure.median(resident),
                                "MB",
                                Figure.spread(resident),
                                SETTLED_SECONDS + " s after the first frame; " + how));
        return figures;
    }

    private Start start(List<String> command) throws IOException, InterruptedException {
        Path data = folder.resolve("data");
        Path log = data.resolve("logs/rostrum.log");
        Files.deleteIfExists(log);
        Path said = folder.resolve("said.txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
        builder.environment().put("ROSTRUM_HOME", data.toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("DISPLAY", display);
        builder.environment().remove("ROSTRUM_JAVA_OPTS");
        Process process = builder.start();
        try {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
            Matcher frame = FRAME.matcher("");
            while (!frame.find()) {
                if (System.nanoTime() > end || process.waitFor(200, TimeUnit.MILLISECONDS)) {
                    throw new IOException("no window came: " + Files.readString(said));
                }
                frame.reset(Files.exists(log) ? Files.readString(log) : "");
            }
            process.waitFor(SETTLED_SECONDS, TimeUnit.SECONDS);
            return new Start(Double.parseDouble(frame.group(1)), resident(process.pid()));
        } finally {
            process.destroy();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    /** In MB; 0 where the system does not tell. */
    private static double resident(long pid) throws IOException {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(0);
    }
}

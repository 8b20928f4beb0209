package dev.rostrum.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How long a command takes by the built launcher, and the same program started plainly: no archive of class data, JavaFX at hand. */
final class StartBenchmark {
    private static final Map<String, List<String>> COMMANDS =
            Map.of("--version", List.of("--version"), "conversation list", List.of("conversation", "list"));

    private static final int LIMIT_SECONDS = 60;

    private final Path home;
    private final Path data;

    private StartBenchmark(Path home, Path data) {
        this.home = home;
        this.data = data;
    }

    /**
     * @param home the program as {@code mvn package} leaves it
     * @param folder for its data
     */
    static List<Figure> figures(Path home, Path folder, boolean quick) throws IOException, InterruptedException {
        Path launcher = home.resolve("bin/rostrum");
        if (!Files.exists(home.resolve("class-data/classes.jsa")) || !Files.exists(launcher)) {
            return List.of(Figure.skipped(
                    "a command by the launcher \u00f7 the same started plainly", "no archive of class data was built"));
        }
        StartBenchmark starts = new StartBenchmark(home, folder.resolve("data"));
        List<Figure> figures = new ArrayList<>();
        for (String name : COMMANDS.keySet().stream().sorted().toList()) {
            figures.addAll(starts.pairs(name, quick ? 3 : 15));
        }
        return figures;
    }

    private List<Figure> pairs(String name, int pairs) throws IOException, InterruptedException {
        List<String> quick =
                new ArrayList<>(List.of("sh", home.resolve("bin/rostrum").toString()));
        List<String> plain = new ArrayList<>(List.of(
                java(),
                "--module-path",
                home.resolve("lib/javafx").toString(),
                "--add-modules",
                "javafx.controls,javafx.fxml",
                "-Dfile.encoding=UTF-8",
                "-Drostrum.native=" + home.resolve("lib/native"),
                "-cp",
                home.resolve("lib") + "/*",
                "dev.rostrum.app.Main"));
        quick.addAll(COMMANDS.get(name));
        plain.addAll(COMMANDS.get(name));
        milliseconds(plain);
        milliseconds(quick);
        double[] ratios = new double[pairs];
        double[] times = new double[pairs];
        for (int i = 0; i < pairs; i++) {
            double without = milliseconds(plain);
            times[i] = milliseconds(quick);
            ratios[i] = times[i] / without;
        }
        String how = pairs + " alternating pairs (plain, launcher) after one as warm-up, the launcher's shell included";
        return List.of(
                Figure.atMost(
                        name + " by the launcher \u00f7 the same started plainly",
                        0.6,
                        Figure.median(ratios),
                        "",
                        Figure.spread(ratios),
                        how),
                Figure.told(name + " by the launcher", Figure.median(times), "ms", Figure.spread(times), how));
    }

    private double milliseconds(List<String> command) throws IOException, InterruptedException {
        Path said = data.resolveSibling("said.txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
        builder.environment().put("ROSTRUM_HOME", data.toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().remove("ROSTRUM_JAVA_OPTS");
        long begun = System.nanoTime();
        Process process = builder.start();
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("it did not end well: " + Files.readString(said));
            }
            return (System.nanoTime() - begun) / 1e6;
        } finally {
            process.destroyForcibly();
        }
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}

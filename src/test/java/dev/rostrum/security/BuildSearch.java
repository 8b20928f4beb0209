package dev.rostrum.security;

import dev.rostrum.sandbox.SandboxCanaries;
import dev.rostrum.testing.Canary;
import dev.rostrum.testing.Remains;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The search of all that a build leaves: secrets in any file, people's names in logs, and in data files the proof that they were there. */
final class BuildSearch {
    private static final int ENOUGH_NAMES = 1_000;

    private final CanarySearch secrets = new CanarySearch();
    private final CanarySearch sandboxSecrets = new CanarySearch();
    private final CanarySearch names = new CanarySearch();
    private final Set<Path> except;
    private final Set<String> namesInData = new HashSet<>();

    /** @param except folders that are not looked into */
    BuildSearch(Set<Path> except) {
        this.except = except;
        for (Canary canary : Canary.values()) {
            secrets.add(canary.name(), canary.text());
        }
        SandboxCanaries.secrets().forEach(secret -> sandboxSecrets.add("secret of a sandbox", secret));
        SandboxCanaries.names().forEach(name -> names.add(name, name));
    }

    /** Secrets anywhere and names in logs below a folder, as "file: what". */
    List<String> below(Path folder) throws IOException {
        List<String> found = new ArrayList<>();
        // Links lead to what had to be made elsewhere.
        Files.walkFileTree(
                folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                        return except.contains(directory) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                        if (attributes.isRegularFile()) {
                            look(file, found);
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException failed) throws IOException {
                        if (Files.isSymbolicLink(file)
                                && !file.getFileName().toString().equals(Remains.ELSEWHERE)) {
                            return FileVisitResult.CONTINUE;
                        }
                        throw failed;
                    }
                });
        return found;
    }

    private void look(Path file, List<String> found) throws IOException {
        found.addAll(secrets.file(file));
        String name = file.getFileName().toString();
        // The command "sandbox" tells there the secret of what it simulates.
        if (!name.startsWith("stdout-")) {
            found.addAll(sandboxSecrets.file(file));
        }
        if (log(file)) {
            found.addAll(names.file(file));
        } else if (name.endsWith(".db") && namesInData.size() < ENOUGH_NAMES) {
            names.file(file)
                    .forEach(
                            one -> namesInData.add(one.substring(file.toString().length())));
        }
    }

    /** Logs of any kind, crash reports, the doctor's reports, and what tests and their children said on the error stream. */
    private static boolean log(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".log")
                || name.contains(".log.")
                || name.endsWith(".dump")
                || name.endsWith(".dumpstream")
                || name.contains("doctor")
                || name.startsWith("hs_err")
                || name.startsWith("stderr-")
                || name.startsWith("arguments-")
                || file.getParent().endsWith("logs")
                || file.getParent().endsWith("surefire-reports");
    }

    /** How many different forms of names stood in data files. */
    int namesInData() {
        return namesInData.size();
    }

    Map<String, Integer> looked() {
        return secrets.looked();
    }

    Map<String, Integer> lookedForNames() {
        return names.looked();
    }
}

package dev.rostrum.connection.doctor;

import dev.rostrum.connection.Connection;
import dev.rostrum.connection.DataFiles;
import dev.rostrum.domain.Reason;
import dev.rostrum.files.CloudFolder;
import dev.rostrum.files.Rights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who may change what lies in the data folder, and whether it stays on this computer. */
final class FolderCheck {
    private final List<Path> places;
    private final Path folder;
    private final Surroundings surroundings;

    FolderCheck(Connection connection, DataFiles files, Surroundings surroundings) {
        this.surroundings = surroundings;
        this.folder = surroundings.dataFolder();
        Path file = files.of(connection);
        this.places = List.of(folder, folder.resolve("settings.json"), file.toAbsolutePath().getParent(), file);
    }

    CheckResult run() {
        for (Path place : places) {
            Optional<Reason> refusal = Rights.refusal(place);
            if (refusal.isPresent()) {
                return refused(place, refusal.get());
            }
        }
        List<String> findings = new ArrayList<>();
        List<String> meanings = new ArrayList<>();
        List<String> fixes = new ArrayList<>();
        CloudFolder.warning(real(folder), surroundings.environment()).ifPresent(cloud -> {
            findings.add("copied elsewhere by " + cloud.arguments().get(1));
            meanings.add("A data file that is copied while it is written to may be damaged, and two computers may send from it"
                    + " at once.");
            fixes.add("Choose a folder that stays on this computer with --data-dir, or by ROSTRUM_HOME.");
        });
        for (Path place : places) {
            if (findings.size() < 2 && Rights.warning(place).isPresent()) {
                findings.add("its group may write");
                meanings.add("Each member of the group of " + place + " can change what Rostrum keeps there.");
                fixes.add("Take the right away (chmod g-w), unless it is wanted.");
                break;
            }
        }
        if (findings.isEmpty()) {
            return Rights.looked(folder)
                    ? CheckResult.ok(Check.FOLDER, "nobody else may write")
                    : CheckResult.ok(
                            Check.FOLDER,
                            "rights not checked on this system",
                            "Who may read and write there is not looked at on Windows: the rights of the user's own folders"
                                    + " hold. Look at them where the data folder lies elsewhere.");
        }
        return CheckResult.warning(
                Check.FOLDER,
                String.join("; ", findings),
                String.join(" ", meanings),
                String.join(" ", fixes),
                Who.YOU);
    }

    private static CheckResult refused(Path place, Reason refusal) {
        boolean everybody = refusal.code().equals("files.everybodyMayWrite");
        return CheckResult.failed(
                        Check.FOLDER,
                        everybody ? "open to every account" : "of another account",
                        everybody
                                ? "Every account of this computer may write to " + place + ", so nothing is written there."
                                : place + " belongs to another account, so nothing is written there.",
                        everybody
                                ? "Take that right away (chmod o-w), make sure that nobody has changed anything in it, or choose"
                                        + " another folder with --data-dir."
                                : "Run Rostrum under the account that it belongs to, have root give it to you (chown), or choose"
                                        + " another folder with --data-dir.",
                        Who.YOU)
                .withCode(refusal.code());
    }

    private static Path real(Path path) {
        try {
            return Files.exists(path) ? path.toRealPath() : path;
        } catch (IOException e) {
            return path;
        }
    }
}

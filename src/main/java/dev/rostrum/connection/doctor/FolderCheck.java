package dev.rostrum.connection.doctor;

import dev.rostrum.connection.Connection;
import dev.rostrum.connection.DataFiles;
import dev.rostrum.domain.Reason;
import dev.rostrum.files.CloudFolder;
import dev.rostrum.files.Rights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        this.places = List.of(
                folder, folder.resolve("settings.json"), file.toAbsolutePath().getParent(), file);
    }

    CheckResult run() {
        for (Path place : places) {
            Optional<Reason> refusal = Rights.refusal(place);
            if (refusal.isPresent()) {
                String finding =
                        refusal.get().code().equals("files.othersOwn") ? "of another account" : "open to every account";
                return CheckResult.failed(Check.FOLDER, finding, refusal.get(), Who.YOU);
            }
        }
        Optional<Reason> cloud = CloudFolder.warning(real(folder), surroundings.environment());
        if (cloud.isPresent()) {
            String finding = "copied elsewhere by " + cloud.get().arguments().get(1);
            return CheckResult.of(Check.FOLDER, Outcome.WARNING, finding, cloud.get(), Who.YOU);
        }
        for (Path place : places) {
            Optional<Reason> group = Rights.warning(place);
            if (group.isPresent()) {
                return CheckResult.of(Check.FOLDER, Outcome.WARNING, "its group may write", group.get(), Who.YOU);
            }
        }
        return Rights.looked(folder)
                ? CheckResult.ok(Check.FOLDER, "nobody else may write")
                : CheckResult.ok(
                        Check.FOLDER,
                        "rights not looked at on this system",
                        "On Windows nobody checks who may read and write there: the rights of the user's own folders hold."
                                + " Look at them where the data folder lies elsewhere.");
    }

    private static Path real(Path path) {
        try {
            return Files.exists(path) ? path.toRealPath() : path;
        } catch (IOException e) {
            return path;
        }
    }
}

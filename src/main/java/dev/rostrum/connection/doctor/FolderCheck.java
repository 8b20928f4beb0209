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
    private final ProgramEnvironment programEnvironment;

    FolderCheck(Connection connection, DataFiles files, ProgramEnvironment programEnvironment) {
        this.programEnvironment = programEnvironment;
        this.folder = programEnvironment.dataFolder();
        Path file = files.of(connection);
        this.places = List.of(
                folder,
                folder.resolve("settings.json"),
                folder.resolve("instance"),
                file.toAbsolutePath().getParent(),
                file);
    }

    CheckResult run() {
        for (Path place : places) {
            Optional<Reason> refusal = Rights.refusal(place);
            if (refusal.isPresent()) {
                Reason finding = Reason.of(
                        refusal.get().code().equals("files.othersOwn")
                                ? "doctor.folder.ofAnother"
                                : "doctor.folder.open");
                return CheckResult.failed(Check.FOLDER, finding, refusal.get(), Responsible.YOU);
            }
        }
        Optional<Reason> cloud = CloudFolder.warning(real(folder), programEnvironment.environment());
        if (cloud.isPresent()) {
            Reason finding =
                    Reason.of("doctor.folder.copied", cloud.get().arguments().get(1));
            return CheckResult.of(Check.FOLDER, CheckOutcome.WARNING, finding, cloud.get(), Responsible.YOU);
        }
        for (Path place : places) {
            Optional<Reason> group = Rights.warning(place);
            if (group.isPresent()) {
                return CheckResult.of(
                        Check.FOLDER,
                        CheckOutcome.WARNING,
                        Reason.of("doctor.folder.group"),
                        group.get(),
                        Responsible.YOU);
            }
        }
        return Rights.looked(folder)
                ? CheckResult.ok(Check.FOLDER, Reason.of("doctor.folder.own"))
                : CheckResult.ok(
                        Check.FOLDER, Reason.of("doctor.folder.unseen"), Reason.of("doctor.folder.unseen.meaning"));
    }

    private static Path real(Path path) {
        try {
            return Files.exists(path) ? path.toRealPath() : path;
        } catch (IOException e) {
            return path;
        }
    }
}

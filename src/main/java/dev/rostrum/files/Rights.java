package dev.rostrum.files;

import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Who could have changed a file or folder. What another account owns, or everybody may write, is believed no more: it may hold
 * anything by the next time it is read. On systems without POSIX permissions nothing is looked at.
 */
public final class Rights {
    private static final int ROOT = 0;
    private static final int STICKY = 01000;

    private Rights() {}

    /** Whether rights can be looked at here. */
    public static boolean looked(Path path) {
        return PrivateFile.posix(path);
    }

    /** @throws Problem for the first of the paths that others could change; one that is not there is passed over */
    public static void require(Path... paths) {
        for (Path path : paths) {
            Optional<Reason> refusal = refusal(path);
            if (refusal.isPresent()) {
                throw new Problem(Problem.Kind.FAILED, refusal.get(), null);
            }
        }
    }

    /** Why nothing may be written to a path, links to it followed: others own it, or everybody may write to it. */
    public static Optional<Reason> refusal(Path path) {
        return refusal(path, ThisAccount.uid());
    }

    /**
     * The same for a folder above: in one whose sticky bit is set, as {@code /tmp} has it, everybody may make what is new, and
     * nobody may rename what others made.
     */
    public static Optional<Reason> refusalAbove(Path folder) {
        return sticky(folder) ? Optional.empty() : refusal(folder);
    }

    static Optional<Reason> refusal(Path path, OptionalInt me) {
        return attributes(path).flatMap(found -> {
            if (found.permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
                return Optional.of(Reason.of("files.everybodyMayWrite", path));
            }
            OptionalInt owner = unix(path, "unix:uid");
            boolean trusted =
                    owner.isEmpty() || owner.getAsInt() == ROOT || me.isEmpty() || owner.getAsInt() == me.getAsInt();
            return trusted
                    ? Optional.empty()
                    : Optional.of(
                            Reason.of("files.othersOwn", path, found.owner().getName(), ThisAccount.name()));
        });
    }

    /** What the admin should know of a path that is not refused: its group may write to it. */
    public static Optional<Reason> warning(Path path) {
        return attributes(path)
                .filter(found -> found.permissions().contains(PosixFilePermission.GROUP_WRITE))
                .map(found ->
                        Reason.of("files.groupMayWrite", path, found.group().getName()));
    }

    /** Whether this is a regular file, and no link to one, that this account or root owns and nobody else may read or write. */
    public static boolean mineAlone(Path file) {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        return !looked(file)
                || (refusal(file).isEmpty()
                        && attributes(file)
                                .filter(found -> PrivateFile.FILE.containsAll(found.permissions()))
                                .isPresent());
    }

    private static Optional<PosixFileAttributes> attributes(Path path) {
        if (!looked(path)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readAttributes(path, PosixFileAttributes.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            // Whoever opens it next says what is the matter with it.
            return Optional.empty();
        }
    }

    private static boolean sticky(Path folder) {
        return looked(folder) && (unix(folder, "unix:mode").orElse(0) & STICKY) != 0;
    }

    private static OptionalInt unix(Path path, String attribute) {
        try {
            return OptionalInt.of((Integer) Files.getAttribute(path, attribute));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return OptionalInt.empty();
        }
    }
}

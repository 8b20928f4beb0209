package dev.rostrum.files;

import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that the admin asked for by name: a report, an export. It is written beside its place, private to the user, and put there
 * when it is whole; never through a symbolic link, and over a file that is there only where the admin was asked.
 */
public final class OutputFile {
    /** What is written. */
    @FunctionalInterface
    public interface Content<T> {
        T to(OutputStream out) throws IOException;
    }

    /** As it was given, which is how it is told of. */
    private final Path given;

    private final Path target;
    private final boolean replace;

    private OutputFile(Path given, boolean replace) {
        this.given = given;
        this.target = given.toAbsolutePath();
        this.replace = replace;
    }

    /**
     * A name that was typed.
     *
     * @param replace whether a file that is there may be replaced, since the admin said so
     * @throws Problem where no file can be written under that name, told before any work is done for it
     */
    public static OutputFile named(String typed, boolean replace) {
        try {
            return at(Path.of(typed), replace);
        } catch (InvalidPathException e) {
            throw Problem.wrongUse("files.name", typed);
        }
    }

    /** As {@link #named}, for a place that is known as a path. */
    public static OutputFile at(Path path, boolean replace) {
        OutputFile file = new OutputFile(path, replace);
        file.check();
        return file;
    }

    public Path path() {
        return target;
    }

    private void check() {
        if (Files.isSymbolicLink(target)) {
            throw Problem.wrongUse("files.link", given);
        }
        if (target.getFileName() == null || Files.isDirectory(target)) {
            throw Problem.wrongUse("files.isFolder", given);
        }
        Path folder = target.getParent();
        if (!Files.isDirectory(folder)) {
            throw Problem.wrongUse("files.noFolder", given.getParent() == null ? folder : given.getParent());
        }
        if (!Files.isWritable(folder)) {
            throw Problem.wrongUse("files.notWritten", given);
        }
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            if (!Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)) {
                throw Problem.wrongUse("files.noFile", given);
            }
            if (!replace) {
                throw Problem.wrongUse("files.exists", given);
            }
        }
    }

    /**
     * Writes it. What was there before stays until all of it is on the disk.
     *
     * @throws Problem when it cannot be written; nothing is left of it then
     */
    public <T> T write(Content<T> content) {
        check();
        Path folder = target.getParent();
        try {
            Path beside = Files.createTempFile(folder, ".rostrum-", ".part", PrivateFile.mine(folder));
            try {
                T result;
                try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE);
                        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel))) {
                    result = content.to(out);
                    out.flush();
                    channel.force(true);
                }
                place(beside);
                PrivateFile.sync(folder);
                return result;
            } finally {
                Files.deleteIfExists(beside);
            }
        } catch (FileAlreadyExistsException e) {
            throw new Problem(Problem.Kind.WRONG_USE, Reason.of("files.exists", given), e);
        } catch (IOException e) {
            throw Problem.failed(e, "files.notWritten", given);
        }
    }

    private void place(Path beside) throws IOException {
        // Somebody may have put something there meanwhile.
        check();
        if (replace) {
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return;
        }
        try {
            // The system itself refuses it where the name is taken; a rename would replace what is there.
            Files.createLink(target, beside);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException e) {
            // The file system has no hard links.
            Files.move(beside, target);
        }
    }
}

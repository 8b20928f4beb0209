package dev.rostrum.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The data files that a restore or a repair has set aside: beside the data file, its name with the moment behind it. */
public final class SetAsideFiles {
    /** How many are listed, the newest. */
    public static final int LISTED = 100;

    private static final String MARK = ".set-aside-";
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssSSS'Z'", Locale.ROOT);

    /**
     * One of them.
     *
     * @param at when it was set aside
     * @param bytes its size, with its log
     */
    public record SetAside(Path path, Instant at, long bytes) {}

    private SetAsideFiles() {}

    /** The name of one that is set aside at a moment. */
    static Path named(Path file, Instant at) {
        return Database.companion(file, MARK + STAMP.format(at.atOffset(ZoneOffset.UTC)));
    }

    /**
     * Those of a data file, which need not be there any more; newest first, at most {@link #LISTED}.
     *
     * @throws StoreFailure where its folder cannot be read
     */
    public static List<SetAside> of(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        String start = file.getFileName() + MARK;
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(path -> path.getFileName().toString().startsWith(start))
                    .map(path -> parse(path, start))
                    .flatMap(Optional::stream)
                    .sorted(Comparator.comparing(SetAside::at).reversed())
                    .limit(LISTED)
                    .toList();
        } catch (IOException e) {
            throw Failures.of(e, folder);
        }
    }

    /** All of a data file, without an order. */
    static List<Path> all(Path file) throws IOException {
        String start = file.getFileName() + MARK;
        try (Stream<Path> all = Files.list(file.toAbsolutePath().getParent())) {
            return all.filter(path -> path.getFileName().toString().startsWith(start)
                            && parse(path, start).isPresent())
                    .toList();
        }
    }

    /** What was left of one that was to be replaced. */
    static List<Path> halfMade(Path file) throws IOException {
        String start = file.getFileName() + MARK;
        try (Stream<Path> all = Files.list(file.toAbsolutePath().getParent())) {
            return all.filter(path -> path.getFileName().toString().startsWith(start)
                            && path.getFileName().toString().contains(".tmp"))
                    .toList();
        }
    }

    private static Optional<SetAside> parse(Path path, String start) {
        String stamp = path.getFileName().toString().substring(start.length());
        try {
            Instant at = LocalDateTime.parse(stamp, STAMP).toInstant(ZoneOffset.UTC);
            long bytes = Files.size(path);
            for (String suffix : Database.COMPANIONS) {
                Path beside = Database.companion(path, suffix);
                bytes += Files.exists(beside) ? Files.size(beside) : 0;
            }
            return Optional.of(new SetAside(path, at, bytes));
        } catch (DateTimeException | IOException e) {
            // Another file, or gone meanwhile.
            return Optional.empty();
        }
    }
}

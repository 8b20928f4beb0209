package dev.rostrum.store;

import dev.rostrum.domain.Problem;
import dev.rostrum.files.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which files with people in them were written at the admin's wish: a list beside the data file, since those who only read it export
 * too. Where those files are now, and who has copies, nobody knows.
 */
public final class ExportedFiles {
    /** The newest that are kept. */
    public static final int KEPT = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(ExportedFiles.class);
    private static final int MAX_BYTES = 4 << 20;

    /**
     * One of them.
     *
     * @param kind what was written, a word
     * @param person the number of the person whom alone it is about; 0 where it is about several
     */
    public record Exported(Instant at, String kind, long person, Path path) {
        private String line() {
            return at.toEpochMilli() + "\t" + kind + "\t" + person + "\t" + path;
        }

        private static Optional<Exported> parse(String line) {
            String[] parts = line.split("\t", 4);
            try {
                return parts.length < 4
                        ? Optional.empty()
                        : Optional.of(new Exported(
                                Instant.ofEpochMilli(Long.parseLong(parts[0])),
                                parts[1],
                                Long.parseLong(parts[2]),
                                Path.of(parts[3])));
            } catch (IllegalArgumentException | DateTimeException e) {
                // A line that was not written here.
                return Optional.empty();
            }
        }
    }

    private final Path list;

    /** @param file the data file */
    public ExportedFiles(Path file) {
        this.list = Database.companion(file, ".exports");
    }

    /** The newest first; none where the list cannot be read. */
    public List<Exported> list() {
        try {
            List<Exported> all = new ArrayList<>(read());
            Collections.reverse(all);
            return all;
        } catch (IOException e) {
            LOG.warn("the list of exports cannot be read: {}", e.getClass().getSimpleName());
            return List.of();
        }
    }

    /** Notes one. Where that cannot be done the export is none the worse for it. */
    public void note(Exported exported) {
        try {
            change(all -> {
                List<Exported> more = new ArrayList<>(all);
                more.add(exported);
                return more.subList(Math.max(0, more.size() - KEPT), more.size());
            });
        } catch (IOException | Problem e) {
            LOG.warn("an export is not in the list: {}", e.getClass().getSimpleName());
        }
    }

    /** Takes those out whose lines tell of somebody: that are about them alone, or have one of these texts in their path. */
    public void withdraw(Collection<Long> people, Collection<String> texts) throws IOException {
        if (Files.exists(list)) {
            List<String> folded = texts.stream().map(TextKeys::fold).toList();
            change(all -> all.stream()
                    .filter(one -> !people.contains(one.person())
                            && folded.stream()
                                    .noneMatch(TextKeys.fold(one.path().toString())::contains))
                    .toList());
        }
    }

    private void change(UnaryOperator<List<Exported>> change) throws IOException {
        PrivateFile.guarded(Database.companion(list, ".lock"), () -> {
            StringBuilder lines = new StringBuilder();
            change.apply(read()).forEach(one -> lines.append(one.line()).append('\n'));
            PrivateFile.replace(list, lines.toString().getBytes(StandardCharsets.UTF_8));
            return null;
        });
    }

    private List<Exported> read() throws IOException {
        if (Files.notExists(list) || Files.size(list) > MAX_BYTES) {
            return List.of();
        }
        return Arrays.stream(Files.readString(list).split("\n"))
                .map(Exported::parse)
                .flatMap(Optional::stream)
                .toList();
    }
}

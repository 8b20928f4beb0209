package dev.rostrum.app;

import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.rolling.RollingPolicy;
import ch.qos.logback.core.rolling.RolloverFailure;
import ch.qos.logback.core.rolling.helper.CompressionMode;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The log's files: {@code rostrum.log}, and before it {@code rostrum.1.log} to {@code rostrum.6.log}. The library's own policies
 * take the whole path for a pattern and fail at a folder with a percent sign in its name; here no name is read as one.
 */
final class LogFiles extends ContextAwareBase implements RollingPolicy {
    /** Those before the one that is written to. */
    static final int BEFORE = 6;

    private static final int CRASHES = 5;

    /** What the Java machine leaves when it dies of itself, and the log files of earlier versions of this program. */
    private static final Pattern LEFT =
            Pattern.compile("(hs_err|replay)_(pid)?\\d+\\.log|rostrum-\\d{4}-\\d\\d-\\d\\d\\.\\d+\\.log");

    private final Path folder;
    private boolean started;

    LogFiles(Path folder) {
        this.folder = folder;
    }

    @Override
    public void rollover() {
        try {
            for (int n = BEFORE; n > 0; n--) {
                Path from = file(n - 1);
                if (Files.exists(from)) {
                    Files.move(from, file(n), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        } catch (IOException e) {
            // The appender goes on with the file that it has.
            throw new RolloverFailure("the log files could not be renamed", e);
        }
    }

    private Path file(int n) {
        return folder.resolve(n == 0 ? "rostrum.log" : "rostrum." + n + ".log");
    }

    /** Leaves only the newest of the files that nothing else ever removes. */
    static void keepNewest(Path folder) throws IOException {
        List<Path> left;
        try (Stream<Path> all = Files.list(folder)) {
            left = all.filter(
                            file -> LEFT.matcher(file.getFileName().toString()).matches())
                    .sorted(Comparator.comparingLong(
                                    (Path file) -> file.toFile().lastModified())
                            .reversed())
                    .skip(CRASHES)
                    .toList();
        }
        for (Path file : left) {
            Files.deleteIfExists(file);
        }
    }

    @Override
    public String getActiveFileName() {
        return file(0).toString();
    }

    @Override
    public CompressionMode getCompressionMode() {
        return CompressionMode.NONE;
    }

    @Override
    public void setParent(FileAppender<?> appender) {
        // Nothing is asked of it.
    }

    @Override
    public void start() {
        started = true;
    }

    @Override
    public void stop() {
        started = false;
    }

    @Override
    public boolean isStarted() {
        return started;
    }
}

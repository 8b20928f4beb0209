package dev.rostrum.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Which files beside a data file are read as requests, and that none stays there. */
class RequestFilesTest {
    private static final byte[] CONTENT = "pause it".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private RequestFiles files;

    @BeforeEach
    void make() {
        files = new RequestFiles(folder.resolve("x.db"), Clock.systemUTC(), System::nanoTime);
    }

    private Path request(String id) {
        return folder.resolve("x.db.request-" + id);
    }

    private List<Path> left() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        }
    }

    private void notRead(String id) throws IOException {
        assertThat(files.waiting()).containsExactly(id);
        assertThat(files.take(id)).isEmpty();
        assertThat(Files.exists(request(id), LinkOption.NOFOLLOW_LINKS)).isFalse();
    }

    @Test
    void aRequestIsTakenOnceAndAnsweredOnce() throws IOException {
        String id = files.ask(CONTENT);

        assertThat(files.waiting()).containsExactly(id);
        assertThat(files.take(id)).hasValue(CONTENT);
        assertThat(files.take(id)).isEmpty();
        assertThat(files.answer(id)).isEmpty();
        files.answer(id, "done".getBytes(StandardCharsets.UTF_8));
        assertThat(files.waiting()).as("an answer is no request").isEmpty();
        assertThat(files.answer(id)).hasValue("done".getBytes(StandardCharsets.UTF_8));
        assertThat(left()).isEmpty();
    }

    @Test
    void whatIsWithdrawnIsNotDone() throws IOException {
        String id = files.ask(CONTENT);
        assertThat(files.withdraw(id)).isTrue();
        assertThat(files.take(id)).isEmpty();
        assertThat(files.withdraw(id)).isFalse();
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "no POSIX permissions there")
    void nobodyElseCanReadIt() throws IOException {
        String id = files.ask(CONTENT);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(request(id))))
                .isEqualTo("rw-------");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "no POSIX permissions there")
    void oneThatOthersMayReadOrWriteIsRemovedUnread() throws IOException {
        for (String rights : List.of("rw-r--r--", "rw-rw----", "rw--w--w-")) {
            String id = files.ask(CONTENT);
            Files.setPosixFilePermissions(request(id), PosixFilePermissions.fromString(rights));
            notRead(id);
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need a right there")
    void aLinkIsRemovedAndNotFollowed() throws IOException {
        Path elsewhere = Files.write(folder.resolve("elsewhere"), CONTENT);
        Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rw-------"));
        Files.createSymbolicLink(request("a-1"), elsewhere);
        notRead("a-1");
        assertThat(elsewhere).exists();
    }

    @Test
    void oneThatIsTooOldOrOfTheFutureIsRemovedUnread() throws IOException {
        for (long seconds : new long[] {-31, 60}) {
            String id = files.ask(CONTENT);
            Files.setLastModifiedTime(
                    request(id), FileTime.from(Clock.systemUTC().instant().plus(Duration.ofSeconds(seconds))));
            notRead(id);
        }
    }

    @Test
    void oneThatIsTooLargeIsRemovedUnread() throws IOException {
        String id = files.ask(CONTENT);
        Files.write(request(id), new byte[RequestFiles.MAX_BYTES + 1]);
        notRead(id);
    }

    /** An answer that nobody fetched, what was cut off while it was written, and names that are none of ours. */
    @Test
    void whatNobodyNeedsIsClearedAwayOnceItIsOld() throws IOException {
        files.answer("a-1", CONTENT);
        Files.write(request("a-2.new"), CONTENT);
        Files.write(request("strange"), CONTENT);
        assertThat(files.waiting()).isEmpty();
        assertThat(left()).as("all are young").hasSize(3);
        for (Path each : left()) {
            Files.setLastModifiedTime(
                    each, FileTime.from(Clock.systemUTC().instant().minus(Duration.ofMinutes(1))));
        }
        assertThat(files.waiting()).isEmpty();
        assertThat(left()).isEmpty();
    }
}

package dev.rostrum.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.rolling.RollingFileAppender;
import dev.rostrum.files.Rights;
import dev.rostrum.testing.ChildProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

@Tag("crash")
class RunLogTest {
    @TempDir
    Path folder;

    private ChildProgram run(Path data, String... more) throws Exception {
        String[] arguments = Stream.concat(Stream.of("--data-dir", data.toString()), Stream.of(more))
                .toArray(String[]::new);
        ChildProgram program = ChildProgram.rostrum(Map.of(), arguments).endInput();
        assertThat(program.exit(Duration.ofSeconds(120))).as(program.error()).isZero();
        return program;
    }

    /** What a pattern of the log's library would make something else of, or fail at. */
    @ParameterizedTest
    @ValueSource(strings = {"100%", "a%b", "%d{yyyy}", "%i", "%nonsense{x}(", "${user.home}", "a\\b", "[a-z]+(x)"})
    void noFolderIsTakenForAPattern(String name) throws Exception {
        Path data = folder.resolve(name).resolve("data");
        run(data, "team", "list");
        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all).containsExactly(folder.resolve(name));
        }
        assertThat(data.resolve("logs").resolve("rostrum.log")).exists();
    }

    @Test
    void aLogThatCannotBeWrittenEndsNothing() throws Exception {
        Path file = Files.createDirectories(folder.resolve("file"));
        Files.writeString(file.resolve("logs"), "in the way");
        run(file, "team", "list");
        Path inTheWay = folder.resolve("folder");
        Files.createDirectories(inTheWay.resolve("logs").resolve("rostrum.log"));
        run(inTheWay, "team", "list");
    }

    @Test
    void nothingIsAppendedThroughALinkThatOthersCouldHaveLaid() throws Exception {
        assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"), "no POSIX permissions here");
        Path data = Files.createDirectories(folder.resolve("data"));
        Path logs = Files.createDirectory(data.resolve("logs"));
        Path victim = Files.writeString(folder.resolve("victim"), "mine");
        Files.createSymbolicLink(logs.resolve("rostrum.log"), victim);
        Files.setPosixFilePermissions(logs, PosixFilePermissions.fromString("rwxrwxrwx"));
        run(data, "connection", "list");
        RunLog.to(data);
        LoggerFactory.getLogger(RunLogTest.class).error("a line");
        assertThat(victim).hasContent("mine");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(logs)))
                .as("a folder that was there keeps its rights")
                .isEqualTo("rwxrwxrwx");
    }

    @Test
    void aLineStaysALineWhateverIsQuoted() throws Exception {
        RunLog.to(folder);
        Exception quoting = new IllegalStateException(
                "x\n2026-01-01T00:00:00.000Z ERROR forged\u001b[2J\u202e",
                new IllegalArgumentException("y\r\n1 forged"));
        LoggerFactory.getLogger(RunLogTest.class)
                .error("asked\n2026-01-01T00:00:00.000Z INFO  forged \u009b2J", quoting);
        RunLog.quiet();

        Path log = folder.resolve("logs").resolve("rostrum.log");
        String text = Files.readString(log);
        assertThat(text.lines().filter(line -> !line.isEmpty() && Character.isDigit(line.charAt(0))))
                .hasSize(1)
                .first()
                .asString()
                .contains("asked\\u000a2026-01-01T00:00:00.000Z INFO  forged \\u009b2J");
        assertThat(text).contains("\tat ", "Caused by: ", "forged\\u001b[2J\\u202e");
        assertThat(text.codePoints()).allMatch(c -> c == '\n' || c == '\t' || (c >= ' ' && c < 0x7f));
    }

    /** The server within warns in the words of whoever sent something; anybody could fill the log. */
    @Test
    void whatStrangersSendIsNotInIt() {
        RunLog.quiet();
        RunLog.to(folder);
        LoggerFactory.getLogger("org.eclipse.jetty.util.HostPort").warn("Bad Authority: [a@forged]");
        LoggerFactory.getLogger(RunLogTest.class).warn("ours");
        RunLog.quiet();
        assertThat(folder.resolve("logs").resolve("rostrum.log"))
                .content()
                .contains("ours")
                .doesNotContain("forged");
    }

    @Test
    void filesAreFewAndPrivateAlsoWhenTheyRoll() throws Exception {
        Path logs = Files.createDirectories(folder.resolve("logs"));
        for (int i = 0; i < 9; i++) {
            Path crash = Files.writeString(logs.resolve("hs_err_" + (100 + i) + ".log"), "crash " + i);
            Files.setLastModifiedTime(crash, FileTime.from(Instant.EPOCH.plusSeconds(i)));
        }
        RunLog.to(folder);
        RollingFileAppender<?> appender = (RollingFileAppender<?>)
                ((ch.qos.logback.classic.Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME))
                        .iteratorForAppenders()
                        .next();
        for (int i = 0; i < 9; i++) {
            LoggerFactory.getLogger(RunLogTest.class).error("round {}", i);
            appender.rollover();
        }
        LoggerFactory.getLogger(RunLogTest.class).error("the last");
        try (Stream<Path> all = Files.list(logs)) {
            assertThat(all.map(path -> path.getFileName().toString()))
                    .filteredOn(name -> name.startsWith("rostrum"))
                    .containsExactlyInAnyOrder(
                            "rostrum.log",
                            "rostrum.1.log",
                            "rostrum.2.log",
                            "rostrum.3.log",
                            "rostrum.4.log",
                            "rostrum.5.log",
                            "rostrum.6.log");
        }
        assertThat(logs.resolve("rostrum.log")).content().endsWith("the last\n");
        assertThat(logs.resolve("rostrum.1.log")).content().endsWith("round 8\n");
        assertThat(logs.resolve("rostrum.6.log")).content().endsWith("round 3\n");
        if (Rights.looked(logs)) {
            try (Stream<Path> all = Files.list(logs)) {
                for (Path path : (Iterable<Path>)
                        all.filter(p -> p.getFileName().toString().startsWith("rostrum"))::iterator) {
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                            .as("%s", path)
                            .isEqualTo("rw-------");
                }
            }
        }
        assertThat(logs.resolve("hs_err_103.log")).doesNotExist();
        assertThat(logs.resolve("hs_err_104.log")).exists();
    }

    @AfterEach
    void asBefore() throws Exception {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        new ContextInitializer(context).autoConfig();
    }
}

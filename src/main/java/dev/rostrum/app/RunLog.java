package dev.rostrum.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.util.FileSize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * The log: a rolling file in the data folder, at most 7 files of 5 MB. Lines carry row ids, codes and correlation vectors,
 * never names, texts or tokens. Libraries that would print those cannot be raised above INFO.
 */
final class RunLog {
    private static final List<String> CAPPED = List.of(
            "com.microsoft.aad.msal4j",
            "org.eclipse.jetty",
            "org.apache.hc",
            "jdk.httpclient",
            "jdk.internal.httpclient",
            "javafx",
            "org.freedesktop",
            "de.swiesend");

    private RunLog() {}

    /** Silence until a data folder is known: nothing may reach the terminal's output by way of a log. */
    static void quiet() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(Level.INFO);
        for (String name : CAPPED) {
            context.getLogger(name).setLevel(Level.WARN);
        }
    }

    /** Where the log of a data folder lies. */
    static Path folder(Path dataFolder) {
        return dataFolder.resolve("logs");
    }

    /** Writes to {@code folder/logs/rostrum.log}. Where that cannot be written the program goes on without a log. */
    static void to(Path folder) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Path logs = folder(folder);
        try {
            Files.createDirectories(logs);
            if (logs.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(logs, PosixFilePermissions.fromString("rwx------"));
            }
        } catch (IOException e) {
            return;
        }
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        PatternLayoutEncoder lines = new PatternLayoutEncoder();
        lines.setContext(context);
        lines.setCharset(StandardCharsets.UTF_8);
        lines.setPattern("%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level [%thread] %logger{24} %msg%n%ex{20}");
        lines.start();
        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        appender.setContext(context);
        appender.setFile(logs.resolve("rostrum.log").toString());
        appender.setEncoder(lines);
        SizeAndTimeBasedRollingPolicy<ILoggingEvent> roll = new SizeAndTimeBasedRollingPolicy<>();
        roll.setContext(context);
        roll.setParent(appender);
        roll.setFileNamePattern(logs.resolve("rostrum-%d{yyyy-MM-dd}.%i.log").toString());
        roll.setMaxFileSize(FileSize.valueOf("5MB"));
        roll.setMaxHistory(7);
        roll.setTotalSizeCap(FileSize.valueOf("35MB"));
        roll.start();
        appender.setRollingPolicy(roll);
        appender.setTriggeringPolicy(roll);
        appender.start();
        root.addAppender(appender);
    }
}

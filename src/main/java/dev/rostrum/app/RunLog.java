package dev.rostrum.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import dev.rostrum.domain.PlainText;
import dev.rostrum.files.PrivateFile;
import dev.rostrum.files.Rights;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/**
 * The log: a rolling file in the data folder, at most 7 files of 5 MB. Lines carry row ids, codes and correlation vectors,
 * never names, texts or tokens. Libraries that would print those cannot be raised above INFO.
 */
final class RunLog {
    private static final List<String> CAPPED = List.of(
            "com.microsoft.aad.msal4j",
            "org.apache.hc",
            "jdk.httpclient",
            "jdk.internal.httpclient",
            "javafx",
            "org.freedesktop",
            "de.swiesend");

    /** Warns of what strangers send, in their words; anybody could fill the log with that. */
    private static final String SERVER = "org.eclipse.jetty";

    private RunLog() {}

    /** Silence until a data folder is known: nothing may reach the terminal's output by way of a log. */
    static void quiet() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(Level.INFO);
        for (String name : CAPPED) {
            context.getLogger(name).setLevel(Level.WARN);
        }
        context.getLogger(SERVER).setLevel(Level.ERROR);
    }

    /** Where the log of a data folder lies. */
    static Path folder(Path dataFolder) {
        return dataFolder.resolve("logs");
    }

    /**
     * Writes to {@code folder/logs/rostrum.log}. Where that cannot be written, or others could lay something in its way, the program
     * goes on without a log.
     */
    static void to(Path folder) {
        Path logs = folder(folder);
        try {
            PrivateFile.folder(logs);
            if (Rights.refusal(folder).isPresent() || Rights.refusal(logs).isPresent()) {
                return;
            }
            LogFiles.keepNewest(logs);
            append(logs);
        } catch (IOException | RuntimeException e) {
            // Whatever ails the log is told nowhere: it is no reason to send nothing.
            return;
        }
    }

    private static void append(Path logs) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        PatternLayout lines = new PatternLayout();
        lines.setContext(context);
        lines.getInstanceConverterMap().put("plain", PlainMessage::new);
        lines.getInstanceConverterMap().put("trace", PlainTrace::new);
        lines.setPattern("%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level [%thread] %logger{24} %plain%n%trace{20}");
        lines.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(lines);
        encoder.start();
        SizeBasedTriggeringPolicy<ILoggingEvent> full = new SizeBasedTriggeringPolicy<>();
        full.setContext(context);
        full.setMaxFileSize(FileSize.valueOf("5MB"));
        // The size is looked at each second; the library's custom is each minute.
        full.setCheckIncrement(Duration.buildBySeconds(1));
        full.start();
        LogFiles files = new LogFiles(logs);
        files.setContext(context);
        files.start();
        RollingFileAppender<ILoggingEvent> appender = new PrivateAppender();
        appender.setContext(context);
        appender.setFile(files.getActiveFileName());
        appender.setEncoder(encoder);
        appender.setRollingPolicy(files);
        appender.setTriggeringPolicy(full);
        appender.start();
        root.addAppender(appender);
    }

    /** Each file that it opens is its owner's alone, also after the one before became too large. */
    private static final class PrivateAppender extends RollingFileAppender<ILoggingEvent> {
        @Override
        public void openFile(String name) throws IOException {
            PrivateFile.make(Path.of(name));
            super.openFile(name);
        }
    }

    /** What a message quotes may hold anything; a line stays one line. */
    private static final class PlainMessage extends MessageConverter {
        @Override
        public String convert(ILoggingEvent event) {
            return PlainText.escaped(String.valueOf(super.convert(event)));
        }
    }

    /** What an exception quotes may hold anything; no line of it can be taken for one of the log. */
    private static final class PlainTrace extends ThrowableProxyConverter {
        @Override
        protected String throwableProxyToString(IThrowableProxy proxy) {
            String trace = super.throwableProxyToString(proxy);
            return trace.lines().map(PlainTrace::line).collect(Collectors.joining("\n", "", "\n"));
        }

        private static String line(String line) {
            String plain = line.startsWith("\t") ? "\t" + PlainText.escaped(line.strip()) : PlainText.escaped(line);
            // A log line begins with its time.
            return !plain.isEmpty() && Character.isDigit(plain.charAt(0)) ? "\t" + plain : plain;
        }
    }
}

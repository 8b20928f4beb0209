package dev.rostrum.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small program of the operating system that is asked something, or told something. Nothing depends on it being there: it is given
 * few seconds, and a short answer.
 */
final class SystemTool {
    private static final Logger LOG = LoggerFactory.getLogger(SystemTool.class);
    private static final int ANSWER = 4096;

    private SystemTool() {}

    /**
     * @param more variables beside those of this process
     * @return what it wrote, stripped; empty where it is not there, failed, or took too long
     */
    static Optional<String> run(List<String> command, Map<String, String> more, long seconds)
            throws InterruptedException {
        Process process = null;
        try {
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().putAll(more);
            process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
            process.getOutputStream().close();
            if (!process.waitFor(seconds, TimeUnit.SECONDS) || process.exitValue() != 0) {
                return Optional.empty();
            }
            try (InputStream written = process.getInputStream()) {
                return Optional.of(new String(written.readNBytes(ANSWER), StandardCharsets.UTF_8).strip());
            }
        } catch (IOException e) {
            LOG.debug("{} is not there: {}", command.get(0), e.getClass().getSimpleName());
            return Optional.empty();
        } finally {
            if (process != null) {
                process.destroyForcibly();
            }
        }
    }
}

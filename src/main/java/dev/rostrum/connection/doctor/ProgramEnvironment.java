package dev.rostrum.connection.doctor;

import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * Where the program runs.
 *
 * @param version of the program
 * @param dataFolder of settings and data
 * @param logFolder of the log files
 * @param environment looks up an environment variable; null where it is not set
 * @param properties looks up a system property; null where it is not set
 */
public record ProgramEnvironment(
        String version,
        Path dataFolder,
        Path logFolder,
        UnaryOperator<String> environment,
        UnaryOperator<String> properties) {}

package dev.rostrum.cli;

import java.nio.file.Path;

/**
 * What may stand before or after any command.
 *
 * @param dataDir the data folder as given, or null: environment, else the convention of the operating system
 * @param connection name of the connection as given, or null: the one in use
 */
public record GlobalOptions(Path dataDir, String connection) {}

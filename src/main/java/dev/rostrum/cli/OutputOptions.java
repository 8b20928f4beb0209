package dev.rostrum.cli;

import picocli.CommandLine.Option;

/** How a read shows its rows. */
final class OutputOptions {
    @Option(
            names = "--json",
            description = "One JSON object a line instead of a table; ids whole, times with their offset.")
    boolean json;

    @Option(names = "--wide", description = "Show ids and texts whole, also where they do not fit the terminal.")
    boolean wide;
}

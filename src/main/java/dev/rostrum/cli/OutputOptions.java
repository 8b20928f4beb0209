package dev.rostrum.cli;

import picocli.CommandLine.Option;

/** How a read shows its rows. */
final class OutputOptions {
    @Option(names = "--json", descriptionKey = "output.json")
    boolean json;

    @Option(names = "--wide", descriptionKey = "output.wide")
    boolean wide;
}

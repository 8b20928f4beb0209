package dev.rostrum.cli;

import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The job that a command is about, and whether its outcome is told to a program. */
final class JobOptions {
    @Parameters(index = "0", paramLabel = "ID", descriptionKey = "job.id")
    private long id;

    @Option(names = "--json", order = OptionOrder.OUTPUT, descriptionKey = "job.json")
    private boolean json;

    long id() {
        return id;
    }

    boolean json() {
        return json;
    }
}

package dev.rostrum.cli;

import picocli.CommandLine.Option;

/** Whether a program reads what came of a command. */
final class JsonOption {
    @Option(names = "--json", order = OptionOrder.OUTPUT, descriptionKey = "json.json")
    private boolean json;

    boolean json() {
        return json;
    }
}

package dev.rostrum.cli;

import picocli.CommandLine.Option;

/** Whether a program reads what came of a command. */
final class JsonOption {
    @Option(names = "--json", order = OptionOrder.OUTPUT, descriptionKey = "json.json")
    private boolean json;

    boolean json() {
        return json;
    }

    /** What was done to something that has a name: an object, or a sentence. */
    void result(Terminal terminal, long id, String name, String key, Object... arguments) {
        if (json) {
            new JsonRow(terminal).put("id", id).put("name", name).print();
        } else {
            terminal.result(CommandTexts.get(key, arguments));
        }
    }
}

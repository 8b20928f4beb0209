package dev.rostrum.cli;

import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** How a read shows its rows. */
final class OutputOptions {
    @ArgGroup(exclusive = true, multiplicity = "0..1")
    private Form form;

    /** One of the two. */
    private static final class Form {
        @Option(names = "--json", order = OptionOrder.OUTPUT, descriptionKey = "output.json")
        private boolean json;

        @Option(names = "--csv", order = OptionOrder.OUTPUT, descriptionKey = "output.csv")
        private boolean csv;
    }

    @Option(
            names = "--columns",
            order = OptionOrder.OUTPUT,
            paramLabel = "NAME",
            split = ",",
            descriptionKey = "output.columns")
    List<String> columns = List.of();

    @Option(names = "--wide", order = OptionOrder.OUTPUT, descriptionKey = "output.wide")
    boolean wide;

    /** Whether the command has these options, so that they can be told of. */
    boolean offered = true;

    /** Such as no command line gave. */
    static OutputOptions of(boolean json, boolean csv) {
        OutputOptions options = new OutputOptions();
        options.form = new Form();
        options.form.json = json;
        options.form.csv = csv;
        options.offered = false;
        return options;
    }

    boolean csv() {
        return form != null && form.csv;
    }

    /** Whether a program reads the rows: then all are shown, whole. */
    boolean forPrograms() {
        return form != null && (form.json || form.csv);
    }

    /** Whether values are needed that no table shows unless they are asked for. */
    boolean keys() {
        return forPrograms() || !columns.isEmpty();
    }
}

package dev.rostrum.cli;

import dev.rostrum.files.OutputFile;
import picocli.CommandLine.Option;

/** The answer to the one question that stands before a file is written. */
final class ForceOption {
    @Option(names = "--force", order = OptionOrder.FORCE, descriptionKey = "force.force")
    private boolean force;

    /**
     * The file to write.
     *
     * @throws dev.rostrum.domain.Problem where none can be written under that name; asked before the work is done
     */
    OutputFile file(String typed) {
        return OutputFile.named(typed, force);
    }
}

package dev.rostrum.cli;

import picocli.CommandLine.Command;

/** Holds the commands of its kind. */
@Command(
        name = "filter",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            FilterListCommand.class,
            FilterSaveCommand.class,
            FilterRenameCommand.class,
            FilterDeleteCommand.class,
        })
final class FilterCommand extends GroupCommand {}

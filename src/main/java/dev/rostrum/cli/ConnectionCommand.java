package dev.rostrum.cli;

import picocli.CommandLine.Command;

/** Holds the commands of its kind. */
@Command(
        name = "connection",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ConnectionAddCommand.class,
            ConnectionEditCommand.class,
            ConnectionTestCommand.class,
            ConnectionListCommand.class,
            ConnectionUseCommand.class,
            ConnectionRemoveCommand.class,
            ConnectionExportCommand.class,
            ConnectionImportCommand.class,
        })
final class ConnectionCommand extends GroupCommand {}

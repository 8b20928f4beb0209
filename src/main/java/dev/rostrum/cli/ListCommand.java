package dev.rostrum.cli;

import picocli.CommandLine.Command;

/** Holds the commands of its kind. */
@Command(
        name = "list",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ListListCommand.class,
            ListCreateCommand.class,
            ListShowCommand.class,
            ListAddCommand.class,
            ListRemoveCommand.class,
            ListExportCommand.class,
            ListRenameCommand.class,
            ListDeleteCommand.class,
        })
final class ListCommand extends GroupCommand {}

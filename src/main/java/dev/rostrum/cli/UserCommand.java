package dev.rostrum.cli;

import picocli.CommandLine.Command;

/** Holds the commands of its kind. */
@Command(
        name = "user",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            UserListCommand.class,
            UserShowCommand.class,
            UserMeCommand.class,
            UserDoNotContactCommand.class,
            UserImportCommand.class,
            UserReindexCommand.class,
            UserExportCommand.class,
            UserEraseCommand.class,
        })
final class UserCommand extends GroupCommand {}

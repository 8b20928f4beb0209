package dev.rostrum.cli;

import picocli.CommandLine.Command;

/** Holds the commands of its kind. */
@Command(
        name = "user",
        description = "People of the synced rosters and of imports.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            UserListCommand.class,
            UserShowCommand.class,
            UserMeCommand.class,
            UserDoNotContactCommand.class,
            UserImportCommand.class,
        })
final class UserCommand {}

package dev.rostrum.cli;

import picocli.CommandLine.Command;

/** Holds the commands of its kind. */
@Command(
        name = "team",
        description = "Teams and their rosters.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            TeamAddCommand.class,
            TeamListCommand.class,
            TeamSyncCommand.class,
        })
final class TeamCommand {}

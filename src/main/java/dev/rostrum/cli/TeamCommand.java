package dev.rostrum.cli;

import picocli.CommandLine.Command;

/** Holds the commands of its kind. */
@Command(
        name = "team",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            TeamAddCommand.class,
            TeamListCommand.class,
            TeamLinksCommand.class,
            TeamSyncCommand.class,
            TeamDiffCommand.class,
            TeamRemoveCommand.class,
        })
final class TeamCommand extends GroupCommand {}

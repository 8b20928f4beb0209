package dev.rostrum.cli;

import picocli.CommandLine.Command;

/** Holds the commands of its kind. */
@Command(
        name = "activity",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ActivityRequestsCommand.class, ActivityEventsCommand.class})
final class ActivityCommand extends GroupCommand {}

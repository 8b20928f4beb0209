package dev.rostrum.cli;

import picocli.CommandLine.Command;

/** Holds the commands of its kind. */
@Command(
        name = "conversation",
        description = "Stored 1:1 conversations of the bot.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ConversationListCommand.class,
            ConversationExportCommand.class,
        })
final class ConversationCommand {}

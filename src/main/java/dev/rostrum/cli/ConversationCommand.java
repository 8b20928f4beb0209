package dev.rostrum.cli;

import picocli.CommandLine.Command;

/** Holds the commands of its kind. */
@Command(
        name = "conversation",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ConversationListCommand.class,
            ConversationHistoryCommand.class,
            ConversationCheckCommand.class,
            ConversationForgetCommand.class,
            ConversationExportCommand.class,
        })
final class ConversationCommand extends GroupCommand {}

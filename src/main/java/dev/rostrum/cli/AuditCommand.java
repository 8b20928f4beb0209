package dev.rostrum.cli;

import picocli.CommandLine.Command;

/** Holds the commands of its kind. */
@Command(
        name = "audit",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {AuditListCommand.class})
final class AuditCommand extends GroupCommand {}

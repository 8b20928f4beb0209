package dev.rostrum.cli;

import picocli.CommandLine.Command;

/** Holds the commands of its kind. */
@Command(
        name = "backup",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            BackupListCommand.class,
            BackupCreateCommand.class,
            BackupRestoreCommand.class,
            BackupRepairCommand.class,
        })
final class BackupCommand extends GroupCommand {}

package dev.rostrum.cli;

import picocli.CommandLine.Command;

/** Holds the commands of its kind. */
@Command(
        name = "announcement",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            AnnouncementListCommand.class,
            AnnouncementShowCommand.class,
            AnnouncementDeliveriesCommand.class,
            AnnouncementExportCommand.class,
            AnnouncementResumeCommand.class,
            AnnouncementPauseCommand.class,
            AnnouncementStopCommand.class,
            AnnouncementFollowCommand.class,
            AnnouncementWaitCommand.class,
            AnnouncementResendCommand.class,
            AnnouncementResolveCommand.class,
            AnnouncementEditCommand.class,
            AnnouncementRecallCommand.class,
        })
final class AnnouncementCommand extends GroupCommand {}

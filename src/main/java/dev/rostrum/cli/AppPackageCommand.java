package dev.rostrum.cli;

import dev.rostrum.connection.AppPackage;
import dev.rostrum.connection.Connection;
import dev.rostrum.files.OutputFile;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes the Teams app package of a connection. */
@Command(
        name = "app-package",
        sortOptions = false,
        description =
                "Writes the Teams app package (zip) with which a Teams admin brings the bot into the tenant. Nothing is"
                        + " sent and nothing in it is secret.")
final class AppPackageCommand implements Callable<Integer> {
    private final Session session;

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "Zip file to write.")
    private String out;

    @Mixin
    private ForceOption force;

    @Option(
            names = "--developer",
            paramLabel = "NAME",
            required = true,
            description = "Who runs the bot, for example your organization (up to 32 characters).")
    private String developer;

    @Option(
            names = "--website",
            paramLabel = "URL",
            required = true,
            description = "Page about the app or your organization (https).")
    private String website;

    @Option(
            names = "--privacy",
            paramLabel = "URL",
            required = true,
            description = "Page with the privacy statement (https).")
    private String privacy;

    @Option(names = "--terms", paramLabel = "URL", required = true, description = "Page with the terms of use (https).")
    private String terms;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "What people see, up to 30 characters (default: the connection's name).")
    private String name;

    @Option(names = "--full-name", paramLabel = "NAME", description = "Up to 100 characters.")
    private String fullName;

    @Option(names = "--description", paramLabel = "TEXT", description = "Up to 80 characters.")
    private String description;

    @Option(names = "--full-description", paramLabel = "TEXT", description = "Up to 4,000 characters.")
    private String fullDescription;

    @Option(
            names = "--app-version",
            paramLabel = "X.Y.Z",
            description = "Version of the app (default: 1.0.0). Teams takes an update only with a higher one.")
    private String version;

    @Option(
            names = "--id",
            paramLabel = "GUID",
            description = "Id of the app in the tenant's catalogue, where the bot already has one there"
                    + " (default: made from the bot's app id, always the same).")
    private String id;

    @Option(names = "--accent", paramLabel = "COLOR", description = "Colour beside the icon, like #0969DA.")
    private String accent;

    @Option(
            names = "--replies",
            description = "People may write to the bot (default: they cannot, since nobody would read it).")
    private boolean replies;

    @Option(
            names = "--manifest-version",
            paramLabel = "V",
            description = "Manifest schema 1.12 to " + AppPackage.MANIFEST_VERSION
                    + ", for a cloud that does not take the newest (default: " + AppPackage.MANIFEST_VERSION + ").")
    private String manifestVersion;

    AppPackageCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Connection connection = session.namedConnection();
        OutputFile target = force.file(out);
        AppPackage.Made made = AppPackage.make(
                connection,
                new AppPackage.Details(
                        id,
                        version,
                        name,
                        fullName,
                        description,
                        fullDescription,
                        developer,
                        website,
                        privacy,
                        terms,
                        accent,
                        manifestVersion,
                        replies));
        AppPackage.write(made, target);
        Terminal terminal = session.terminal();
        terminal.result(target.path().toString());
        terminal.note("App " + Words.quoted(made.name()) + " " + made.version() + ", id " + made.appGuid()
                + ". Next: upload it in the Teams admin center under Manage apps, and allow it for the people and teams"
                + " you announce to.");
        return ExitStatus.DONE;
    }
}

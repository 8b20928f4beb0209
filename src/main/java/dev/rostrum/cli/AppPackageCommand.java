package dev.rostrum.cli;

import dev.rostrum.connection.AppPackage;
import dev.rostrum.connection.Connection;
import dev.rostrum.files.OutputFile;
import dev.rostrum.words.Sentences;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes the Teams app package of a connection. */
@Command(name = "app-package")
final class AppPackageCommand implements Callable<Integer> {
    private final CommandSession session;

    @Option(names = "--out", paramLabel = "FILE", required = true, descriptionKey = "appPackage.out")
    private String out;

    @Mixin
    private ForceOption force;

    @Option(names = "--developer", paramLabel = "NAME", required = true, descriptionKey = "appPackage.developer")
    private String developer;

    @Option(names = "--website", paramLabel = "URL", required = true, descriptionKey = "appPackage.website")
    private String website;

    @Option(names = "--privacy", paramLabel = "URL", required = true, descriptionKey = "appPackage.privacy")
    private String privacy;

    @Option(names = "--terms", paramLabel = "URL", required = true, descriptionKey = "appPackage.terms")
    private String terms;

    @Option(names = "--name", paramLabel = "NAME", descriptionKey = "appPackage.name")
    private String name;

    @Option(names = "--full-name", paramLabel = "NAME", descriptionKey = "appPackage.full-name")
    private String fullName;

    @Option(names = "--description", paramLabel = "TEXT", descriptionKey = "appPackage.description")
    private String description;

    @Option(names = "--full-description", paramLabel = "TEXT", descriptionKey = "appPackage.full-description")
    private String fullDescription;

    @Option(names = "--app-version", paramLabel = "X.Y.Z", descriptionKey = "appPackage.app-version")
    private String version;

    @Option(names = "--id", paramLabel = "GUID", descriptionKey = "appPackage.id")
    private String id;

    @Option(names = "--accent", paramLabel = "COLOR", descriptionKey = "appPackage.accent")
    private String accent;

    @Option(names = "--replies", descriptionKey = "appPackage.replies")
    private boolean replies;

    @Option(names = "--manifest-version", paramLabel = "V", descriptionKey = "appPackage.manifest-version")
    private String manifestVersion;

    @Mixin
    private JsonOption json;

    AppPackageCommand(CommandSession session) {
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
                        replies),
                Sentences::of);
        AppPackage.write(made, target);
        Terminal terminal = session.terminal();
        if (json.json()) {
            new JsonRow(terminal)
                    .put("file", target.path().toString())
                    .put("name", made.name())
                    .put("version", made.version())
                    .put("id", made.appGuid())
                    .print();
        } else {
            terminal.result(target.path().toString());
        }
        terminal.note(CommandTexts.get("appPackage.made", made.name(), made.version(), made.appGuid()));
        return ExitStatus.DONE;
    }
}

package dev.rostrum.cli;

import dev.rostrum.domain.Language;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The program itself; without a command it opens the window. */
@Command(
        name = "rostrum",
        versionProvider = RostrumCommand.Version.class,
        synopsisSubcommandLabel = "[COMMAND]",
        subcommands = {
            ConsoleCommand.class,
            DemoCommand.class,
            SandboxCommand.class,
            ListenCommand.class,
            ConnectionCommand.class,
            TeamCommand.class,
            UserCommand.class,
            ListCommand.class,
            FilterCommand.class,
            AnnounceCommand.class,
            AnnouncementCommand.class,
            ConversationCommand.class,
            ActivityCommand.class,
            AuditCommand.class,
            BackupCommand.class,
            AppPackageCommand.class,
            DoctorCommand.class,
            HelpCommand.class,
            ProgramFilesCommand.class,
            ClassDataCommand.class
        })
public final class RostrumCommand implements Callable<Integer> {
    private final CommandSession session;

    @Option(
            names = "--data-dir",
            order = OptionOrder.GLOBAL,
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            descriptionKey = "global.data-dir")
    private Path dataDir;

    @Option(
            names = "--connection",
            order = OptionOrder.GLOBAL,
            paramLabel = "NAME",
            scope = ScopeType.INHERIT,
            descriptionKey = "global.connection")
    private String connection;

    /** It was found in the arguments before they were read ({@code app.LanguageChoice}); here it is checked and explained. */
    @Option(
            names = "--lang",
            order = OptionOrder.GLOBAL,
            paramLabel = "LANG",
            scope = ScopeType.INHERIT,
            converter = LanguageCode.class,
            completionCandidates = LanguageCode.class,
            descriptionKey = "global.lang")
    Language lang;

    @Option(
            names = {"-q", "--quiet"},
            order = OptionOrder.GLOBAL,
            scope = ScopeType.INHERIT,
            descriptionKey = "global.quiet")
    private boolean quiet;

    @Option(
            names = {"-h", "--help"},
            order = OptionOrder.GLOBAL,
            usageHelp = true,
            scope = ScopeType.INHERIT,
            descriptionKey = "global.help")
    boolean help;

    @Option(
            names = {"-V", "--version"},
            order = OptionOrder.GLOBAL,
            versionHelp = true,
            scope = ScopeType.INHERIT,
            descriptionKey = "global.version")
    boolean version;

    RostrumCommand(CommandSession session) {
        this.session = session;
        session.options(() -> new GlobalOptions(dataDir, connection));
        session.terminal().quiet(() -> quiet);
    }

    @Override
    public Integer call() {
        return new ConsoleCommand(session).call();
    }

    /** Tells the version; asked for {@code --version} only. */
    static final class Version implements IVersionProvider {
        private final CommandSession session;

        Version(CommandSession session) {
            this.session = session;
        }

        @Override
        public String[] getVersion() {
            return new String[] {"Rostrum " + session.program().version()};
        }
    }
}

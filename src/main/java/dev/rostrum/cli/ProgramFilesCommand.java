package dev.rostrum.cli;

import dev.rostrum.domain.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes what belongs beside the program and follows from its commands: completions and man pages. For the build. */
@Command(name = "program-files", hidden = true)
final class ProgramFilesCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "FOLDER", descriptionKey = "programFiles.folder")
    private Path folder;

    @Parameters(index = "1", paramLabel = "VERSION", descriptionKey = "programFiles.version")
    private String version;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        CommandLine program = command.parent().commandLine();
        try {
            Path completion = Files.createDirectories(folder.resolve("completion"));
            String name = program.getCommandName();
            Files.writeString(completion.resolve(name + ".bash"), AutoComplete.bash(name, program));
            Files.writeString(completion.resolve(name + ".ps1"), new PowerShellCompletion(program).text());
            Path man = Files.createDirectories(folder.resolve("man/man1"));
            pages(program, man);
        } catch (IOException e) {
            throw Problem.failed(e, "files.notWritten", folder.toString());
        }
        return ExitStatus.DONE;
    }

    private void pages(CommandLine of, Path man) throws IOException {
        ManPage page = new ManPage(of, version);
        Files.writeString(man.resolve(page.name() + ".1"), page.text());
        for (CommandLine below : ManPage.shown(of)) {
            pages(below, man);
        }
    }
}

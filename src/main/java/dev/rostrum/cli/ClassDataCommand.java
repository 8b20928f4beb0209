package dev.rostrum.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Makes the archive of class data from which the launcher starts more quickly. For the build, and for who installs. */
@Command(name = "class-data", hidden = true)
final class ClassDataCommand implements Callable<Integer> {
    private final CommandSession session;

    @Parameters(index = "0", paramLabel = "FOLDER", descriptionKey = "classData.folder")
    private Path folder;

    ClassDataCommand(CommandSession session) {
        this.session = session;
    }

    /** Without an archive each start takes longer, and nothing else: so the build goes on, with a word about it. */
    @Override
    public Integer call() throws InterruptedException {
        if (!Files.isDirectory(folder.resolve("lib"))) {
            session.terminal().warn(CommandTexts.get("classData.noProgram", folder));
            return ExitStatus.WRONG_USE;
        }
        try {
            Optional<String> failure = new ClassData(folder.toRealPath()).make();
            failure.ifPresent(why -> session.terminal().warn(CommandTexts.get("classData.none", why)));
        } catch (IOException e) {
            session.terminal().warn(CommandTexts.get("classData.none", e.toString()));
        }
        return ExitStatus.DONE;
    }
}

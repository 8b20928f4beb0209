package dev.rostrum.cli;

import dev.rostrum.domain.Problem;
import dev.rostrum.inbound.Listening;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * How {@code rostrum listen} is started with the computer, in the words of its operating system.
 *
 * @param launcher the program's file
 * @param dataFolder whole, as the service has no folder that it begins in
 * @param connection its name
 * @param secret options that say where it finds what the bot signs in with; none where it finds that by itself, or needs none
 */
record ServiceText(Path launcher, Path dataFolder, String connection, Listening.Place place, List<String> secret) {
    /** What starts programs. */
    enum Kind {
        SYSTEMD,
        WINDOWS;

        /** Takes the name in any case. */
        static final class Converter implements ITypeConverter<Kind> {
            @Override
            public Kind convert(String value) {
                for (Kind one : values()) {
                    if (one.name().equalsIgnoreCase(value.strip())) {
                        return one;
                    }
                }
                throw new TypeConversionException(CommandTexts.get("listen.service.other", value));
            }
        }
    }

    /** The lines of a file, or of a command. */
    List<String> of(Kind kind) {
        return kind == Kind.SYSTEMD ? unit() : List.of(task());
    }

    private List<String> arguments() {
        List<String> arguments = new ArrayList<>(
                List.of("listen", "--data-dir", dataFolder.toString(), "--connection", connection, "--port"));
        arguments.add(String.valueOf(place.port()));
        if (!place.equals(new Listening.Place(Listening.Place.LOOPBACK.host(), place.port()))) {
            arguments.add("--host");
            arguments.add(place.host());
        }
        arguments.addAll(secret);
        return arguments;
    }

    /** A unit of one user, whose data folder it is: it needs no right of an administrator, nor an account to be named. */
    private List<String> unit() {
        String command = arguments().stream().map(word -> unitWord(word, true)).collect(Collectors.joining(" "));
        return List.of(
                "[Unit]",
                "Description=Rostrum listens for " + unitText(connection),
                "",
                "[Service]",
                "ExecStart=" + unitWord(launcher.toString(), false) + " " + command,
                "Restart=always",
                "RestartSec=5",
                // What is wrong on the command line stays so.
                "RestartPreventExitStatus=" + ExitStatus.WRONG_USE,
                "",
                "[Install]",
                "WantedBy=default.target");
    }

    /** A word of a command line in a unit (systemd.service, COMMAND LINES). In the first one a dollar sign is itself. */
    private static String unitWord(String word, boolean dollar) {
        String text = unitText(word).replace("\"", "\\\"");
        text = dollar ? text.replace("$", "$$") : text;
        return word.matches("[A-Za-z0-9_./:=@+,-]+") ? text : "\"" + text + "\"";
    }

    /** Percent signs begin specifiers, and a backslash an escape or a second line. */
    private static String unitText(String text) {
        if (text.matches("(?s).*\\p{Cntrl}.*")) {
            throw Problem.wrongUse("endpoint.unit", text);
        }
        return text.replace("\\", "\\\\").replace("%", "%%");
    }

    /**
     * A task for PowerShell. A service made by {@code sc.exe} would be ended after 30 seconds, as a program that does not answer the
     * service manager; a task made by {@code schtasks.exe} after three days.
     */
    private String task() {
        String command = arguments().stream().map(this::windowsWord).collect(Collectors.joining(" "));
        windowsWord(launcher.toString());
        return "Register-ScheduledTask -TaskName " + literal("Rostrum listen " + taskName(connection))
                + " -Action (New-ScheduledTaskAction -Execute " + literal("\"" + launcher + "\"") + " -Argument "
                + literal(command) + ")"
                + " -Trigger (New-ScheduledTaskTrigger -AtStartup)"
                + " -Principal (New-ScheduledTaskPrincipal -UserId \"$env:USERDOMAIN\\$env:USERNAME\" -LogonType S4U)"
                + " -Settings (New-ScheduledTaskSettingsSet -ExecutionTimeLimit ([TimeSpan]::Zero) -RestartCount 999"
                + " -RestartInterval (New-TimeSpan -Minutes 1) -AllowStartIfOnBatteries -DontStopIfGoingOnBatteries)";
    }

    /** The name of a task is that of a file. */
    private static String taskName(String name) {
        return name.replaceAll("[\\\\/:*?\"<>|]", "_");
    }

    /**
     * A word of a command line for a batch file, as the launcher is one: there quotes cannot be escaped, and variables are put in place
     * of what stands between percent signs.
     */
    private String windowsWord(String word) {
        if (word.matches("(?s).*[\"%\\p{Cntrl}].*")) {
            throw Problem.wrongUse("endpoint.batch", word);
        }
        if (word.matches("[A-Za-z0-9_./:\\\\+-]+")) {
            return word;
        }
        // A backslash before a quote would escape it.
        return "\"" + word + (word.endsWith("\\") ? "\\" : "") + "\"";
    }

    /** A text of PowerShell; it knows typographic quotes as quotes. */
    private static String literal(String text) {
        return "'" + text.replaceAll("['‘’‚‛]", "$0$0") + "'";
    }
}

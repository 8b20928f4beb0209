package dev.rostrum.domain;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A command with its arguments, written so that a shell hands each of them over as it is.
 *
 * @param arguments the program first
 */
public record ShellLine(List<String> arguments) {
    /** Each reads quotes in its own way. */
    public enum Shell {
        /** POSIX: sh, bash, zsh. */
        SH,
        /** PowerShell. It starts the program by a batch file, so that what {@link #CMD} cannot say it cannot either. */
        POWERSHELL,
        /** The Windows command prompt. */
        CMD
    }

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@+:./-]+");
    /** The typographic ones end a quoted text in PowerShell as well. */
    private static final Pattern SINGLE_QUOTES = Pattern.compile("['\u2018\u2019\u201a\u201b]");
    /**
     * What a batch file is not given as it stands: a percent sign begins a variable there, also between quotes; a double quote ends
     * them; a line ends the command.
     */
    private static final Pattern NOT_IN_BATCH = Pattern.compile("[\"%\\r\\n!]");

    public ShellLine {
        arguments = List.copyOf(arguments);
    }

    /** @return empty where this shell cannot hand one of the arguments over */
    public Optional<String> in(Shell shell) {
        StringBuilder line = new StringBuilder();
        for (String argument : arguments) {
            if (argument.indexOf('\0') >= 0
                    || (shell != Shell.SH && NOT_IN_BATCH.matcher(argument).find())) {
                return Optional.empty();
            }
            if (line.length() > 0) {
                line.append(' ');
            }
            line.append(quoted(argument, shell));
        }
        return Optional.of(line.toString());
    }

    private static String quoted(String argument, Shell shell) {
        // In PowerShell a sign at the front begins a number, an array, a splatted variable.
        boolean plain = PLAIN.matcher(argument).matches()
                && (shell == Shell.SH || !argument.startsWith("@"))
                && (shell != Shell.POWERSHELL
                        || !argument.startsWith("-")
                        || !argument.contains(":") && !argument.contains("."));
        if (plain) {
            return argument;
        }
        return switch (shell) {
            case SH -> "'" + argument.replace("'", "'\\''") + "'";
            case POWERSHELL -> "'" + SINGLE_QUOTES.matcher(argument).replaceAll("$0$0") + "'";
            case CMD -> "\"" + withoutLooseBackslashes(argument) + "\"";
        };
    }

    /** Backslashes before the closing quote would take it away; they are doubled. */
    private static String withoutLooseBackslashes(String argument) {
        int end = argument.length();
        while (end > 0 && argument.charAt(end - 1) == '\\') {
            end--;
        }
        return argument + argument.substring(end);
    }
}

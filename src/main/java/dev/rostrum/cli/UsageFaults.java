package dev.rostrum.cli;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is wrong with a command line, in words of ours. Picocli has its own for that, which are English in every language and name
 * parameters by their place; it gives no other account of what it found, so they are read.
 */
final class UsageFaults {
    private record Fault(Pattern theirs, String key) {
        Fault(String theirs, String key) {
            this(Pattern.compile(theirs, Pattern.DOTALL), key);
        }
    }

    /** How picocli names an option or a parameter: "option '--team' (TEAM)", "positional parameter at index 0..* (USER)". */
    private static final String THING = "(?:option '(?<option>[^']+)'(?: \\([^)]*\\))?"
            + "|positional parameter at index \\S+ \\((?<parameter>[^)]*)\\))";

    private static final List<Fault> FAULTS = List.of(
            new Fault("Missing required (?:options?|parameters?|options and parameters): (.*)", "fault.missing"),
            new Fault("Error: Missing required argument \\(specify one of these\\): (.*)", "fault.missing.one"),
            new Fault("Error: Missing required argument\\(s\\): (.*)", "fault.missing"),
            new Fault("(?:Missing required parameter for|Expected parameter for) " + THING + ".*", "fault.value"),
            new Fault(THING + " should be specified only once", "fault.twice"),
            new Fault(THING + " should be specified without '.*' parameter", "fault.noValue"),
            new Fault("Error: expected only one match but got \\((.*?)\\)=.*", "fault.exclusive"),
            new Fault("Error: (.*) are mutually exclusive \\(specify only one\\)", "fault.exclusive"),
            new Fault("Invalid value for " + THING + ": (?<why>.*)", "fault.wrong"));

    private UsageFaults() {}

    /** @param theirs what picocli says; null where it says nothing */
    static String words(String theirs) {
        if (theirs == null) {
            return CommandTexts.get("runner.unreadable");
        }
        for (Fault fault : FAULTS) {
            Matcher found = fault.theirs().matcher(theirs);
            if (found.matches()) {
                return words(fault, found);
            }
        }
        return theirs;
    }

    private static String words(Fault fault, Matcher found) {
        if (!fault.theirs().pattern().contains("?<option>")) {
            return CommandTexts.get(fault.key(), found.group(1));
        }
        String name = found.group("option") == null ? found.group("parameter") : found.group("option");
        return fault.theirs().pattern().contains("?<why>")
                ? CommandTexts.get(fault.key(), name, found.group("why"))
                : CommandTexts.get(fault.key(), name);
    }
}

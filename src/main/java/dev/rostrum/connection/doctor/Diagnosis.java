package dev.rostrum.connection.doctor;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What the doctor found.
 *
 * @param results one for each check, in running order
 * @param begun when it began
 * @param took how long all of it took
 * @param report for support: no secrets, names, email addresses or texts; ids are shortened
 */
public record Diagnosis(List<CheckResult> results, Instant begun, Duration took, String report) {
    public Diagnosis {
        results = List.copyOf(results);
    }

    public long count(Outcome outcome) {
        return results.stream().filter(result -> result.outcome() == outcome).count();
    }

    /** Whether nothing failed. */
    public boolean healthy() {
        return count(Outcome.FAILED) == 0;
    }

    /** All of it in a line, as "1 check failed, 4 were not run. 6 passed, 1 of them with a warning." */
    public String sentence() {
        return sentence(results);
    }

    static String sentence(List<CheckResult> results) {
        long failed = number(results, Outcome.FAILED);
        long notRun = number(results, Outcome.NOT_RUN);
        long warned = number(results, Outcome.WARNING);
        long passed = number(results, Outcome.OK) + warned;
        String first = failed == 0 ? "Nothing failed" : failed + (failed == 1 ? " check failed" : " checks failed");
        String left = notRun == 0 ? "" : ", " + notRun + (notRun == 1 ? " was not run" : " were not run");
        String well = passed + " passed"
                + (warned == 0
                        ? "."
                        : ", " + warned + " of them with a " + (warned == 1 ? "warning." : "warning each."));
        return first + left + ". " + well;
    }

    private static long number(List<CheckResult> results, Outcome outcome) {
        return results.stream().filter(result -> result.outcome() == outcome).count();
    }
}

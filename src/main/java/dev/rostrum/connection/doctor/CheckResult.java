package dev.rostrum.connection.doctor;

import dev.rostrum.domain.PlainText;
import dev.rostrum.domain.Reason;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What came of one check.
 *
 * @param finding in a few words. Neither its words nor its arguments hold names, ids, addresses of people or paths: it stands in the
 *     report for support. Of a check that was not run why not, as "needs a token"
 * @param meaning what follows from it; null where nothing does. For the screen only
 * @param fix what to do; null where nothing is to be done. For the screen only
 * @param who who can do that
 * @param code for looking it up, as AADSTS7000222 or a status; empty where there is none
 * @param millis how long it took
 */
public record CheckResult(
        Check check,
        CheckOutcome outcome,
        Reason finding,
        Reason meaning,
        Reason fix,
        Responsible who,
        String code,
        long millis) {
    public CheckResult {
        Objects.requireNonNull(check, "check");
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(finding, "finding");
        Objects.requireNonNull(who, "who");
        // A code may come from a service, and goes into a report for others: it is status and code, with a blank
        // between them.
        code = Arrays.stream(code.split(" ")).map(PlainText::code).collect(Collectors.joining(" "));
    }

    /** Its name for programs; stays. */
    public String id() {
        return check.id();
    }

    static CheckResult ok(Check check, Reason finding) {
        return ok(check, finding, null);
    }

    static CheckResult ok(Check check, Reason finding, Reason meaning) {
        return new CheckResult(check, CheckOutcome.OK, finding, meaning, null, Responsible.NOBODY, "", 0);
    }

    static CheckResult notRun(Check check, Reason why) {
        return notRun(check, why, null, Responsible.NOBODY);
    }

    /** A check that waits for something that can be done. */
    static CheckResult notRun(Check check, Reason why, Reason fix, Responsible who) {
        return new CheckResult(check, CheckOutcome.NOT_RUN, why, null, fix, who, "", 0);
    }

    static CheckResult warning(Check check, Reason finding, Reason meaning, Reason fix, Responsible who) {
        return new CheckResult(check, CheckOutcome.WARNING, finding, meaning, fix, who, "", 0);
    }

    static CheckResult failed(Check check, Reason finding, Reason meaning, Reason fix, Responsible who) {
        return new CheckResult(check, CheckOutcome.FAILED, finding, meaning, fix, who, "", 0);
    }

    /** Failed for a reason that was told elsewhere first. */
    static CheckResult failed(Check check, Reason finding, Reason reason, Responsible who) {
        return of(check, CheckOutcome.FAILED, finding, reason, who);
    }

    static CheckResult of(Check check, CheckOutcome outcome, Reason finding, Reason reason, Responsible who) {
        return new CheckResult(check, outcome, finding, reason, Reason.of(Reason.STEP_OF, reason), who, "", 0);
    }

    CheckResult withCode(String known) {
        return new CheckResult(check, outcome, finding, meaning, fix, who, known, millis);
    }

    CheckResult took(long spent) {
        return new CheckResult(check, outcome, finding, meaning, fix, who, code, spent);
    }
}

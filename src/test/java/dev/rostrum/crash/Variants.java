package dev.rostrum.crash;

import dev.rostrum.crash.CrashSite.Place;
import dev.rostrum.testing.ChildProgram.Launch;
import java.io.IOException;
import java.nio.file.Path;

/** The program with points to be killed at, and with the faults that the checker must catch. */
final class Variants {
    // Whichever class of the package it is in.
    private static final String STORE = "dev.rostrum.store.ledger";
    private static final String CONNECTOR = "dev.rostrum.connector";
    private static final String WRITER = "dev.rostrum.store.Writer";
    private static final String DATABASE = "dev.rostrum.store.Database";
    private static final String MIGRATIONS = "dev.rostrum.store.Migrations";

    private static final String SENDING = "public CompletableFuture<Boolean> sending(";
    private static final String OPENED = "public CompletableFuture<Boolean> openedAndSending(";
    private static final String SETTLE = "public CompletableFuture<Boolean> settle(";

    private Variants() {}

    private static String reach(String point) {
        return "dev.rostrum.crash.Point.reach(\"" + point + "\");";
    }

    /** Nothing changed but the points. */
    static PatchedProgram points() {
        return points(new PatchedProgram());
    }

    /** Added last: a point lies before what a fault does at the same place. */
    private static PatchedProgram points(PatchedProgram program) {
        return program.enter(STORE, SENDING, reach(Place.BEFORE_INTENT.name()))
                .enter(STORE, OPENED, reach(Place.BEFORE_INTENT.name()))
                .enter(STORE, SETTLE, reach(Place.BEFORE_OUTCOME.name()))
                .enter(CONNECTOR, "String conversationId, Message message, Consumer<", reach(Place.AFTER_INTENT.name()))
                .enter(CONNECTOR, "public Answer<Optional<String>> update(", reach(Place.AFTER_INTENT.name()))
                .enter(CONNECTOR, "public Answer<Void> delete(", reach(Place.AFTER_INTENT.name()))
                .before(WRITER, "session.update(\"COMMIT\");", reach(Place.BEFORE_COMMIT.name()))
                .after(WRITER, "session.update(\"COMMIT\");", reach(Place.AFTER_COMMIT.name()))
                .before(MIGRATIONS, "session.scripts(", reach(Place.STEP.name()))
                .before(MIGRATIONS, "session.script(\"PRAGMA user_version = \"", reach(Place.STEPPED.name()))
                .before(MIGRATIONS, "session.script(\"COMMIT\");", reach(Place.NUMBERED.name()))
                .after(MIGRATIONS, "session.script(\"COMMIT\");", reach(Place.MIGRATED.name()));
    }

    /** Fault 1: sends first, and writes intent and outcome afterwards, in one commit. */
    static PatchedProgram markAfterSend() {
        return points(putOff().enter(STORE, SETTLE, "dev.rostrum.crash.Point.catchUp(row.id());"));
    }

    /** Fault 2: takes a 502 for "not processed" and sends again. */
    static PatchedProgram retryOf502() {
        return points(new PatchedProgram()
                .enter(
                        STORE,
                        SETTLE,
                        "if (outcome instanceof CallOutcome.InDoubt && result.status() == 502) { return"
                                + " settle(row, result, new CallOutcome.Again(result.at(), null,"
                                + " Reason.of(\"planted\"))); }"));
    }

    /** Fault 3: a row is SENT as soon as it is claimed. */
    static PatchedProgram checkpointAtClaim() {
        return points(new PatchedProgram()
                .replace(
                        STORE,
                        "UPDATE delivery SET state = 'SENDING', attempts = attempts + 1, opened = 1,",
                        "UPDATE delivery SET state = 'SENT', open = 0, attempts = attempts + 1, opened = 1,")
                .replace(
                        STORE,
                        "UPDATE delivery SET state = 'SENDING', attempts = attempts + 1, conversation_id = ?,",
                        "UPDATE delivery SET state = 'SENT', open = 0, attempts = attempts + 1, conversation_id = ?,")
                .replace(
                        STORE,
                        "moved(opening.run(), DeliveryState.OPENING, DeliveryState.SENDING)",
                        "moved(opening.run(), DeliveryState.OPENING, DeliveryState.SENT)")
                .replace(
                        STORE,
                        "moved(row.run(), DeliveryState.WAITING, DeliveryState.SENDING)",
                        "moved(row.run(), DeliveryState.WAITING, DeliveryState.SENT)")
                .replace(
                        STORE,
                        "move(session, row, DeliveryState.SENDING, row.whileSending(), result, outcome)",
                        "move(session, row, DeliveryState.SENT, row.whileSending(), result, outcome)"));
    }

    /** Fault 4: what was under way when the program ended is simply sent again. */
    static PatchedProgram sendingBackToWaiting() {
        return points(new PatchedProgram()
                .replace(
                        STORE,
                        "boolean again = flight.state() == DeliveryState.OPENING || flight.repeatable();",
                        "boolean again = true;"));
    }

    /** Fault 5: the intent is committed, in a commit of its own, when the answer has come. */
    static PatchedProgram intentAfterPost() {
        return points(putOff().enter(
                        STORE,
                        SETTLE,
                        "if (dev.rostrum.crash.Point.catchUp(row.id()) instanceof"
                                + " java.util.concurrent.CompletableFuture<?> intent) { intent.join(); }"));
    }

    /** Fault 6: commits without a sync. */
    static PatchedProgram synchronousNormal() {
        return new PatchedProgram().replace(DATABASE, "PRAGMA synchronous = FULL", "PRAGMA synchronous = NORMAL");
    }

    /** Fault 7: takes whatever comes with 200 for an acceptance. */
    static PatchedProgram pageIsAcceptance() {
        return points(new PatchedProgram()
                .enter(
                        CONNECTOR,
                        "static boolean accepts(Transport.Reply reply)",
                        "if (succeeds(reply)) { return true; }"));
    }

    /** Fault 8: takes a page of something in between for "not processed" and sends again after the pause. */
    static PatchedProgram retryAfterPage() {
        return points(new PatchedProgram()
                .enter(
                        STORE,
                        SETTLE,
                        "if (outcome instanceof CallOutcome.InDoubt && result.status() == 200) { return"
                                + " settle(row, result, new CallOutcome.Again(result.at(), null,"
                                + " Reason.of(\"planted\"))); }"));
    }

    private static PatchedProgram putOff() {
        return new PatchedProgram()
                .enter(
                        STORE,
                        SENDING,
                        "if (dev.rostrum.crash.Point.putOff(row.id(), () -> sending(row, at)))"
                                + " { return java.util.concurrent.CompletableFuture.completedFuture(true); }")
                .enter(
                        STORE,
                        OPENED,
                        "if (dev.rostrum.crash.Point.putOff(opening.id(),"
                                + " () -> openedAndSending(opening, conversationId, created, at)))"
                                + " { return java.util.concurrent.CompletableFuture.completedFuture(true); }");
    }

    static Launch compiled(PatchedProgram program, Path folder) throws IOException {
        return Launch.rostrum().over(program.compile(folder));
    }
}

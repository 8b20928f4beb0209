package dev.rostrum.crash;

import dev.rostrum.crash.CrashSite.Place;
import dev.rostrum.testing.ChildProgram.Launch;
import java.io.IOException;
import java.nio.file.Path;

/** The program with points to be killed at, and with the faults that the checker must catch. */
final class Variants {
    private static final String LEDGER = "dev.rostrum.store.Ledger";
    private static final String WRITER = "dev.rostrum.store.Writer";
    private static final String CLIENT = "dev.rostrum.connector.ConnectorClient";
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
        return program.enter(LEDGER, SENDING, reach(Place.BEFORE_INTENT.name()))
                .enter(LEDGER, OPENED, reach(Place.BEFORE_INTENT.name()))
                .enter(LEDGER, SETTLE, reach(Place.BEFORE_OUTCOME.name()))
                .enter(CLIENT, "String conversationId, Message message, Consumer<", reach(Place.AFTER_INTENT.name()))
                .enter(CLIENT, "public Answer<Optional<String>> update(", reach(Place.AFTER_INTENT.name()))
                .enter(CLIENT, "public Answer<Void> delete(", reach(Place.AFTER_INTENT.name()))
                .before(WRITER, "session.update(\"COMMIT\");", reach(Place.BEFORE_COMMIT.name()))
                .after(WRITER, "session.update(\"COMMIT\");", reach(Place.AFTER_COMMIT.name()))
                .before(MIGRATIONS, "session.scripts(", reach(Place.STEP.name()))
                .before(MIGRATIONS, "session.script(\"PRAGMA user_version = \"", reach(Place.STEPPED.name()))
                .before(MIGRATIONS, "session.script(\"COMMIT\");", reach(Place.NUMBERED.name()))
                .after(MIGRATIONS, "session.script(\"COMMIT\");", reach(Place.MIGRATED.name()));
    }

    /** Fault 1: sends first, and writes intent and outcome afterwards, in one commit. */
    static PatchedProgram markAfterSend() {
        return points(putOff().enter(LEDGER, SETTLE, "dev.rostrum.crash.Point.catchUp(row.id());"));
    }

    /** Fault 2: takes a 502 for "not processed" and sends again. */
    static PatchedProgram retryOf502() {
        return points(new PatchedProgram()
                .enter(
                        LEDGER,
                        SETTLE,
                        "if (outcome instanceof Outcome.InDoubt && result.status() == 502) {"
                                + " return settle(row, result, new Outcome.Again(result.at(), null, \"planted\")); }"));
    }

    /** Fault 3: a row is SENT as soon as it is claimed. */
    static PatchedProgram checkpointAtClaim() {
        return points(new PatchedProgram()
                .replace(
                        LEDGER,
                        "UPDATE delivery SET state = 'SENDING', attempts = attempts + 1, opened = 1,",
                        "UPDATE delivery SET state = 'SENT', attempts = attempts + 1, opened = 1,")
                .replace(
                        LEDGER,
                        "UPDATE delivery SET state = 'SENDING', attempts = attempts + 1, conversation_id = ?,",
                        "UPDATE delivery SET state = 'SENT', attempts = attempts + 1, conversation_id = ?,")
                .replace(
                        LEDGER,
                        "move(session, row, DeliveryState.SENDING, row.whileSending(), result, outcome)",
                        "move(session, row, DeliveryState.SENT, row.whileSending(), result, outcome)"));
    }

    /** Fault 4: what was under way when the program ended is simply sent again. */
    static PatchedProgram sendingBackToWaiting() {
        return points(new PatchedProgram()
                .enter(
                        LEDGER,
                        "public Recovery recover(",
                        "database.write(session -> session.update("
                                + "\"UPDATE delivery SET state = 'WAITING' WHERE state = 'SENDING'\"));"));
    }

    /** Fault 5: the intent is committed, in a commit of its own, when the answer has come. */
    static PatchedProgram intentAfterPost() {
        return points(putOff().enter(
                        LEDGER,
                        SETTLE,
                        "if (dev.rostrum.crash.Point.catchUp(row.id()) instanceof CompletableFuture<?> intent)"
                                + " { intent.join(); }"));
    }

    /** Fault 6: commits without a sync. */
    static PatchedProgram synchronousNormal() {
        return new PatchedProgram().replace(DATABASE, "PRAGMA synchronous = FULL", "PRAGMA synchronous = NORMAL");
    }

    private static PatchedProgram putOff() {
        return new PatchedProgram()
                .enter(
                        LEDGER,
                        SENDING,
                        "if (dev.rostrum.crash.Point.putOff(row.id(), () -> sending(row, at)))"
                                + " { return CompletableFuture.completedFuture(true); }")
                .enter(
                        LEDGER,
                        OPENED,
                        "if (dev.rostrum.crash.Point.putOff(opening.id(),"
                                + " () -> openedAndSending(opening, conversationId, created, at)))"
                                + " { return CompletableFuture.completedFuture(true); }");
    }

    static Launch compiled(PatchedProgram program, Path folder) throws IOException {
        return Launch.rostrum().over(program.compile(folder));
    }
}

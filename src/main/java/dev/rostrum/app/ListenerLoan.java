package dev.rostrum.app;

import dev.rostrum.announce.RemoteRuns;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Ticker;
import dev.rostrum.inbound.Listening;
import dev.rostrum.store.Database;
import dev.rostrum.store.FileIdentity;
import dev.rostrum.workspace.Workspaces.Request;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a process that writes borrows from one that only listens: the data file and the port. It listens in that one's place, so that
 * Teams is answered meanwhile; closing hands both back, and so does the end of the process.
 */
final class ListenerLoan {
    /** How long the listener may take to close what it has open. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(ListenerLoan.class);

    private ListenerLoan() {}

    /**
     * A listener does not wait for another, nor for a window, which stays open for hours and can listen itself; and it would take what
     * is lent for a moment.
     *
     * @throws Problem saying who has the file, and what to do
     */
    static void refuseSecond(Path file) {
        Database.holder(file).ifPresent(holder -> {
            String pid = Long.toString(holder.pid());
            if (holder.command().equals(Listening.COMMAND)) {
                throw Problem.failed("store.inUseByListener", pid, holder.since());
            }
            if (holder.window()) {
                throw Problem.failed("store.inUseByWindow", pid, holder.since());
            }
        });
    }

    /** Asks a listener to step aside, and says where it listened; empty where the file is not held by one, or it does not answer. */
    static Optional<Listening.Place> ask(
            Path file, FileIdentity identity, Request request, Clock clock, Ticker ticker) {
        if (request.command().equals(Listening.COMMAND)
                || !Files.exists(file)
                || Database.holder(file)
                        .filter(holder -> holder.command().equals(Listening.COMMAND))
                        .isEmpty()) {
            return Optional.empty();
        }
        try (Database reading = Database.openForReading(file, identity)) {
            return new RemoteRuns(reading, clock, ticker)
                    .lend(request.command(), ANSWER)
                    .map(place -> new Listening.Place(place.host(), place.port()));
        } catch (Problem e) {
            // What is the matter with the file is told when it is opened.
            LOG.info("nothing is borrowed: {}", e.reason().code());
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}

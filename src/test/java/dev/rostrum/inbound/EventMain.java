package dev.rostrum.inbound;

import dev.rostrum.domain.CacheChange;
import dev.rostrum.domain.CacheChange.InTeam;
import dev.rostrum.domain.EventSource;
import dev.rostrum.domain.InboundEvent.EventPerson;
import dev.rostrum.domain.InboundEvent.EventTeam;
import dev.rostrum.domain.InboundEvent.Key;
import dev.rostrum.domain.PersonId;
import dev.rostrum.store.Database;
import dev.rostrum.store.StoreFixture;
import dev.rostrum.store.people.EventStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A process of its own for tests: receives events by several threads and applies them, until it is killed. */
public final class EventMain {
    private static final int THREADS = 8;
    private static final EventTeam TEAM = new EventTeam("19:t@thread.tacv2", "Team", null);

    private EventMain() {}

    /** Each event brings one person into the team. */
    static List<CacheChange> changes(String content) {
        return List.of(new InTeam(TEAM, new EventPerson(new PersonId("29:" + content, null), "N" + content), true));
    }

    static boolean receive(EventStore events, int number) {
        return events.receive(
                new Key("conversationUpdate", "teammemberadded", TEAM.id(), "f:" + number),
                new byte[0],
                StoreFixture.at(number),
                StoreFixture.at(number),
                EventSource.ENDPOINT,
                Integer.toString(number));
    }

    public static void main(String[] args) {
        Database database = StoreFixture.open(Path.of(args[0]));
        EventStore events = new EventStore(database);
        EventWorker worker = new EventWorker(events, EventMain::changes, Clock.systemUTC());
        AtomicInteger next = new AtomicInteger(Integer.parseInt(args[1]));
        for (int i = 0; i < THREADS; i++) {
            new Thread(() -> {
                        while (true) {
                            int number = next.getAndIncrement();
                            if (receive(events, number)) {
                                say("GOT " + number + ".");
                            }
                            worker.wake();
                            if (receive(events, number)) {
                                say("TWICE " + number);
                            }
                        }
                    })
                    .start();
        }
        say("START");
    }

    private static synchronized void say(String line) {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        System.out.write(bytes, 0, bytes.length);
        System.out.flush();
    }
}

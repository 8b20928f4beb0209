package dev.rostrum.inbound;

import dev.rostrum.domain.CacheChange.InTeam;
import dev.rostrum.domain.CacheChange.Installed;
import dev.rostrum.domain.EventAsk.BotAdded;
import dev.rostrum.domain.EventSource;
import dev.rostrum.domain.InboundEvent.EventPerson;
import dev.rostrum.domain.InboundEvent.EventTeam;
import dev.rostrum.domain.InboundEvent.Key;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.PersonId;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.store.Database;
import dev.rostrum.store.StoreFixture;
import dev.rostrum.store.people.EventStore;
import dev.rostrum.store.people.EventStore.EventNews;
import dev.rostrum.store.people.EventStore.PendingEvent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A process of its own for tests: receives events by several threads and applies them, until it is killed. */
public final class EventMain {
    private static final int THREADS = 8;
    private static final EventTeam TEAM = new EventTeam("19:t@thread.tacv2", "Team", null);

    private EventMain() {}

    /** Each event brings one person: every second one into the team, and the others add the bot themselves. */
    static EventNews news(PendingEvent event) {
        EventPerson person = new EventPerson(new PersonId("29:" + event.content(), null), "N" + event.content());
        return Integer.parseInt(event.content()) % 2 == 0
                ? new EventNews(event.id(), List.of(new InTeam(TEAM, person, true)))
                : new EventNews(event.id(), List.of(new Installed(person, true)), List.of(new BotAdded(person)));
    }

    /** All who add the bot themselves are welcomed. */
    static void welcoming(Database database) {
        StoreFixture.inbound(database)
                .change(now -> now.withWelcome(new Message("Hello", TextFormat.PLAIN), true, false));
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
        EventStore events = StoreFixture.events(database);
        EventWorker worker = new EventWorker(events, EventMain::news, StoreFixture.CLOCK, () -> {});
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

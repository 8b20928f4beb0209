package dev.rostrum.store.query;

import static dev.rostrum.store.StoreFixture.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.domain.CacheChange;
import dev.rostrum.domain.CacheChange.PersonSeen;
import dev.rostrum.domain.EventEffect;
import dev.rostrum.domain.EventSource;
import dev.rostrum.domain.EventState;
import dev.rostrum.domain.InboundEvent.EventPerson;
import dev.rostrum.domain.InboundEvent.Key;
import dev.rostrum.domain.PersonId;
import dev.rostrum.domain.Reason;
import dev.rostrum.store.Database;
import dev.rostrum.store.StoreFixture;
import dev.rostrum.store.people.EventStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventQueryTest {
    private static final List<CacheChange> ANNA =
            List.of(new PersonSeen(new EventPerson(new PersonId("29:a", null), "Anna")));

    @Test
    void eventsAreFoundByWhatTheyAreAndWhatTheyChanged(@TempDir Path folder) {
        try (Database database = StoreFixture.open(folder.resolve("x.db"))) {
            EventStore events = StoreFixture.events(database);
            String[] types = {"message", "installationUpdate", "conversationUpdate", "message"};
            for (int i = 0; i < types.length; i++) {
                events.receive(
                        new Key(types[i], i == 2 ? "teammemberadded" : null, "19:c", "f:" + i),
                        new byte[0],
                        i == 0 ? null : at(-i),
                        at(i),
                        i == 3 ? EventSource.IMPORT : EventSource.ENDPOINT,
                        "{}");
            }
            events.apply(1, ANNA, at(9));
            events.apply(2, List.of(), at(9));
            events.failed(3, Reason.of("event.notApplied", "X"));

            EventQuery query = new EventQuery(database);
            assertThat(ids(query.select(null, Set.of(), List.of()))).containsExactly(4L, 3L, 2L, 1L);
            assertThat(ids(query.select("MESSAGE", Set.of(), List.of()))).containsExactly(4L, 1L);
            assertThat(ids(query.select("message", Set.of(EventState.APPLIED, EventState.FAILED), List.of())))
                    .containsExactly(1L);
            assertThat(ids(query.select("teamMemberAdded", Set.of(), List.of())))
                    .containsExactly(3L);
            assertThat(ids(query.select("person_added", Set.of(), List.of()))).containsExactly(1L);
            assertThat(ids(query.select("f:1", Set.of(), List.of()))).containsExactly(2L);
            assertThat(ids(query.select("", Set.of(), List.of(new Sort<>(EventQuery.Column.SENT, true)))))
                    .containsExactly(4L, 3L, 2L, 1L);
            assertThat(ids(query.select("", Set.of(), List.of(new Sort<>(EventQuery.Column.TYPE, true)))))
                    .containsExactly(3L, 2L, 4L, 1L);
            assertThat(query.select("", Set.of(EventState.PENDING), List.of()).count())
                    .isEqualTo(1);
            List<EventQuery.Row> rows = query.select("", Set.of(), List.of(new Sort<>(EventQuery.Column.AT, true)))
                    .page(0, 10);
            assertThat(rows.get(0))
                    .isEqualTo(new EventQuery.Row(
                            1,
                            "message",
                            null,
                            "f:0",
                            null,
                            at(0),
                            EventSource.ENDPOINT,
                            EventState.APPLIED,
                            Map.of(EventEffect.PERSON_ADDED, 1),
                            null));
            assertThat(rows.get(2).reason()).isEqualTo(Reason.of("event.notApplied", "X"));
            assertThat(rows.get(3).source()).isEqualTo(EventSource.IMPORT);
            assertThat(query.select("", Set.of(), List.of())).isEqualTo(query.select(null, Set.of(), List.of()));
        }
    }

    private static List<Long> ids(RowQuery<EventQuery.Row> query) {
        return query.page(0, 100).stream().map(EventQuery.Row::id).toList();
    }
}

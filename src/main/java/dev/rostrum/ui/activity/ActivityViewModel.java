package dev.rostrum.ui.activity;

import dev.rostrum.domain.EventState;
import dev.rostrum.domain.Ticker;
import dev.rostrum.store.query.EventQuery;
import dev.rostrum.store.query.RequestQuery;
import dev.rostrum.store.query.RowQuery;
import dev.rostrum.store.query.Sort;
import dev.rostrum.ui.fx.Delay;
import dev.rostrum.ui.fx.LatestTask;
import dev.rostrum.ui.fx.Tasks;
import dev.rostrum.ui.table.SortKey;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;

/** What was asked of Teams and what Teams told, one of the two in view. */
final class ActivityViewModel implements AutoCloseable {
    private final EventQuery eventLog;
    private final Tasks tasks;
    private final LogViewModel<RequestQuery.Row, RequestQuery.Key> requests;
    private final LogViewModel<EventQuery.Row, Long> events;
    private final ReadOnlyBooleanWrapper ofEvents = new ReadOnlyBooleanWrapper(this, "ofEvents");
    private final LatestTask typeReads = new LatestTask();
    private boolean inView;

    ActivityViewModel(RequestQuery requestLog, EventQuery eventLog, Tasks tasks, Delay delay, Ticker ticker) {
        this.eventLog = eventLog;
        this.tasks = tasks;
        requests = new LogViewModel<>(new Requests(requestLog), RequestQuery.Row::key, tasks, delay, ticker);
        events = new LogViewModel<>(new InboundEvents(eventLog), EventQuery.Row::id, tasks, delay, ticker);
    }

    private record Requests(RequestQuery requests) implements Log<RequestQuery.Row> {
        @Override
        public RowQuery<RequestQuery.Row> untilNow(Question question, List<SortKey> sort) {
            return requests.select(
                    new RequestQuery.Filter(question.search(), question.failed(), requests.newest()),
                    !sort.isEmpty() && sort.get(0).ascending());
        }

        @Override
        public Standing standing(Question question) {
            RequestQuery.Filter all = new RequestQuery.Filter(question.search(), question.failed(), null);
            return new Standing(requests.select(all).count(), 0);
        }
    }

    private record InboundEvents(EventQuery events) implements Log<EventQuery.Row> {
        @Override
        public RowQuery<EventQuery.Row> untilNow(Question question, List<SortKey> sort) {
            return events.select(
                    filter(question, events.newest()),
                    sort.stream()
                            .map(key -> Sort.of(EventQuery.Column.class, key.column(), key.ascending()))
                            .toList());
        }

        @Override
        public Standing standing(Question question) {
            return new Standing(events.select(filter(question, null), List.of()).count(), events.waiting());
        }

        private static EventQuery.Filter filter(Question question, Long until) {
            Set<EventState> states = question.failed() ? Set.of(EventState.FAILED) : Set.of();
            return new EventQuery.Filter(question.search(), states, question.type(), until);
        }
    }

    void shown() {
        inView = true;
        inView().shown();
    }

    void hidden() {
        inView = false;
        inView().hidden();
    }

    private LogViewModel<?, ?> inView() {
        return ofEvents.get() ? events : requests;
    }

    /** Shows the events, or the requests. */
    void show(boolean theEvents) {
        if (ofEvents.get() == theEvents) {
            return;
        }
        inView().hidden();
        ofEvents.set(theEvents);
        if (inView) {
            inView().shown();
        }
    }

    /** Shows the newest rows of what is in view. */
    void newest() {
        inView().newest();
    }

    /** Tells the types of the events that are kept. */
    void types(Consumer<List<EventQuery.Type>> ok) {
        tasks.read(eventLog::types).onOk(ok).onFail(e -> ok.accept(List.of())).startIn(typeReads);
    }

    LogViewModel<RequestQuery.Row, RequestQuery.Key> requests() {
        return requests;
    }

    LogViewModel<EventQuery.Row, Long> events() {
        return events;
    }

    /** Whether the events are in view; else the requests. */
    ReadOnlyBooleanProperty ofEventsProperty() {
        return ofEvents.getReadOnlyProperty();
    }

    @Override
    public void close() {
        typeReads.drop();
        requests.close();
        events.close();
    }
}

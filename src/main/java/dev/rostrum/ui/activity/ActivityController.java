package dev.rostrum.ui.activity;

import dev.rostrum.store.query.EventQuery;
import dev.rostrum.store.query.RequestQuery;
import dev.rostrum.ui.activity.Log.Question;
import dev.rostrum.ui.fx.Subscriptions;
import dev.rostrum.ui.shell.SaveFile;
import dev.rostrum.ui.table.ColumnState;
import dev.rostrum.ui.table.FilterOption;
import dev.rostrum.ui.widget.Controls;
import dev.rostrum.words.Events;
import dev.rostrum.words.Texts;
import dev.rostrum.words.Times;
import java.util.List;
import javafx.collections.ObservableMap;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

/** The two logs of the Activity screen, one of them in view. */
final class ActivityController implements AutoCloseable {
    private final Texts texts = Texts.of(ActivityController.class);
    private final Subscriptions subscriptions = new Subscriptions();
    private final ActivityViewModel model;
    private final LogPane<RequestQuery.Row, RequestQuery.Key> requests;
    private final LogPane<EventQuery.Row, Long> events;
    private final ToggleButton showRequests;
    private final ToggleButton showEvents;
    private final HBox choice;
    private final StackPane root;

    ActivityController(ActivityViewModel model, Times times, SaveFile saveFile) {
        this.model = model;
        RequestColumns ofRequests = new RequestColumns(times);
        requests = new LogPane<>(
                model.requests(),
                "requests",
                ofRequests.columns(),
                "time",
                saveFile,
                ofRequests::title,
                ofRequests::details);
        EventColumns ofEvents = new EventColumns(times);
        events = new LogPane<>(
                model.events(), "events", ofEvents.columns(), "at", saveFile, ofEvents::title, ofEvents::details);
        showRequests = choice("requests", false);
        showEvents = choice("events", true);
        choice = new HBox(showRequests, showEvents);
        choice.getStyleClass().add("r-segment-choice");
        choice.setMaxHeight(Region.USE_PREF_SIZE);
        choice.setMinWidth(Region.USE_PREF_SIZE);
        root = new StackPane(requests.pane().root(), events.pane().root());
        subscriptions.observe(model.ofEventsProperty(), this::showLog);
    }

    /** @param columns of the tables, as the admin has them */
    void remember(ObservableMap<String, List<ColumnState>> columns) {
        requests.pane().remember(columns, "requests");
        events.pane().remember(columns, "events");
    }

    private ToggleButton choice(String log, boolean theEvents) {
        ToggleButton button = new ToggleButton(texts.get("title." + log));
        button.setId(theEvents ? "showEvents" : "showRequests");
        button.setOnAction(e -> {
            // A choice stays made when it is pressed again.
            showRequests.setSelected(!theEvents);
            showEvents.setSelected(theEvents);
            model.show(theEvents);
            button.requestFocus();
        });
        return button;
    }

    private void showLog(boolean theEvents) {
        showRequests.setSelected(!theEvents);
        showEvents.setSelected(theEvents);
        inView().pane().setBeforeSearch(choice);
        Controls.show(requests.pane().root(), !theEvents);
        Controls.show(events.pane().root(), theEvents);
        if (theEvents) {
            model.types(this::offer);
        }
    }

    private void offer(List<EventQuery.Type> kept) {
        events.setTypes(kept.stream().map(this::option).toList());
    }

    private FilterOption<Question> option(EventQuery.Type type) {
        String name = Events.type(type.type(), type.eventType());
        return FilterOption.of(
                texts.get("column.type"),
                name,
                name,
                question -> type.equals(question.type()),
                (question, on) -> new Question(question.search(), question.failed(), on ? type : null));
    }

    LogPane<?, ?> inView() {
        return model.ofEventsProperty().get() ? events : requests;
    }

    StackPane root() {
        return root;
    }

    @Override
    public void close() {
        subscriptions.close();
        requests.close();
        events.close();
    }
}

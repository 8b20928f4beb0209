package dev.rostrum.cli;

import dev.rostrum.domain.EventState;
import dev.rostrum.store.query.EventQuery;
import dev.rostrum.words.Events;
import dev.rostrum.words.Sentences;
import dev.rostrum.words.States;
import dev.rostrum.workspace.Workspace;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists inbound events. */
@Command(name = "events")
final class ActivityEventsCommand implements Callable<Integer> {
    private final CommandSession session;

    @Option(names = "--failed", descriptionKey = "activityEvents.failed")
    private boolean failed;

    @Option(names = "--search", paramLabel = "TEXT", descriptionKey = "activityEvents.search")
    private String search = "";

    @Mixin
    private LimitOption limit;

    @Mixin
    private OutputOptions output;

    ActivityEventsCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Terminal terminal = session.terminal();
        try (Workspace workspace = session.read("activity events")) {
            Set<EventState> states = failed ? Set.of(EventState.FAILED) : Set.of();
            boolean all = !failed && search.isBlank();
            new Listing<EventQuery.Row>(ActivityEventsCommand::json)
                    .keys(
                            "id",
                            "at",
                            "sentAt",
                            "type",
                            "eventType",
                            "what",
                            "activityId",
                            "source",
                            "state",
                            "changes",
                            "changed",
                            "cause",
                            "causeCode")
                    .time("column.at", e -> terminal.time(e.receivedAt()))
                    .kept()
                    .time("column.sent", e -> terminal.time(e.sentAt()))
                    .minor()
                    .text("column.type", e -> Events.type(e.type(), e.eventType()))
                    .whole("column.source", e -> States.of(e.source()))
                    .minor()
                    .whole("column.state", e -> States.of(e.state()))
                    .text("column.changed", ActivityEventsCommand::changed)
                    .id("column.activityId", EventQuery.Row::activityId)
                    .minor()
                    .print(
                            terminal,
                            output,
                            limit.value(output),
                            workspace
                                    .views()
                                    .events()
                                    .select(new EventQuery.Filter(search, states, null, null), List.of()),
                            CommandTexts.get(all ? "activityEvents.none" : "list.noMatch"));
        }
        return ExitStatus.DONE;
    }

    private static String changed(EventQuery.Row event) {
        return switch (event.state()) {
            case PENDING -> "";
            case FAILED -> Sentences.orNothing(event.reason());
            case APPLIED -> Events.effects(event.effects());
        };
    }

    private static void json(JsonRow row, EventQuery.Row event) {
        Map<String, String> changes = new TreeMap<>();
        event.effects().forEach((effect, count) -> changes.put(effect.name(), count.toString()));
        row.put("id", event.id())
                .put("at", event.receivedAt())
                .put("sentAt", event.sentAt())
                .put("type", event.type())
                .put("eventType", event.eventType())
                .put("what", Events.type(event.type(), event.eventType()))
                .put("activityId", event.activityId())
                .put("source", event.source())
                .put("state", event.state())
                .put("changes", changes)
                .put("changed", changed(event))
                .cause(event.reason());
    }
}

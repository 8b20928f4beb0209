package dev.rostrum.cli;

import dev.rostrum.store.query.DeliveryQuery;
import dev.rostrum.store.query.Sort;
import dev.rostrum.words.Sentences;
import dev.rostrum.words.States;
import java.util.List;

/** Deliveries of a run as rows. */
final class DeliveryTable {
    static final List<Sort<DeliveryQuery.Column>> BY_NAME = List.of(new Sort<>(DeliveryQuery.Column.NAME, true));

    private DeliveryTable() {}

    /** Deliveries of one job. */
    static Listing<DeliveryQuery.Row> of(Terminal terminal, AnnouncementNumbers numbers) {
        return rest(listing(numbers), terminal);
    }

    /** Deliveries of several jobs, each with its job. */
    static Listing<DeliveryQuery.Row> ofJobs(Terminal terminal, AnnouncementNumbers numbers) {
        return rest(
                listing(numbers)
                        .number("column.job", DeliveryQuery.Row::runId)
                        .whole("column.kind", d -> States.of(d.kind())),
                terminal);
    }

    private static Listing<DeliveryQuery.Row> listing(AnnouncementNumbers numbers) {
        return new Listing<DeliveryQuery.Row>((row, d) -> row.put("id", d.id())
                        .put("announcementId", numbers.of(d.announcementId()))
                        .put("jobId", d.runId())
                        .put("kind", d.kind())
                        .put("parentId", d.parent())
                        .put("sourceId", d.source())
                        .put("targetActivityId", d.target())
                        .put("userId", d.userId())
                        .put("name", d.name())
                        .put("email", d.email())
                        .put("state", d.stored())
                        .put("interrupted", d.interrupted())
                        .put("code", d.code())
                        .put("reason", d.reason() == null ? null : d.reason().code())
                        .put("cause", cause(d))
                        .put("conversationId", d.conversationId())
                        .put("activityId", d.activityId())
                        .put("attempts", d.attempts())
                        .put("opened", d.opened())
                        .put("healed", d.healed())
                        .put("notBefore", d.notBefore())
                        .put("updatedAt", d.updatedAt()))
                .keys(
                        "id",
                        "announcementId",
                        "jobId",
                        "kind",
                        "parentId",
                        "sourceId",
                        "targetActivityId",
                        "userId",
                        "name",
                        "email",
                        "state",
                        "interrupted",
                        "code",
                        "reason",
                        "cause",
                        "conversationId",
                        "activityId",
                        "attempts",
                        "opened",
                        "healed",
                        "notBefore",
                        "updatedAt")
                .number("column.id", DeliveryQuery.Row::id);
    }

    private static String cause(DeliveryQuery.Row row) {
        return row.reason() == null ? null : Sentences.outcome(row.state(), row.reason());
    }

    private static Listing<DeliveryQuery.Row> rest(Listing<DeliveryQuery.Row> listing, Terminal terminal) {
        return listing.text("column.name", DeliveryQuery.Row::name)
                .text("column.email", DeliveryQuery.Row::email)
                .whole("column.state", d -> States.of(d.kind(), d.state(), d.reason()))
                .text("column.cause", DeliveryTable::cause)
                .id("column.conversationId", DeliveryQuery.Row::conversationId)
                .id("column.activityId", DeliveryQuery.Row::activityId)
                .number("column.attempts", DeliveryQuery.Row::attempts)
                .minor()
                .time("column.updated", d -> terminal.time(d.updatedAt()));
    }
}

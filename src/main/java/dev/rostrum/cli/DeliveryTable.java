package dev.rostrum.cli;

import dev.rostrum.store.query.DeliveryQuery;
import dev.rostrum.store.query.Sort;
import java.util.List;

/** Deliveries of a run as rows. */
final class DeliveryTable {
    static final List<Sort<DeliveryQuery.Column>> BY_NAME = List.of(new Sort<>(DeliveryQuery.Column.NAME, true));

    private DeliveryTable() {}

    static Listing<DeliveryQuery.Row> of(Terminal terminal) {
        return new Listing<DeliveryQuery.Row>((row, d) -> row.put("id", d.id())
                        .put("announcementId", d.runId())
                        .put("userId", d.userId())
                        .put("name", d.name())
                        .put("email", d.email())
                        .put("state", d.state())
                        .put("code", d.code())
                        .put("cause", d.cause())
                        .put("conversationId", d.conversationId())
                        .put("activityId", d.activityId())
                        .put("attempts", d.attempts())
                        .put("opened", d.opened())
                        .put("healed", d.healed())
                        .put("notBefore", d.notBefore())
                        .put("updatedAt", d.updatedAt()))
                .text("NAME", DeliveryQuery.Row::name)
                .text("EMAIL", DeliveryQuery.Row::email)
                .whole("STATE", d -> Words.state(d.state()))
                .text("CAUSE", DeliveryQuery.Row::cause)
                .id("CONVERSATION ID", DeliveryQuery.Row::conversationId)
                .id("ACTIVITY ID", DeliveryQuery.Row::activityId)
                .number("ATTEMPTS", DeliveryQuery.Row::attempts)
                .whole("UPDATED", d -> terminal.time(d.updatedAt()));
    }
}

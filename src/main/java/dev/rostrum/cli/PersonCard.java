package dev.rostrum.cli;

import dev.rostrum.domain.OptOut;
import dev.rostrum.domain.User;
import dev.rostrum.store.query.UserQuery;
import dev.rostrum.words.States;

/** One person with teams, conversation and what they were sent. */
final class PersonCard {
    private final Terminal terminal;

    PersonCard(Terminal terminal) {
        this.terminal = terminal;
    }

    void show(UserQuery.Details details, boolean json) {
        if (json) {
            json(details);
        } else {
            text(details);
        }
    }

    private void json(UserQuery.Details details) {
        User user = details.user();
        UserQuery.Contact contact = details.contact();
        new JsonRow(terminal)
                .put("id", user.id())
                .put("userId", user.id())
                .put("objectId", user.objectId())
                .put("name", user.name())
                .put("givenName", user.givenName())
                .put("surname", user.surname())
                .put("email", user.email())
                .put("userPrincipalName", user.userPrincipalName())
                .put("tenantId", user.tenantId())
                .put("kind", JsonRow.lower(user.kind()))
                .put("me", details.me())
                .put("doNotContact", asker(details.doNotContact()))
                .put(
                        "doNotContactSince",
                        details.doNotContact() == null
                                ? null
                                : details.doNotContact().at())
                .put(
                        "doNotContactNote",
                        details.doNotContact() == null
                                ? null
                                : details.doNotContact().note())
                .put("blockedSince", details.blockedSince())
                .put("conversationId", contact == null ? null : contact.conversationId())
                .put("origin", contact == null ? null : contact.origin())
                .put("createdAt", contact == null ? null : contact.createdAt())
                .put("lastAcceptedAt", contact == null ? null : contact.lastAcceptedAt())
                .put("teams", details.teams(), (row, team) -> row.put("teamId", team.teamId())
                        .put("name", team.teamName())
                        .put("since", team.since()))
                .put("deliveries", details.deliveries(), (row, sent) -> row.put("announcementId", sent.runId())
                        .put("title", sent.title())
                        .put("state", sent.state())
                        .put("updatedAt", sent.at()))
                .print();
    }

    private void text(UserQuery.Details details) {
        User user = details.user();
        line("Name", user.name());
        line("Email", user.email());
        line("UPN", user.userPrincipalName());
        line("Kind", States.of(user.kind()) + (details.me() ? ", this is me" : ""));
        line("User id", user.id());
        line("Object id", user.objectId());
        line("Tenant", user.tenantId());
        OptOut optOut = details.doNotContact();
        if (optOut != null) {
            line(
                    "Do not contact",
                    "since " + terminal.time(optOut.at())
                            + (optOut.asker() == OptOut.Asker.PERSON ? ", asked for by the person" : ", by an admin")
                            + (optOut.note() == null ? "" : ": " + optOut.note()));
        }
        if (details.blockedSince() != null) {
            line("Blocked the bot", "since " + terminal.time(details.blockedSince()) + "; the guard leaves them out");
        }
        details.teams().forEach(team -> line("Team", team.teamName() + ", since " + terminal.time(team.since())));
        UserQuery.Contact contact = details.contact();
        if (contact == null) {
            line("Conversation", "none yet; the first announcement opens it");
        } else {
            line("Conversation", contact.conversationId());
            line("Opened", terminal.time(contact.createdAt()));
            line("Last accepted", terminal.time(contact.lastAcceptedAt()));
        }
        details.deliveries()
                .forEach(sent -> line(
                        "Announcement",
                        sent.runId() + "  " + States.of(sent.state()) + "  " + terminal.time(sent.at()) + "  "
                                + sent.title()));
    }

    static OptOut.Asker asker(OptOut optOut) {
        return optOut == null ? null : optOut.asker();
    }

    private void line(String label, String value) {
        if (value != null && !value.isBlank()) {
            terminal.result(DisplayWidth.left(label, 16) + value);
        }
    }
}

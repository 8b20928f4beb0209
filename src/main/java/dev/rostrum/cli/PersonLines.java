package dev.rostrum.cli;

import dev.rostrum.domain.ConversationState;
import dev.rostrum.domain.OptOut;
import dev.rostrum.domain.User;
import dev.rostrum.store.query.UserQuery;
import dev.rostrum.words.Sentences;
import dev.rostrum.words.States;

/** One person with teams, conversation and what they were sent. */
final class PersonLines {
    private final Terminal terminal;

    PersonLines(Terminal terminal) {
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
                .put("earlierIds", details.earlierIds(), (row, id) -> row.put("userId", id))
                .put("name", user.name())
                .put("givenName", user.givenName())
                .put("surname", user.surname())
                .put("email", user.email())
                .put("userPrincipalName", user.userPrincipalName())
                .put("tenantId", user.tenantId())
                .put("kind", JsonRow.lower(user.kind()))
                .put("unverified", details.unverified())
                .put("me", details.me())
                .put("doNotContact", asker(details.doNotContact()))
                .put(
                        "doNotContactSince",
                        details.doNotContact() == null
                                ? null
                                : details.doNotContact().at())
                .put("doNotContactNote", details.doNotContact() == null ? null : Sentences.note(details.doNotContact()))
                .put("blockedSince", details.blockedSince())
                .put("conversationId", contact == null ? null : contact.conversationId())
                .put("origin", contact == null ? null : contact.origin())
                .put("conversationState", contact == null ? null : contact.state())
                .put("inactiveAt", contact == null ? null : contact.inactiveAt())
                .put("createdAt", contact == null ? null : contact.createdAt())
                .put("lastAcceptedAt", details.lastAcceptedAt())
                .put("teams", details.teams(), (row, team) -> row.put("teamId", team.teamId())
                        .put("name", team.teamName())
                        .put("since", team.since()))
                .put("deliveries", details.deliveries(), (row, sent) -> row.put("announcementId", sent.runId())
                        .put("title", sent.title())
                        .put("purpose", sent.purpose())
                        .put("kind", sent.kind())
                        .put("state", sent.stored())
                        .put("interrupted", sent.interrupted())
                        .put(
                                "reason",
                                sent.reason() == null ? null : sent.reason().code())
                        .put("updatedAt", sent.at()))
                .print();
    }

    private void text(UserQuery.Details details) {
        User user = details.user();
        LabelledLines lines = new LabelledLines(terminal, "person.column");
        lines.line("person.name", user.name());
        lines.line("person.email", user.email());
        lines.line("person.upn", user.userPrincipalName());
        lines.line(details.me() ? "person.kind.me" : "person.kind", States.of(user.kind()));
        if (details.unverified()) {
            lines.line("person.unverified");
        }
        lines.line("person.userId", user.personId().userId());
        details.earlierIds().forEach(id -> lines.line("person.earlierId", id));
        lines.line("person.objectId", user.objectId());
        lines.line("person.tenant", user.tenantId());
        OptOut optOut = details.doNotContact();
        if (optOut != null) {
            String key = "person.doNotContact." + JsonRow.lower(optOut.asker());
            String note = Sentences.note(optOut);
            lines.line(note == null ? key : key + ".note", terminal.time(optOut.at()), note);
        }
        if (details.blockedSince() != null) {
            lines.line("person.blocked", terminal.time(details.blockedSince()));
        }
        details.teams().forEach(team -> lines.line("person.team", team.teamName(), terminal.time(team.since())));
        UserQuery.Contact contact = details.contact();
        if (contact == null) {
            lines.line("person.noConversation");
        } else {
            lines.line("person.conversation", contact.conversationId());
            if (contact.inactiveAt() != null) {
                lines.line(
                        "person.conversation.inactive",
                        States.of(contact.state()),
                        terminal.time(contact.inactiveAt()));
            } else if (contact.state() != ConversationState.CURRENT) {
                lines.line("person.conversation.state", States.of(contact.state()));
            }
            lines.line("person.opened", terminal.time(contact.createdAt()));
        }
        if (contact != null || details.lastAcceptedAt() != null) {
            lines.line("person.lastAccepted", terminal.time(details.lastAcceptedAt()));
        }
        details.deliveries()
                .forEach(sent -> lines.line(
                        sent.purpose().automatic()
                                ? "person.announcement." + JsonRow.lower(sent.purpose())
                                : "person.announcement",
                        sent.runId(),
                        States.of(sent.kind(), sent.state(), sent.reason()),
                        terminal.time(sent.at()),
                        sent.title()));
    }

    static OptOut.Asker asker(OptOut optOut) {
        return optOut == null ? null : optOut.asker();
    }
}

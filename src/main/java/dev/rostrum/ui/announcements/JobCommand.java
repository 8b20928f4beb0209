package dev.rostrum.ui.announcements;

import dev.rostrum.announce.JobRequest;
import dev.rostrum.domain.Audience;
import dev.rostrum.domain.DeliveryChoice;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.ShellLine;
import dev.rostrum.domain.TextFormat;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the terminal is told to do the same as a reviewed job; people and teams by their ids. */
final class JobCommand {
    private final List<String> arguments = new ArrayList<>();

    private JobCommand(String connection) {
        add("rostrum", "--connection", connection);
    }

    /**
     * Makes the line.
     *
     * @param recipients so many the plan has; the line is refused where it has others by then
     * @param overridden so many of them are in by the override alone
     * @return empty where a part of the audience has no option here
     */
    static Optional<ShellLine> of(String connection, JobRequest request, long recipients, long overridden) {
        JobCommand command = new JobCommand(connection);
        if (request instanceof JobRequest.Send send) {
            if (!said(send.audience())) {
                return Optional.empty();
            }
            command.send(send);
            command.choices(send.choices(), overridden);
        } else if (request instanceof JobRequest.Resend resend) {
            command.add("announcement", "resend");
            command.choice(resend.choice());
            command.choices(resend.choices(), overridden);
        } else if (request instanceof JobRequest.Edit edit) {
            command.add("announcement", "edit");
            command.message(edit.message());
            command.choice(edit.choice());
        } else if (request instanceof JobRequest.Recall recall) {
            command.add("announcement", "recall");
            command.choice(recall.choice());
        }
        command.add("--expect", Long.toString(recipients));
        return Optional.of(new ShellLine(command.arguments));
    }

    private void add(String... more) {
        arguments.addAll(List.of(more));
    }

    /** A value that could begin with a dash stands behind its option in one argument. */
    private void value(String option, String value) {
        if (value != null && !value.isEmpty()) {
            arguments.add(option + "=" + value);
        }
    }

    private void each(String option, Collection<String> values) {
        values.stream().sorted().forEach(value -> add(option, value));
    }

    /** Whether teams and people are all that it is made of: a line that leaves a part of it out would reach others. */
    private static boolean said(Audience audience) {
        return audience.equals(new Audience(
                audience.teamIds(), audience.userIds(), audience.excludedUserIds(), audience.excludedTeamIds()));
    }

    private void send(JobRequest.Send send) {
        Audience audience = send.audience();
        add("announce");
        value("--title", send.title());
        message(send.message());
        each("--team", audience.teamIds());
        each("--user", audience.userIds());
        each("--exclude", audience.excludedUserIds());
        each("--exclude-team", audience.excludedTeamIds());
    }

    private void message(Message message) {
        value("--text", message.text());
        if (message.format() == TextFormat.PLAIN) {
            add("--format", "plain");
        }
        if (message.replacements()) {
            add("--allow-replacement");
        }
        if (message.looksLikeCard()) {
            add("--card-as-text");
        }
    }

    private void choices(SendChoices choices, long overridden) {
        if (choices.canary() > 0) {
            add("--canary", Integer.toString(choices.canary()));
        }
        if (choices.rate() != null) {
            add("--rate", Double.toString(choices.rate()).replaceFirst("\\.0$", ""));
        }
        if (choices.retryGatewayErrors()) {
            add("--retry-gateway");
        }
        if (choices.outsiders()) {
            add("--include-outsiders");
        }
        if (choices.unknownKind()) {
            add("--include-unknown");
        }
        if (choices.override() != null) {
            value("--override", choices.override());
            add("--override-count", Long.toString(overridden));
        }
    }

    private void choice(DeliveryChoice choice) {
        add(Long.toString(choice.runId()));
        if (choice.wholeAnnouncement()) {
            add("--all-jobs");
        }
        if (!choice.states().isEmpty()) {
            add(
                    "--state",
                    choice.states().stream()
                            .map(state -> state.name().toLowerCase(Locale.ROOT))
                            .sorted()
                            .collect(Collectors.joining(",")));
        }
        value("--code", choice.code());
        value("--reason", choice.reason());
        value("--search", choice.search());
        if (!choice.deliveryIds().isEmpty()) {
            add(
                    "--delivery",
                    choice.deliveryIds().stream()
                            .sorted()
                            .map(id -> Long.toString(id))
                            .collect(Collectors.joining(",")));
        }
    }
}

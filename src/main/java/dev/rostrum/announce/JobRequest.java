package dev.rostrum.announce;

import dev.rostrum.domain.Audience;
import dev.rostrum.domain.DeliveryChoice;
import dev.rostrum.domain.JobKind;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.SendChoices;

/** What one job is asked to do. */
public sealed interface JobRequest {
    JobKind kind();

    /** The message that was written for it; null where none was. */
    default Message written() {
        return null;
    }

    /** Of an edit or recall none: it goes to messages that are in Teams already. */
    default SendChoices choices() {
        return SendChoices.NONE;
    }

    /** The same with these choices, where it takes any. */
    default JobRequest with(SendChoices other) {
        return this;
    }

    /**
     * An announcement.
     *
     * @param title null or blank where it is made from the message
     */
    record Send(String title, Message message, Audience audience, SendChoices choices) implements JobRequest {
        @Override
        public JobKind kind() {
            return JobKind.SEND;
        }

        @Override
        public Message written() {
            return message;
        }

        @Override
        public Send with(SendChoices other) {
            return new Send(title, message, audience, other);
        }

        /** What the announcement is called. */
        public String name() {
            return title == null || title.isBlank() ? message.suggestedTitle() : title.strip();
        }
    }

    /** A job with a parent, about deliveries that were planned before. */
    sealed interface FollowUp extends JobRequest {
        DeliveryChoice choice();
    }

    /**
     * Sends to people of an announcement what it says now: the text of its last edit that was started, where there is one.
     */
    record Resend(DeliveryChoice choice, SendChoices choices) implements FollowUp {
        @Override
        public JobKind kind() {
            return JobKind.RESEND;
        }

        @Override
        public Resend with(SendChoices other) {
            return new Resend(choice, other);
        }
    }

    /** Puts a new text into each of the chosen rows' messages that is in Teams now. */
    record Edit(DeliveryChoice choice, Message message) implements FollowUp {
        @Override
        public JobKind kind() {
            return JobKind.EDIT;
        }

        @Override
        public Message written() {
            return message;
        }
    }

    /** Takes the chosen rows' messages out of the chats, edited or not; a toast may have been seen before. */
    record Recall(DeliveryChoice choice) implements FollowUp {
        @Override
        public JobKind kind() {
            return JobKind.RECALL;
        }
    }
}

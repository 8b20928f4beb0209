package dev.rostrum.domain;

/** What the messages of an announcement are for. Stored by name. */
public enum Purpose {
    /** The admin writes to people. Only these count in the guard's rules, and only these are in lists. */
    ANNOUNCEMENT,
    /** A test message to the admin: meant for that moment, never sent later. */
    TO_ME,
    /** Greets somebody who has met the bot for the first time. */
    WELCOME,
    /** Tells people that somebody mentioned them together with the bot. */
    MENTION,
    /** Tells people who wrote STOP that nothing more is sent to them. */
    CONFIRMATION;

    /** Whether the program begins such a message by itself, when an event prompts it, and goes on with it by itself. */
    public boolean automatic() {
        return this == WELCOME || this == MENTION || this == CONFIRMATION;
    }

    /** Whether lists show it and the guard counts it. */
    public boolean listed() {
        return this == ANNOUNCEMENT;
    }
}

package dev.rostrum.domain;

/** What a job does to the people of an announcement. All but SEND have a parent job whose rows stay as they were. */
public enum JobKind {
    /** The announcement's first job. */
    SEND,
    /** The same message again, to chosen rows of the parent. */
    RESEND,
    /** New text in the messages that the parent's rows have in Teams (PUT). It is repeatable, and in doubt only where it is given up. */
    EDIT,
    /** Takes back the messages that the parent's rows have in Teams (DELETE). It is repeatable, and in doubt only where it is given up. */
    RECALL;

    /** Whether it puts a message into a chat that was not there before: not repeatable. */
    public boolean sendsMessages() {
        return this == SEND || this == RESEND;
    }
}

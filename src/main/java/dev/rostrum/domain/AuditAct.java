package dev.rostrum.domain;

/** What the audit log records. */
public enum AuditAct {
    /** A plan was confirmed; people: its recipients. */
    PLANNED,
    RESEND_PLANNED,
    EDIT_PLANNED,
    RECALL_PLANNED,
    /** The guard was overridden for a plan; people: the number that was typed, detail: the reason. */
    OVERRIDE,
    /** "Retry 502, 503 and 504, may deliver twice" was chosen for a plan. */
    RETRY_GATEWAY,
    /** A confirmed plan was taken back before its start. */
    DISCARDED,
    /** The program began a job that an event asked for. */
    PROMPTED,
    /** What events asked for is not sent; people: how many, detail: why. */
    PROMPT_DROPPED,
    /** Of what the bot does by itself: listening, welcomes, messages to mentioned people, keeping replies; detail: which. */
    SWITCHED_ON,
    SWITCHED_OFF,
    /** What the bot says by itself, or whose words and mentions count; detail: which. */
    AUTOMATIC_CHANGED,
    STARTED,
    RESUMED,
    PAUSED,
    STOPPED,
    /** Deliveries in doubt were counted as accepted. */
    ARRIVED,
    /** Deliveries in doubt are sent again. */
    SEND_AGAIN,
    /** Somebody is not to be written to any more; detail: their number, and whether they asked for it. */
    OPT_OUT_SET,
    OPT_OUT_CLEARED,
    /** The note that somebody blocked the bot was taken away. */
    BLOCK_CLEARED,
    /** A person was forgotten; nothing says whom. Earlier versions did that. */
    FORGOTTEN,
    /** A team was taken out of the list; detail: its name. */
    TEAM_REMOVED,
    TEAM_PUT_BACK,
    /** A person was erased; detail: the number that they had. */
    ERASED,
    /** Stored conversations were asked for anew, which sends nothing; people: of how many. */
    CONVERSATIONS_CHECKED,
    /** Stored conversations were forgotten; people: of how many. */
    CONVERSATIONS_FORGOTTEN,
    CONVERSATIONS_PUT_BACK,
    /** A backup took the data file's place; people: opt-outs that were carried over, detail: the backup's name. */
    RESTORED,
    /** The data file's rows were copied into a fresh one. */
    REPAIRED
}

package dev.rostrum.domain;

/** Codes of rows that a plan leaves out for a reason that is not the guard's. */
public final class LeftOutCode {
    /** Code of rows that the plan left out because the admin removed the person. */
    public static final String REMOVED = "Removed";

    /** Code of rows that were cancelled, or in earlier plans left out, because another row is the same person. */
    public static final String SAME_PERSON = "SamePerson";

    /** Code of rows of a resend, edit or recall whose message is in doubt. */
    public static final String IN_DOUBT = "InDoubt";

    /** Code of rows of a resend whose person is still to be sent to by the job it follows from. */
    public static final String STILL_OPEN = "StillOpen";

    /** Code of rows of an edit or recall that have no message, since Teams accepted none. */
    public static final String NOT_SENT = "NotSent";

    /** Code of rows of an edit or recall whose message Teams gave no id. */
    public static final String NO_MESSAGE_ID = "NoMessageId";

    /** Code of rows of an edit or recall whose message was recalled already. */
    public static final String RECALLED = "RecalledAlready";

    /** Code of rows of a resend, edit or recall whose person was forgotten. */
    public static final String FORGOTTEN = "Forgotten";

    /** Code of rows of an edit or recall whose message lies in a conversation of ids that the person no longer has. */
    public static final String CONVERSATION_LOST = "ConversationLost";

    /** Code of rows that were prompted after the admin had stopped the job which they belong to. */
    public static final String STOPPED = "Stopped";

    /** Code of rows that confirm an opt-out which has been taken back since. */
    public static final String OUTDATED = "Outdated";

    private LeftOutCode() {}
}

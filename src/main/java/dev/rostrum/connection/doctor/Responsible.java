package dev.rostrum.connection.doctor;

import dev.rostrum.domain.Reason;

/** Who can change what a check found. */
public enum Responsible {
    YOU("doctor.who.you", "doctor.by.you"),
    TEAMS_ADMIN("doctor.who.teamsAdmin", "doctor.by.teamsAdmin"),
    APP_OWNER("doctor.who.appOwner", "doctor.by.appOwner"),
    NETWORK_ADMIN("doctor.who.networkAdmin", "doctor.by.networkAdmin"),
    /** Nothing has to be changed, or it passes. */
    NOBODY(null, null);

    private final Reason reason;
    private final String by;

    Responsible(String code, String by) {
        this.reason = code == null ? null : Reason.of(code);
        this.by = by;
    }

    /** Within a sentence; null for {@link #NOBODY}. */
    public Reason reason() {
        return reason;
    }

    /** What to do, led by who can. */
    public Reason by(Reason fix) {
        return by == null ? fix : Reason.of(by, fix);
    }
}

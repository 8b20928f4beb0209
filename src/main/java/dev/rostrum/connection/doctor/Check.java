package dev.rostrum.connection.doctor;

import dev.rostrum.domain.Reason;

/** What the doctor looks at, in running order. */
public enum Check {
    CLOCK("clock", "doctor.check.clock"),
    DATA_FILE("data-file", "doctor.check.dataFile"),
    FOLDER("data-folder", "doctor.check.folder"),
    DISK("disk", "doctor.check.disk"),
    KEYCHAIN("keychain", "doctor.check.keychain"),
    PROXY("proxy", "doctor.check.proxy"),
    TLS("tls", "doctor.check.tls"),
    HOST_TRUST("host-trust", "doctor.check.hostTrust"),
    TOKEN("token", "doctor.check.token"),
    TEAM("team", "doctor.check.team"),
    ROSTER("roster", "doctor.check.roster"),
    CONVERSATION("conversation", "doctor.check.conversation"),
    MESSAGE("message", "doctor.check.message");

    private final String id;
    private final Reason label;

    Check(String id, String label) {
        this.id = id;
        this.label = Reason.of(label);
    }

    /** Its name for programs; stays. */
    public String id() {
        return id;
    }

    /** Its name for people. */
    public Reason label() {
        return label;
    }
}

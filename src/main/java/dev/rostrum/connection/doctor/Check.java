package dev.rostrum.connection.doctor;

/** What the doctor looks at, in running order. */
public enum Check {
    CLOCK("clock", "Clock"),
    DATA_FILE("data-file", "Data file"),
    FOLDER("data-folder", "Data folder"),
    DISK("disk", "Disk"),
    KEYCHAIN("keychain", "Keychain"),
    PROXY("proxy", "Proxy"),
    TLS("tls", "Secure connection (TLS)"),
    HOST_TRUST("host-trust", "Host trust"),
    TOKEN("token", "Token"),
    TEAM("team", "Team reachable"),
    ROSTER("roster", "Roster readable"),
    CONVERSATION("conversation", "Conversation with me"),
    MESSAGE("message", "Message to me");

    private final String id;
    private final String label;

    Check(String id, String label) {
        this.id = id;
        this.label = label;
    }

    /** Its name for programs; stays. */
    public String id() {
        return id;
    }

    /** Its name for people. */
    public String label() {
        return label;
    }
}

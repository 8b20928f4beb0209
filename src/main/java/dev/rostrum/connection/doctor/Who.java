package dev.rostrum.connection.doctor;

/** Who can change what a check found. */
public enum Who {
    YOU("you"),
    TEAMS_ADMIN("a Teams admin"),
    APP_OWNER("the owner of the app registration"),
    NETWORK_ADMIN("a network admin"),
    /** Nothing has to be changed, or it passes. */
    NOBODY("");

    private final String words;

    Who(String words) {
        this.words = words;
    }

    /** Within a sentence; empty for {@link #NOBODY}. */
    public String words() {
        return words;
    }
}

package dev.rostrum.domain;

import java.util.Set;

/** What a team's cached roster is worth. */
public enum TeamState {
    NOT_SYNCED,
    SYNCED,
    /** An event said that the bot was taken out of it, or that it was deleted. */
    BOT_REMOVED,
    /** Teams does not open it to the bot, or does not know it. */
    CLOSED,
    /** Nobody answered, or not in a way that says anything of the team. */
    UNREACHABLE,
    /** The roster was far smaller than what Teams counts, so it was not taken. */
    SMALLER,
    /** The last sync failed for another reason. */
    FAILED;

    private static final Set<String> ANSWERS_OF_CLOSED =
            Set.of("answer.teamNotOpen", "answer.teamUnknown", "answer.notInTenant", "answer.noRight");
    private static final Set<String> NO_ANSWER = Set.of(
            "answer.none",
            "answer.noneYet",
            "answer.serverTrouble",
            "answer.unreadable",
            "answer.throttled",
            "answer.busy");

    static TeamState of(Team team) {
        if (team.botLeftAt() != null) {
            return BOT_REMOVED;
        }
        if (team.trouble() == null) {
            return team.syncedAt() == null ? NOT_SYNCED : SYNCED;
        }
        String code = team.trouble().code();
        if (code.equals("roster.smaller") || code.equals("roster.empty")) {
            return SMALLER;
        }
        if (ANSWERS_OF_CLOSED.contains(code)) {
            return CLOSED;
        }
        return NO_ANSWER.contains(code) || code.split("\\.")[0].equals("network") ? UNREACHABLE : FAILED;
    }
}

package dev.rostrum.ui.compose;

import dev.rostrum.domain.Team;

/** A team to choose. */
public final class TeamChoice extends GroupChoice {
    private final Team team;

    TeamChoice(Team team, boolean chosen, boolean leftOut) {
        super(chosen, leftOut);
        this.team = team;
    }

    public Team team() {
        return team;
    }

    @Override
    public String label() {
        return team.label();
    }

    @Override
    public Long people() {
        return team.syncedAt() == null ? null : Long.valueOf(team.people());
    }
}

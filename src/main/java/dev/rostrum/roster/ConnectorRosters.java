package dev.rostrum.roster;

import dev.rostrum.connector.Cause;
import dev.rostrum.connector.ConnectorClient;
import dev.rostrum.connector.ConnectorFailure;
import dev.rostrum.connector.MembersPage;
import dev.rostrum.connector.TeamDetails;
import dev.rostrum.domain.Call;
import dev.rostrum.domain.Reason;

/** Rosters as Teams' connector gives them, page by page. */
public final class ConnectorRosters implements RosterSource {
    /** The connector cuts more to this (connector reference 3.2). */
    public static final int PAGE_SIZE = 500;

    private final ConnectorClient connector;

    public ConnectorRosters(ConnectorClient connector) {
        this.connector = connector;
    }

    @Override
    public About about(String teamId) throws NotRead, InterruptedException {
        try {
            TeamDetails details = connector.team(teamId).value();
            return new About(details.name(), details.groupId(), details.memberCount());
        } catch (ConnectorFailure e) {
            throw new NotRead(Teams.why(Call.ROSTER, e), false, e);
        }
    }

    @Override
    public Part part(String teamId, String next) throws NotRead, InterruptedException {
        try {
            MembersPage page = connector.members(teamId, PAGE_SIZE, next).value();
            return new Part(page.members(), page.withoutId(), page.next());
        } catch (ConnectorFailure.Refused e) {
            boolean outdated = next != null && Cause.of(Call.ROSTER_PAGE, e).kind() == Cause.Kind.PAGE_TOKEN;
            throw new NotRead(
                    outdated ? Reason.of("roster.tokenRefused", e.status(), e.code()) : Teams.why(Call.ROSTER, e),
                    outdated,
                    e);
        } catch (ConnectorFailure e) {
            throw new NotRead(Teams.why(Call.ROSTER, e), false, e);
        }
    }
}

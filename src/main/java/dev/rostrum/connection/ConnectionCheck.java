package dev.rostrum.connection;

import dev.rostrum.auth.SignInFailure;
import dev.rostrum.connector.Cause;
import dev.rostrum.connector.ConnectorClient;
import dev.rostrum.connector.ConnectorFailure;
import dev.rostrum.connector.TeamDetails;
import dev.rostrum.domain.Call;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Tries a connection with harmless reads: the sign-in, then a team where one is known. */
public final class ConnectionCheck {
    /**
     * One step.
     *
     * @param what what was tried
     * @param outcome what came of it, and where it failed what to do
     */
    public record Step(What what, boolean passed, Reason outcome) {}

    /** What a step tries. */
    public enum What {
        SETTINGS,
        SIGN_IN,
        EXPIRY,
        TEAM;

        /** Its name for people. */
        public Reason reason() {
            return Reason.of("connection.check.step." + name());
        }
    }

    private final Connectors connectors;

    public ConnectionCheck(Connectors connectors) {
        this.connectors = connectors;
    }

    /**
     * @param teamId a team to read, or null
     * @param each told of each step when it is done
     * @return the steps; those after a failed one are left out
     */
    public List<Step> run(Connection connection, String teamId, Consumer<Step> each) throws InterruptedException {
        List<Step> steps = new ArrayList<>();
        Consumer<Step> note = step -> {
            steps.add(step);
            each.accept(step);
        };
        try {
            signIn(connection, note);
            expiry(connection, note);
            if (teamId != null) {
                readTeam(connection, teamId, note);
            }
        } catch (SignInFailure e) {
            note.accept(new Step(What.SIGN_IN, false, e.reason()));
        } catch (Problem e) {
            note.accept(new Step(What.SETTINGS, false, e.reason()));
        } catch (ConnectorFailure e) {
            note.accept(new Step(What.TEAM, false, Cause.of(Call.TEAM, e).reason()));
        }
        return steps;
    }

    private void signIn(Connection connection, Consumer<Step> note) throws SignInFailure {
        boolean token = connectors.tokens(connection).token() != null;
        note.accept(
                new Step(What.SIGN_IN, true, Reason.of(token ? "connection.check.token" : "connection.check.noToken")));
    }

    /** A credential that ends soon is no failure yet; the step says so while there is time. */
    private void expiry(Connection connection, Consumer<Step> note) {
        connection
                .expiryWarning(connectors.clock())
                .ifPresent(warning -> note.accept(new Step(What.EXPIRY, true, warning.reason())));
    }

    private void readTeam(Connection connection, String teamId, Consumer<Step> note)
            throws ConnectorFailure, InterruptedException {
        try (ConnectorClient client = connectors.open(connection)) {
            TeamDetails team = client.team(teamId).value();
            note.accept(new Step(What.TEAM, true, team(team)));
        }
    }

    private static Reason team(TeamDetails team) {
        if (team.name() == null) {
            return team.memberCount() == null
                    ? Reason.of("connection.check.team.unnamed")
                    : Reason.of("connection.check.team.unnamed.members", team.memberCount());
        }
        return team.memberCount() == null
                ? Reason.of("connection.check.team", team.name())
                : Reason.of("connection.check.team.members", team.name(), team.memberCount());
    }
}

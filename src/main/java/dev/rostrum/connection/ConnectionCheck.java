package dev.rostrum.connection;

import dev.rostrum.connector.Cause;
import dev.rostrum.connector.ConnectorClient;
import dev.rostrum.connector.ConnectorFailure;
import dev.rostrum.connector.TeamDetails;
import dev.rostrum.domain.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Tries a connection with harmless reads: the sign-in, then a team where one is known. */
public final class ConnectionCheck {
    /**
     * One step.
     *
     * @param name what was tried
     * @param outcome what came of it, and where it failed what to do
     */
    public record Step(String name, boolean passed, String outcome) {}

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
        } catch (Problem e) {
            note.accept(new Step("Settings", false, e.getMessage()));
        } catch (ConnectorFailure e) {
            note.accept(new Step(
                    steps.isEmpty() ? "Sign-in" : "Team", false, Cause.of(e).sentence()));
        }
        return steps;
    }

    private void signIn(Connection connection, Consumer<Step> note) throws ConnectorFailure {
        boolean token = connectors.tokens(connection).token() != null;
        note.accept(new Step("Sign-in", true, token ? "A token was given." : "Not needed on this computer."));
    }

    /** A credential that ends soon is no failure yet; the step says so while there is time. */
    private void expiry(Connection connection, Consumer<Step> note) {
        connection
                .expiryWarning(connectors.clock())
                .ifPresent(warning -> note.accept(new Step("Expiry", true, warning.sentence())));
    }

    private void readTeam(Connection connection, String teamId, Consumer<Step> note)
            throws ConnectorFailure, InterruptedException {
        try (ConnectorClient client = connectors.open(connection)) {
            TeamDetails team = client.team(teamId).value();
            note.accept(new Step(
                    "Team",
                    true,
                    (team.name() == null ? "The team" : team.name()) + " can be read"
                            + (team.memberCount() == null ? "." : ", " + team.memberCount() + " members.")));
        }
    }
}

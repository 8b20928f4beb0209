package dev.rostrum.roster;

import dev.rostrum.connector.Answer;
import dev.rostrum.connector.Cause;
import dev.rostrum.connector.ConnectorClient;
import dev.rostrum.connector.ConnectorFailure;
import dev.rostrum.connector.TeamDetails;
import dev.rostrum.domain.CachedText;
import dev.rostrum.domain.Call;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.Team;
import dev.rostrum.domain.TeamLink;
import dev.rostrum.domain.TrimmedId;
import dev.rostrum.store.people.TeamRemoval;
import dev.rostrum.store.people.TeamStore;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Teams the admin works with. */
public final class Teams {
    /** How many links one call takes. */
    public static final int MAX_LINKS = 1000;

    /**
     * What became of one pasted line.
     *
     * @param input the line as pasted
     * @param team the team, or null where it was not added
     * @param isNew whether it was not known before
     * @param trouble why it was not added and what to do, or null
     */
    public record Added(String input, Team team, boolean isNew, Reason trouble) {
        public boolean ok() {
            return trouble == null;
        }
    }

    private final ConnectorClient connector;
    private final TeamStore store;
    private final TeamRemoval removal;
    private final String tenantId;
    private final Clock clock;

    /**
     * @param tenantId the connection's tenant: links of another are refused
     */
    public Teams(ConnectorClient connector, TeamStore store, TeamRemoval removal, String tenantId, Clock clock) {
        this.connector = connector;
        this.store = store;
        this.removal = removal;
        this.tenantId = tenantId;
        this.clock = clock;
    }

    public List<Team> list() {
        return store.list();
    }

    /** A team that was taken out of the list. */
    @FunctionalInterface
    public interface Undo {
        /**
         * Puts the team back as it was.
         *
         * @throws Problem when it is in the list again, or was removed too long ago
         */
        void putBack();
    }

    /**
     * Takes a team out of the list.
     *
     * @throws Problem when it is not in the list
     */
    public Undo remove(String teamId) {
        return removal.remove(teamId)::putBack;
    }

    public Optional<Team> find(String teamId) {
        return store.find(teamId);
    }

    /**
     * Adds each line that is not blank, asking Teams for the team. A line that fails changes nothing and keeps no other from
     * being added.
     *
     * @param each told of each line when it is done
     */
    public void add(List<String> lines, Consumer<Added> each) throws InterruptedException {
        List<String> asked =
                lines.stream().filter(l -> !TrimmedId.of(l).isEmpty()).toList();
        if (asked.isEmpty()) {
            throw Problem.wrongUse("team.noLines");
        }
        if (asked.size() > MAX_LINKS) {
            throw Problem.wrongUse("team.tooManyLines", asked.size(), MAX_LINKS);
        }
        for (String line : asked) {
            each.accept(add(line));
        }
    }

    private Added add(String line) throws InterruptedException {
        try {
            TeamLink link = TeamLink.parse(line);
            if (link.tenantId() != null && !link.tenantId().equalsIgnoreCase(tenantId)) {
                throw Problem.wrongUse("team.otherTenant", link.tenantId());
            }
            Answer<TeamDetails> answer = connector.team(link.teamId());
            TeamDetails details = answer.value();
            String groupId = details.groupId() == null ? link.groupId() : details.groupId();
            boolean isNew = store.add(
                    link.teamId(), CachedText.name(details.name()), groupId, details.memberCount(), clock.instant());
            return new Added(line, store.find(link.teamId()).orElseThrow(), isNew, null);
        } catch (ConnectorFailure e) {
            return new Added(line, null, false, why(Call.TEAM, e));
        } catch (Problem e) {
            return new Added(line, null, false, e.reason());
        }
    }

    /** Why a team, or its roster, could not be read. */
    static Reason why(Call call, ConnectorFailure failure) {
        return Cause.of(call, failure).reason();
    }
}

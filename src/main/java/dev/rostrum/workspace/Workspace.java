package dev.rostrum.workspace;

import dev.rostrum.announce.AutomaticMessages;
import dev.rostrum.announce.DoNotContact;
import dev.rostrum.announce.Drafts;
import dev.rostrum.announce.Planner;
import dev.rostrum.announce.RemoteRuns;
import dev.rostrum.announce.Runs;
import dev.rostrum.connection.Connection;
import dev.rostrum.connection.doctor.OpenConnection;
import dev.rostrum.domain.ConnectionMark;
import dev.rostrum.domain.InboundSettings;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.PeopleFilter;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.Reply;
import dev.rostrum.domain.SavedFilter;
import dev.rostrum.domain.SavedList;
import dev.rostrum.domain.Team;
import dev.rostrum.domain.User;
import dev.rostrum.inbound.ActivityImport;
import dev.rostrum.inbound.ListeningSwitch;
import dev.rostrum.records.Exports;
import dev.rostrum.records.PersonErase;
import dev.rostrum.records.PersonExport;
import dev.rostrum.roster.ConversationCheck;
import dev.rostrum.roster.PeopleImport;
import dev.rostrum.roster.RosterChanges;
import dev.rostrum.roster.RosterSync;
import dev.rostrum.roster.SavedLists;
import dev.rostrum.roster.Teams;
import dev.rostrum.store.query.AnnouncementQuery;
import dev.rostrum.store.query.AuditQuery;
import dev.rostrum.store.query.ConversationHistory;
import dev.rostrum.store.query.ConversationQuery;
import dev.rostrum.store.query.DeliveryQuery;
import dev.rostrum.store.query.DraftQuery;
import dev.rostrum.store.query.EventQuery;
import dev.rostrum.store.query.OutcomeQuery;
import dev.rostrum.store.query.RequestQuery;
import dev.rostrum.store.query.RunQuery;
import dev.rostrum.store.query.UserQuery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * An open connection.
 *
 * @param connection where it leads; for the sandbox with the address it listens on
 * @param views what can be read, always there
 * @param actions what changes data or speaks to Teams; empty where the file is open for reading only
 * @param readOnlyBecause why there are no actions, or null
 * @param suggestedTeams links of teams to begin with (the sandbox's own), else empty
 * @param closing releases everything
 * @param mark how careful the admin wants to be with it
 */
public record Workspace(
        Connection connection,
        Views views,
        Optional<Actions> actions,
        Reason readOnlyBecause,
        List<SuggestedTeam> suggestedTeams,
        Runnable closing,
        ConnectionMark mark)
        implements AutoCloseable {

    /** One with which the admin is not more careful than usual. */
    public Workspace(
            Connection connection,
            Views views,
            Optional<Actions> actions,
            Reason readOnlyBecause,
            List<SuggestedTeam> suggestedTeams,
            Runnable closing) {
        this(connection, views, actions, readOnlyBecause, suggestedTeams, closing, ConnectionMark.NONE);
    }

    /** The same with this mark. */
    public Workspace marked(ConnectionMark other) {
        return new Workspace(connection, views, actions, readOnlyBecause, suggestedTeams, closing, other);
    }

    /** Reading, beside another writing process too. */
    public interface Views {
        /** All teams by name. */
        List<Team> teams();

        /**
         * A person by user id, Entra object id, UPN or email, also one that is out of use.
         *
         * @throws Problem naming the candidates where an address fits several, and neither one of them alone is in a team
         */
        Optional<User> find(String name);

        /** Everybody whom such an id or address fits. */
        List<User> named(String name);

        /** Lists of people that are kept, by name. */
        List<SavedList> lists();

        /** Filters of people that are kept, by name. */
        List<SavedFilter> filters();

        /** The person chosen as "me". */
        Optional<User> me();

        /** Who joined and left teams since earlier syncs. */
        RosterChanges rosterChanges();

        UserQuery users();

        ConversationQuery conversations();

        /** What happened with them. */
        ConversationHistory conversationHistory();

        DeliveryQuery deliveries();

        /** One line per person of an announcement, with the latest outcome over its jobs. */
        OutcomeQuery outcomes();

        /** Announcements, each once. */
        AnnouncementQuery announcements();

        /** Their jobs. */
        RunQuery runs();

        /** What is being written and was not sent. */
        DraftQuery drafts();

        /** Who decided what, when. */
        AuditQuery audit();

        /** What was asked of Teams, by deliveries and else. */
        RequestQuery requests();

        /** What Teams told, and what it changed. */
        EventQuery events();

        /** Previews and dry runs. It plans only where the file is open for writing. */
        Planner planner();

        /** The runs of the process that writes, where that is another one. */
        RemoteRuns remoteRuns();

        /** What the bot does with what people do in Teams. */
        InboundSettings inbound();

        /** When Teams told the bot something last, to whatever process. */
        Optional<Instant> lastEventAt();

        /** Everything kept about people, as a file. */
        PersonExport personExport();

        /** Files with people in them that were written. */
        Exports exports();

        /** What a person wrote to the bot and is still kept, the newest first. */
        List<Reply> replies(String userId);

        /** How many replies are kept. */
        long replyCount();
    }

    /** Changing. */
    public interface Actions {
        Teams teams();

        RosterSync rosters();

        /** Asks for stored conversations anew, and forgets them. */
        ConversationCheck conversations();

        Planner planner();

        Runs runs();

        /** Keeps what is being written. */
        Drafts drafts();

        /** What is sent because an event asks for it, while this is a window or a listener. */
        AutomaticMessages automatic();

        /** Makes and changes lists of people. */
        SavedLists lists();

        /**
         * Keeps a filter of people under a name; one that bore it until now goes.
         *
         * @throws Problem when the name is none, or there are as many as may be
         */
        SavedFilter saveFilter(String name, PeopleFilter filter);

        /** @throws Problem when another filter bears the name */
        void renameFilter(SavedFilter filter, String name);

        void deleteFilter(SavedFilter filter);

        /** People to whom nothing is sent. */
        DoNotContact doNotContact();

        /** Erases people. */
        PersonErase erase();

        /** Throws the search index of people away and makes it anew, in the background. {@link UserQuery#indexed} says how far it is. */
        void indexAnew();

        /** Chooses "me". */
        void setMe(String userId);

        /** Takes over people of another program of the same bot. */
        PeopleImport imports();

        /** Takes over what a bot elsewhere was told, from captured activities. */
        ActivityImport activities();

        /** What listens for what Teams tells the bot. It ends with this workspace. */
        ListeningSwitch listening();

        /**
         * Changes what the bot does with what people do in Teams. It holds at once: in the window it listens afterwards as the
         * settings say, which can take seconds.
         *
         * @param change is given what is stored, and may be called again
         * @throws Problem saying what is wrong with the settings; nothing is changed then
         */
        InboundSettings changeInbound(UnaryOperator<InboundSettings> change);

        /** Deletes all replies that are kept. */
        void deleteReplies();

        /** Sends to the person picked as "me" alone. */
        MessageToMe messageToMe();

        /** What this open connection lends to the doctor. */
        OpenConnection doctor();
    }

    /** Sends a message that is being written to the person picked as "me", and waits for its end. It counts in no rule and no list. */
    @FunctionalInterface
    public interface MessageToMe {
        /**
         * @param userId me
         * @param title may be blank
         * @return empty when Teams accepted it, else what became of it
         * @throws Problem saying why it was not tried
         */
        Optional<Reason> send(String userId, String title, Message message) throws InterruptedException;
    }

    /** A team one may add, with its link. */
    public record SuggestedTeam(String name, int members, String link) {}

    /** @throws Problem saying why nothing can be changed */
    public Actions act() {
        return actions.orElseThrow(() -> new Problem(Problem.Kind.FAILED, readOnlyBecause, null));
    }

    /** What the doctor may use of it; nothing where the file is open for reading only. */
    public OpenConnection forDoctor() {
        return actions.map(Actions::doctor).orElse(OpenConnection.NONE);
    }

    @Override
    public void close() {
        closing.run();
    }
}

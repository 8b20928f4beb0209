package dev.rostrum.connection.doctor;

import dev.rostrum.auth.SignInFailure;
import dev.rostrum.connection.Connection;
import dev.rostrum.connection.Connection.Credential;
import dev.rostrum.connection.Connectors;
import dev.rostrum.connection.DataFiles;
import dev.rostrum.connection.ExpiryWarning;
import dev.rostrum.connector.Cause;
import dev.rostrum.connector.ConnectorClient;
import dev.rostrum.connector.ConnectorFailure;
import dev.rostrum.connector.ConnectorFailure.NoToken;
import dev.rostrum.connector.MembersPage;
import dev.rostrum.connector.TeamDetails;
import dev.rostrum.domain.Call;
import dev.rostrum.domain.PlainText;
import dev.rostrum.domain.Problem;
import dev.rostrum.domain.Reason;
import dev.rostrum.domain.Team;
import dev.rostrum.domain.User;
import dev.rostrum.store.Database;
import dev.rostrum.store.StoreFailure;
import dev.rostrum.store.people.TeamStore;
import dev.rostrum.store.people.UserStore;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What is asked of Microsoft: a token, a team, a page of its roster, a conversation, a message. */
final class TeamsChecks implements AutoCloseable {
    /** Sign-in errors that only the tenant's side can end. */
    private static final Set<String> OF_THE_REGISTRATION =
            Set.of("AADSTS7000222", "AADSTS7000215", "AADSTS700027", "AADSTS700016", "AADSTS7000112", "AADSTS53003");

    private final Examination asked;
    private final Connection connection;
    private final Connectors connectors;
    private final DataFiles files;
    private final Clock clock;
    private volatile Reason barrier;
    private volatile String teamId;
    private volatile User me;
    private volatile boolean teamFailed;
    private volatile boolean conversationFailed;
    private volatile ConnectorClient own;

    TeamsChecks(Examination asked, Connectors connectors, DataFiles files, Clock clock) {
        this.asked = asked;
        this.connection = asked.connection();
        this.connectors = connectors;
        this.files = files;
        this.clock = clock;
    }

    void note(CheckResult result, NetworkChecks network) {
        boolean failed = result.outcome() == CheckOutcome.FAILED;
        if (network.barrier() != null) {
            barrier = network.barrier();
        } else if (result.check() == Check.TOKEN && failed) {
            barrier = Reason.of("doctor.needs.token");
        }
        teamFailed |= result.check() == Check.TEAM && failed;
        conversationFailed |= result.check() == Check.CONVERSATION && result.outcome() != CheckOutcome.OK;
    }

    CheckResult token() {
        if (barrier != null) {
            return CheckResult.notRun(Check.TOKEN, barrier);
        }
        if (connection.credential() instanceof Credential.None) {
            return CheckResult.notRun(Check.TOKEN, Reason.of("doctor.token.unneeded"));
        }
        try {
            connectors.tokens(connection).token();
        } catch (SignInFailure e) {
            return noToken(e.code(), e.reason());
        } catch (Problem e) {
            return CheckResult.failed(Check.TOKEN, Reason.of("doctor.token.incomplete"), e.reason(), Responsible.YOU);
        }
        return connection
                .expiryWarning(clock)
                .map(TeamsChecks::expiring)
                .orElseGet(() -> CheckResult.ok(Check.TOKEN, Reason.of("doctor.token.given")));
    }

    private static CheckResult expiring(ExpiryWarning warning) {
        Reason finding = warning.level() == ExpiryWarning.Level.ENDED
                ? Reason.of("doctor.token.ended")
                : Reason.of("doctor.token.ends", Math.max(0, warning.days()));
        return CheckResult.of(Check.TOKEN, CheckOutcome.WARNING, finding, warning.reason(), Responsible.APP_OWNER);
    }

    private static CheckResult noToken(String code, Reason reason) {
        if (code.startsWith("AADSTS")) {
            return CheckResult.failed(
                            Check.TOKEN,
                            Reason.of("doctor.token.refused", PlainText.code(code)),
                            reason,
                            OF_THE_REGISTRATION.contains(code) ? Responsible.APP_OWNER : Responsible.YOU)
                    .withCode(code);
        }
        Reason finding =
                switch (code) {
                    case "SecretMissing" -> Reason.of("doctor.token.noSecret");
                    case "SecretStore" -> Reason.of("doctor.token.notFromStore");
                    case "CredentialUnusable" -> Reason.of("doctor.token.certificate");
                    case "SignInNotReached" -> Reason.of("doctor.token.notReached");
                    case "SignInUnanswered" -> Reason.of("doctor.token.unanswered");
                    default -> Reason.of("doctor.token.refused", PlainText.code(code));
                };
        boolean way = code.equals("SignInNotReached") || code.equals("Redirected");
        return CheckResult.failed(Check.TOKEN, finding, reason, way ? Responsible.NETWORK_ADMIN : Responsible.YOU)
                .withCode(code);
    }

    CheckResult team() throws InterruptedException {
        if (barrier != null) {
            return CheckResult.notRun(Check.TEAM, barrier);
        }
        teamId = asked.teamId() == null
                ? stored(database -> new TeamStore(database).list().stream().findFirst())
                        .map(Team::id)
                        .orElse(null)
                : asked.teamId();
        if (teamId == null) {
            return CheckResult.notRun(
                    Check.TEAM, Reason.of("doctor.team.none"), Reason.of("doctor.team.none.fix"), Responsible.YOU);
        }
        try {
            TeamDetails team = client().team(teamId).value();
            return CheckResult.ok(
                    Check.TEAM,
                    team.memberCount() == null
                            ? Reason.of("doctor.team.read")
                            : Reason.of("doctor.team.members", team.memberCount()));
        } catch (ConnectorFailure e) {
            return ofTeam(Check.TEAM, e);
        }
    }

    /** Here a 403 or 404 speaks of the team, not of a person. */
    private static CheckResult ofTeam(Check check, ConnectorFailure failure) {
        if (failure.status() != 403 && failure.status() != 404) {
            return refused(check, failure);
        }
        boolean unknown = failure.status() == 404;
        return CheckResult.failed(
                        check,
                        said(failure),
                        Reason.of(unknown ? "doctor.team.unknown.meaning" : "doctor.team.without.meaning"),
                        Reason.of(unknown ? "doctor.team.unknown.fix" : "doctor.team.without.fix"),
                        unknown ? Responsible.YOU : Responsible.TEAMS_ADMIN)
                .withCode(failure.status() + " " + failure.code());
    }

    private static CheckResult refused(Check check, ConnectorFailure failure) {
        if (failure instanceof NoToken refusal) {
            CheckResult token = noToken(refusal.code(), refusal.reason());
            return CheckResult.failed(
                            check, Reason.of("doctor.needs.tokenBut", token.finding()), refusal.reason(), token.who())
                    .withCode(token.code());
        }
        Reason reason = Cause.of(Call.TEAM, failure).reason();
        Responsible who = reason.code().equals("answer.teamNotOpen") ? Responsible.TEAMS_ADMIN : Responsible.YOU;
        return CheckResult.failed(check, said(failure), reason, who)
                .withCode(failure.status() == 0 ? failure.code() : failure.status() + " " + failure.code());
    }

    private static Reason said(ConnectorFailure failure) {
        return failure.status() == 0 ? Reason.of("doctor.unanswered") : Reason.of("doctor.refusedBy", failure.status());
    }

    CheckResult roster() throws InterruptedException {
        if (barrier != null) {
            return CheckResult.notRun(Check.ROSTER, barrier);
        }
        if (teamId == null) {
            return CheckResult.notRun(Check.ROSTER, Reason.of("doctor.team.none"));
        }
        if (teamFailed) {
            return CheckResult.notRun(Check.ROSTER, Reason.of("doctor.needs.team"));
        }
        try {
            MembersPage page =
                    client().members(teamId, ConnectorClient.MIN_PAGE, null).value();
            int people = page.members().size();
            return CheckResult.ok(
                    Check.ROSTER, Reason.of(page.next() == null ? "doctor.roster.all" : "doctor.roster.first", people));
        } catch (ConnectorFailure e) {
            return ofTeam(Check.ROSTER, e);
        }
    }

    CheckResult conversation() throws InterruptedException {
        if (barrier != null) {
            return CheckResult.notRun(Check.CONVERSATION, barrier);
        }
        me = stored(database -> new UserStore(database).me()).orElse(null);
        if (me == null) {
            return CheckResult.notRun(
                    Check.CONVERSATION, Reason.of("doctor.me.none"), Reason.of("doctor.me.none.fix"), Responsible.YOU);
        }
        try {
            client().openConversation(me.id());
            return CheckResult.ok(
                    Check.CONVERSATION,
                    Reason.of("doctor.conversation.open"),
                    Reason.of("doctor.conversation.open.meaning"));
        } catch (ConnectorFailure e) {
            return refused(Check.CONVERSATION, e);
        }
    }

    CheckResult message() throws InterruptedException {
        if (!asked.messageMe()) {
            return CheckResult.notRun(Check.MESSAGE, barrier == null ? Reason.of("doctor.message.unasked") : barrier);
        }
        if (barrier != null) {
            return CheckResult.notRun(Check.MESSAGE, barrier);
        }
        if (me == null) {
            return CheckResult.notRun(
                    Check.MESSAGE, Reason.of("doctor.me.none"), Reason.of("doctor.me.none.fix"), Responsible.YOU);
        }
        if (conversationFailed) {
            return CheckResult.notRun(Check.MESSAGE, Reason.of("doctor.needs.conversation"));
        }
        if (asked.openConnection().message() == null) {
            return CheckResult.notRun(Check.MESSAGE, Reason.of("doctor.needs.writing"));
        }
        try {
            return asked.openConnection()
                    .message()
                    .send(me.lastingId())
                    .map(trouble -> CheckResult.failed(
                            Check.MESSAGE, Reason.of("doctor.message.notAccepted"), trouble, Responsible.YOU))
                    .orElseGet(() -> CheckResult.ok(
                            Check.MESSAGE,
                            Reason.of("doctor.message.accepted"),
                            Reason.of("doctor.message.accepted.meaning")));
        } catch (Problem e) {
            return CheckResult.failed(Check.MESSAGE, Reason.of("doctor.message.notSent"), e.reason(), Responsible.YOU);
        }
    }

    private ConnectorClient client() {
        if (asked.openConnection().connector() != null) {
            return asked.openConnection().connector();
        }
        if (own == null) {
            own = connectors.open(connection);
        }
        return own;
    }

    /** What the data file holds; nothing where it cannot be opened, which its own check says. */
    private <T> Optional<T> stored(Function<Database, Optional<T>> reading) {
        try (Database database = Database.openForReading(files.of(connection), DataFiles.identity(connection))) {
            return reading.apply(database);
        } catch (StoreFailure e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        if (own != null) {
            own.close();
        }
    }
}

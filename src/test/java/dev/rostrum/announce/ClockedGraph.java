package dev.rostrum.announce;

import dev.rostrum.auth.TokenSource;
import dev.rostrum.connector.ConnectorClient;
import dev.rostrum.connector.ConnectorTarget;
import dev.rostrum.connector.Pacer;
import dev.rostrum.domain.Audience;
import dev.rostrum.domain.GuardRules;
import dev.rostrum.domain.Message;
import dev.rostrum.domain.PauseLimits;
import dev.rostrum.domain.SendChoices;
import dev.rostrum.domain.SendingRules;
import dev.rostrum.domain.ServiceUrl;
import dev.rostrum.domain.TextFormat;
import dev.rostrum.domain.Ticker;
import dev.rostrum.domain.User;
import dev.rostrum.http.CallLimits;
import dev.rostrum.http.Network;
import dev.rostrum.store.AuditLog;
import dev.rostrum.store.Database;
import dev.rostrum.store.StoreFixture;
import dev.rostrum.store.ledger.Ledger;
import dev.rostrum.testing.TestGraph;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** All that sends, on a real data file, with clock, ticker, rate and limits of a test, against a server of the test. */
final class ClockedGraph implements AutoCloseable {
    static final Message HELLO = new Message("Hello", TextFormat.PLAIN);
    static final int IN_FLIGHT = 8;
    static final String TEAM = "19:everybody@thread.tacv2";
    private static final SendingRules RULES =
            new SendingRules(new GuardRules(false, 1, 1, 0, null, null), PauseLimits.DEFAULT);

    final AtomicInteger tokensAsked = new AtomicInteger();
    /** Held up here by whoever wants a token; nothing unless a test says so. */
    volatile Runnable signingIn = () -> {};

    final Database database;
    final Ledger ledger;
    final ConnectorClient connector;
    final Planner planner;
    final Runs runs;

    /** With pacing lifted, and time that passes by itself. */
    static ClockedGraph unpaced(Path file, String url, Clock clock) {
        return new ClockedGraph(file, url, Double.POSITIVE_INFINITY, CallLimits.DEFAULT, clock, System::nanoTime);
    }

    /** @param rate requests per second; infinite lifts pacing */
    ClockedGraph(Path file, String url, double rate, CallLimits limits, Clock clock, Ticker ticker) {
        database = Database.openForWriting(
                file, StoreFixture.IDENTITY, "test", Duration.ZERO, holder -> {}, clock, ticker);
        ledger = Ledger.of(database, RULES::guard, new AuditLog(() -> "tester"));
        ledger.jobs().recover(clock.instant());
        connector = new ConnectorClient(
                new ConnectorTarget(
                        ServiceUrl.parse(url, url.startsWith("http:")),
                        "99999999-9999-4999-8999-999999999999",
                        "11111111-aaaa-4bbb-8ccc-222222222222"),
                new TokenSource() {
                    @Override
                    public String token() {
                        tokensAsked.incrementAndGet();
                        signingIn.run();
                        return "one-token";
                    }

                    @Override
                    public void refused(String token) {
                        throw new IllegalStateException("the server refused the token");
                    }
                },
                new Pacer(rate, ticker),
                clock,
                ticker,
                limits,
                Network.DEFAULT,
                request -> {});
        planner = new Planner(database, ledger, connector, clock);
        runs = new Runs(ledger, connector, IN_FLIGHT, () -> RULES, clock, ticker);
    }

    /** Adds a team of so many people. */
    ClockedGraph people(int count, Clock clock) {
        List<User> people = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            people.add(StoreFixture.user("29:" + i, null, "Person " + i));
        }
        StoreFixture.roster(database, TEAM, clock.instant(), people);
        return this;
    }

    /** Plans an announcement to all of them. */
    long plan() throws InterruptedException {
        return plan(SendChoices.NONE);
    }

    long plan(SendChoices choices) throws InterruptedException {
        return TestGraph.plan(planner, new JobRequest.Send("Hello", HELLO, Audience.ofTeams(Set.of(TEAM)), choices));
    }

    @Override
    public void close() {
        runs.close();
        connector.close();
        database.close();
    }
}

package dev.rostrum.connection;

import dev.rostrum.domain.ServiceUrl;
import dev.rostrum.domain.Ticker;
import dev.rostrum.store.StoreFailure;
import dev.rostrum.store.people.ToldAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The connector's address that calls go to: what the admin typed; else, for a tenant that Teams has told of by an event, the region that
 * the newest one named, on the host of the connection's cloud; else that cloud's own (decision 0054). Safe for use by many threads.
 */
public final class ServiceAddress {
    /** Where it comes from. */
    public enum Source {
        /** The admin typed it, or it is that of a service on this computer. */
        SETTINGS,
        /** It is the cloud's, for tenants of which no event has told. */
        CLOUD,
        /** An event of Teams named it. */
        EVENT
    }

    /**
     * What is in use.
     *
     * @param told what the newest event named, believed or not; or null
     * @param toldAt when that was; or null
     */
    public record InUse(ServiceUrl url, Source source, String told, Instant toldAt) {
        /** Whether the newest event named another host than the one that is spoken to. */
        public boolean otherHost() {
            return told != null
                    && ServiceUrl.namedHost(told)
                            .filter(host -> !host.equals(url.host()))
                            .isPresent();
        }
    }

    private static final Duration FRESH = Duration.ofMinutes(1);

    private final Connection connection;
    private final Supplier<Optional<ToldAddress>> told;
    private final Ticker ticker;
    private InUse inUse;
    private long readAt;

    /** @param told reads what the newest event named; asked at most once a minute */
    public ServiceAddress(Connection connection, Supplier<Optional<ToldAddress>> told, Ticker ticker) {
        this.connection = connection;
        this.told = told;
        this.ticker = ticker;
    }

    /** Where the next call goes. */
    public ServiceUrl url() {
        return inUse().url();
    }

    /** The same, and where it comes from. */
    public synchronized InUse inUse() {
        if (inUse == null || ticker.nanos() - readAt >= FRESH.toNanos()) {
            readAt = ticker.nanos();
            try {
                inUse = of(connection, told.get().orElse(null));
            } catch (StoreFailure e) {
                // Whatever address was right a minute ago is right enough for the next call.
                inUse = inUse == null ? of(connection, null) : inUse;
            }
        }
        return inUse;
    }

    private static InUse of(Connection connection, ToldAddress told) {
        ServiceUrl set = connection.serviceUrl();
        String named = told == null ? null : told.url();
        Instant at = told == null ? null : told.at();
        if (set.local() || !set.equals(ServiceUrl.parse(connection.cloud().serviceUrl(), false))) {
            return new InUse(set, Source.SETTINGS, named, at);
        }
        return Optional.ofNullable(named)
                .flatMap(url -> set.inRegion(url, connection.tenantId()))
                .map(url -> new InUse(url, Source.EVENT, named, at))
                .orElseGet(() -> new InUse(set, Source.CLOUD, named, at));
    }
}

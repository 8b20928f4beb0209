package dev.rostrum.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.connection.Connection.Address;
import dev.rostrum.connection.Connection.Bot;
import dev.rostrum.connection.Connection.Credential;
import dev.rostrum.connection.Connection.Pace;
import dev.rostrum.connection.Connection.SecretStorage;
import dev.rostrum.connection.ServiceAddress.Source;
import dev.rostrum.domain.Cloud;
import dev.rostrum.domain.ServiceUrl;
import dev.rostrum.store.StoreFailure;
import dev.rostrum.store.people.ToldAddress;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ServiceAddressTest {
    private static final String TENANT = "11111111-aaaa-4bbb-8ccc-222222222222";
    private static final String REGION = "https://smba.trafficmanager.net/emea/" + TENANT + "/";
    private static final Instant AT = Instant.parse("2026-03-02T09:20:00Z");

    private String told;
    private boolean broken;
    private int asked;
    private long now;

    private ServiceAddress address(Connection.Kind kind, ServiceUrl set, Cloud cloud) {
        Connection connection = new Connection(
                "id",
                "Contoso",
                kind,
                new Bot("99999999-9999-4999-8999-999999999999", BotType.SINGLE_TENANT, null, TENANT),
                new Address(cloud, set),
                new Credential.Secret(null),
                SecretStorage.SESSION,
                NetworkSettings.DEFAULT,
                Pace.DEFAULT,
                "x.db");
        return new ServiceAddress(connection, this::told, () -> now);
    }

    private Optional<ToldAddress> told() {
        asked++;
        if (broken) {
            throw new StoreFailure(StoreFailure.Cause.OTHER, null, "store.eventsWait", 1);
        }
        return Optional.ofNullable(told).map(url -> new ToldAddress(url, AT));
    }

    private static ServiceUrl remote(String url) {
        return ServiceUrl.parse(url, false);
    }

    @Test
    void theNewestEventNamesTheRegionWhereNothingWasTyped() {
        ServiceAddress address = address(Connection.Kind.TENANT, remote(ServiceUrl.PUBLIC), Cloud.PUBLIC);
        assertThat(address.url()).hasToString(ServiceUrl.PUBLIC);
        assertThat(address.inUse().source()).isEqualTo(Source.CLOUD);
        told = REGION;
        assertThat(address.url()).as("asked once a minute").hasToString(ServiceUrl.PUBLIC);
        assertThat(asked).isEqualTo(1);
        now += TimeUnit.MINUTES.toNanos(1);
        assertThat(address.url()).hasToString(REGION);
        assertThat(address.inUse().source()).isEqualTo(Source.EVENT);
        assertThat(address.inUse().toldAt()).isEqualTo(AT);
        assertThat(address.inUse().otherHost()).isFalse();
        broken = true;
        now += TimeUnit.MINUTES.toNanos(1);
        assertThat(address.url()).as("the file cannot be read").hasToString(REGION);
        assertThat(asked).isEqualTo(3);
    }

    @Test
    void whatTheAdminTypedStays() {
        told = REGION;
        String typed = "https://smba.trafficmanager.net/amer/";
        ServiceAddress address = address(Connection.Kind.TENANT, remote(typed), Cloud.PUBLIC);
        assertThat(address.url()).hasToString(typed);
        assertThat(address.inUse().source()).isEqualTo(Source.SETTINGS);
        ServiceUrl here = ServiceUrl.parse("http://127.0.0.1:8080/", true);
        told = "http://127.0.0.1:8080/emea/";
        assertThat(address(Connection.Kind.LOCAL, here, Cloud.PUBLIC).url()).isEqualTo(here);
        ServiceUrl byName = ServiceUrl.parse("https://connector.example.com/teams/", "connector.example.com");
        told = "https://connector.example.com/emea/";
        assertThat(address(Connection.Kind.TENANT, byName, Cloud.PUBLIC).url()).isEqualTo(byName);
    }

    @Test
    void noEventLeadsToAnotherHost() {
        for (String other : new String[] {
            "https://smba.infra.gcc.teams.microsoft.com/teams/",
            "https://evil.example/emea/",
            "http://smba.trafficmanager.net/emea/",
            "https://smba.trafficmanager.net/emea/" + "99999999-aaaa-4bbb-8ccc-222222222222/",
            "nothing"
        }) {
            told = other;
            ServiceAddress address = address(Connection.Kind.TENANT, remote(ServiceUrl.PUBLIC), Cloud.PUBLIC);
            assertThat(address.url()).as(other).hasToString(ServiceUrl.PUBLIC);
            assertThat(address.inUse().source()).isEqualTo(Source.CLOUD);
            assertThat(address.inUse().otherHost()).isEqualTo(other.contains("gcc") || other.contains("evil"));
        }
        told = "https://smba.infra.gcc.teams.microsoft.com/gcc/";
        assertThat(address(Connection.Kind.TENANT, remote(Cloud.GCC.serviceUrl()), Cloud.GCC)
                        .url())
                .hasToString(told);
    }
}

package dev.rostrum.announce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rostrum.auth.TokenSource;
import dev.rostrum.connector.ConnectorClient;
import dev.rostrum.connector.ConnectorTarget;
import dev.rostrum.connector.Pacer;
import dev.rostrum.domain.ServiceUrl;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class PlannerAddressTest {
    @Test
    void aPlanNamesTheAddressThatAnEventNamedAndNotTheOneThatIsSet() {
        String app = "99999999-9999-4999-8999-999999999999";
        ServiceUrl set = ServiceUrl.parse("https://smba.trafficmanager.net/teams/", false);
        AtomicReference<ServiceUrl> told = new AtomicReference<>(set);
        try (ConnectorClient client = new ConnectorClient(
                new ConnectorTarget(set, app, app, told::get),
                new TokenSource() {
                    @Override
                    public String token() {
                        return "token";
                    }

                    @Override
                    public void refused(String token) {}
                },
                new Pacer(20, System::nanoTime),
                Clock.systemUTC(),
                System::nanoTime)) {
            Planner planner = new Planner(null, null, client, Clock.systemUTC());
            assertThat(planner.serviceUrl()).isEqualTo(set);
            ServiceUrl region = ServiceUrl.parse("https://smba.trafficmanager.net/emea/", false);
            told.set(region);
            assertThat(planner.serviceUrl()).isEqualTo(region);
        }
    }
}

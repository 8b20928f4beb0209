package dev.rostrum.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rostrum.connection.TestCertificates;
import dev.rostrum.http.CallFailure.NotSent;
import dev.rostrum.http.Network.Trust;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real handshakes with certificates that ended, do not count yet, are another's or nobody's. */
@Timeout(60)
class CertificateTroubleTest {
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final Instant longAgo = now.minus(400, ChronoUnit.DAYS);
    private final Instant yesterday = now.minus(1, ChronoUnit.DAYS);
    private final Instant tomorrow = now.plus(1, ChronoUnit.DAYS);
    private final Instant farOff = now.plus(400, ChronoUnit.DAYS);

    @TempDir
    Path folder;

    private TestCertificates known;
    private TestCertificates unknown;

    @BeforeEach
    void authorities() throws GeneralSecurityException {
        known = TestCertificates.authority("Known", null, longAgo, farOff);
        unknown = TestCertificates.authority("Unknown", null, longAgo, farOff);
    }

    private CertificateTrouble met(SSLContext shown) throws Exception {
        Path bundle = Files.writeString(folder.resolve("roots.pem"), known.certificatePem());
        try (RawServer server = new RawServer(shown.getServerSocketFactory());
                Transport transport = new Transport(
                        "dates",
                        CallLimits.DEFAULT,
                        true,
                        Network.DEFAULT,
                        new TrustStores(List.of(), List.of(bundle)).context(Trust.JDK_AND_OS),
                        System::nanoTime)) {
            server.otherwise(RawServer.answer(201, "{\"id\":\"1\"}"));
            URI uri = URI.create("https://localhost:" + server.port() + "/v3/x");
            NotSent failure = catchThrowableOfType(
                    NotSent.class, () -> transport.exchange(new Transport.Call("POST", uri, new byte[0])));
            assertThat(server.heads()).isEqualTo(failure == null ? 1 : 0);
            return failure == null ? null : failure.certificate();
        }
    }

    @Test
    void whatIsInOrderIsBelieved() throws Exception {
        assertThat(met(TestTls.showing(server("localhost", known, yesterday, tomorrow), known)))
                .isNull();
    }

    private static TestCertificates server(String host, TestCertificates by, Instant from, Instant to)
            throws GeneralSecurityException {
        return TestCertificates.server(host, by, from, to);
    }

    @Test
    void oneThatEndedIsToldSoWhoeverMadeIt() throws Exception {
        for (TestCertificates by : List.of(known, unknown)) {
            assertThat(met(TestTls.showing(server("localhost", by, longAgo, yesterday), by)))
                    .isEqualTo(CertificateTrouble.EXPIRED);
        }
        assertThat(met(TestTls.showing(server("localhost", null, longAgo, yesterday))))
                .as("its own voucher")
                .isEqualTo(CertificateTrouble.EXPIRED);
    }

    @Test
    void oneThatDoesNotCountYetIsToldSoWhoeverMadeIt() throws Exception {
        for (TestCertificates by : List.of(known, unknown)) {
            assertThat(met(TestTls.showing(server("localhost", by, tomorrow, farOff), by)))
                    .isEqualTo(CertificateTrouble.NOT_YET_VALID);
        }
    }

    @Test
    void theOneThatMadeItMayHaveEndedToo() throws Exception {
        for (TestCertificates by : List.of(known, unknown)) {
            TestCertificates between = TestCertificates.authority("Between", by, longAgo, yesterday);
            assertThat(met(TestTls.showing(server("localhost", between, yesterday, tomorrow), between, by)))
                    .isEqualTo(CertificateTrouble.EXPIRED);
        }
    }

    @Test
    void anOldRootFurtherUpDoesNotHideThatNobodyVouches() throws Exception {
        TestCertificates old = TestCertificates.authority("Old", null, longAgo, yesterday);
        TestCertificates between = TestCertificates.authority("Between", old, longAgo, tomorrow);
        assertThat(met(TestTls.showing(server("localhost", between, yesterday, tomorrow), between, old)))
                .isEqualTo(CertificateTrouble.UNTRUSTED);
    }

    @Test
    void anothersNameAndNobodysWord() throws Exception {
        assertThat(met(TestTls.showing(server("other.example", known, yesterday, tomorrow), known)))
                .isEqualTo(CertificateTrouble.OTHER_NAME);
        assertThat(met(TestTls.showing(server("localhost", unknown, yesterday, tomorrow), unknown)))
                .isEqualTo(CertificateTrouble.UNTRUSTED);
    }
}

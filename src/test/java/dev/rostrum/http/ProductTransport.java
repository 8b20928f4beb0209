package dev.rostrum.http;

import java.net.URI;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/** The transport of the product, for measurements beside other clients. */
public final class ProductTransport implements AutoCloseable {
    private final Transport transport;

    /**
     * @param tls whom to trust, or null
     * @param proxy the way out
     */
    public ProductTransport(SSLContext tls, Duration deadline, Network.Proxy proxy) {
        transport = new Transport(
                "measured",
                new CallLimits(Duration.ofSeconds(10), deadline),
                false,
                new Network(proxy, Network.Trust.JDK),
                tls,
                System::nanoTime);
    }

    /** Posts this and reads the answer to its end; the status. */
    public int post(URI uri, byte[] body) throws CallFailure {
        return transport
                .exchange(new Transport.Call("POST", uri, body).with("Content-Type", "application/json; charset=utf-8"))
                .status();
    }

    @Override
    public void close() {
        transport.close();
    }
}

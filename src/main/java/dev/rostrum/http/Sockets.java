package dev.rostrum.http;

import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.io.SocketConfig;

/**
 * Sockets that can be looked at without waiting ({@link ChannelSocket}). They know no SOCKS; where the system is set to such a proxy,
 * that one is named for each route, and its socket is Java's own.
 */
final class Sockets extends PoolingHttpClientConnectionManagerBuilder {
    /**
     * @param options of every socket
     * @param system whether the system's SOCKS proxy counts
     */
    Sockets(SocketConfig options, boolean system) {
        setDefaultSocketConfig(options);
        ProxySelector selector = system ? ProxySelector.getDefault() : null;
        if (selector != null) {
            setSocketConfigResolver(route -> {
                SocketAddress socks = socks(selector, route);
                return socks == null
                        ? options
                        : SocketConfig.copy(options).setSocksProxyAddress(socks).build();
            });
        }
    }

    /** The SOCKS proxy to the first host of a route, asked for as Java's own sockets do; null for none. */
    private static SocketAddress socks(ProxySelector selector, HttpRoute route) {
        HttpHost first = route.getProxyHost() == null ? route.getTargetHost() : route.getProxyHost();
        String host = first.getHostName().indexOf(':') < 0 ? first.getHostName() : "[" + first.getHostName() + "]";
        int port = first.getPort() > 0 ? first.getPort() : URIScheme.HTTP.same(first.getSchemeName()) ? 80 : 443;
        java.net.Proxy named = selector.select(URI.create("socket://" + host + ":" + port)).stream()
                .findFirst()
                .orElse(java.net.Proxy.NO_PROXY);
        return named.type() == java.net.Proxy.Type.SOCKS && named.address() instanceof InetSocketAddress address
                // Its address may not be looked up yet.
                ? address.isUnresolved() ? new InetSocketAddress(address.getHostString(), address.getPort()) : address
                : null;
    }

    @Override
    protected HttpClientConnectionOperator createConnectionOperator(
            SchemePortResolver ports, DnsResolver names, TlsSocketStrategy tls) {
        return new DefaultHttpClientConnectionOperator(
                socks -> socks == null ? new ChannelSocket() : new Socket(socks),
                ports,
                names,
                RegistryBuilder.<TlsSocketStrategy>create()
                        .register(URIScheme.HTTPS.id, tls)
                        .build());
    }
}

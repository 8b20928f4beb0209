package dev.rostrum.bench;

import dev.rostrum.http.Network;
import dev.rostrum.http.ProductTransport;
import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.auth.AuthSchemeFactory;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.CredentialsProvider;
import org.apache.hc.client5.http.auth.NTCredentials;
import org.apache.hc.client5.http.auth.StandardAuthScheme;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.auth.BasicSchemeFactory;
import org.apache.hc.client5.http.impl.auth.CredentialsProviderBuilder;
import org.apache.hc.client5.http.impl.auth.NTLMSchemeFactory;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.eclipse.jetty.client.BasicAuthentication;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.HttpProxy;
import org.eclipse.jetty.client.Origin;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * A client that was looked at, set up as Rostrum would need it: HTTP/1.1, no redirects, no retries of its own, idle connections
 * dropped after 10 s, room for 64 calls at a time, blocking calls.
 */
interface HttpCandidate extends AutoCloseable {
    /** Where it may go through, with a Basic login. */
    record Login(int proxyPort, String user, String password) {}

    /** How it is to be set up. */
    record Setup(SSLContext tls, Duration deadline, Login login) {}

    /** A way to one. */
    interface Maker {
        HttpCandidate make(Setup setup) throws Exception;
    }

    /** Posts this and reads the answer to its end; the status. */
    int post(URI uri, byte[] body) throws Exception;

    /** {@code java.net.http} as decision 0005 had it. */
    static HttpCandidate jdk(Setup setup) {
        ExecutorService threads = Executors.newFixedThreadPool(8, task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        });
        java.net.http.HttpClient.Builder builder = java.net.http.HttpClient.newBuilder()
                .version(java.net.http.HttpClient.Version.HTTP_1_1)
                .followRedirects(java.net.http.HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofSeconds(10))
                .executor(threads);
        if (setup.tls() != null) {
            builder.sslContext(setup.tls());
        }
        Login login = setup.login();
        if (login == null) {
            builder.proxy(java.net.http.HttpClient.Builder.NO_PROXY);
        } else {
            builder.proxy(ProxySelector.of(new InetSocketAddress("127.0.0.1", login.proxyPort())));
            builder.authenticator(new Authenticator() {
                @Override
                protected PasswordAuthentication getPasswordAuthentication() {
                    return getRequestorType() == RequestorType.PROXY
                            ? new PasswordAuthentication(
                                    login.user(), login.password().toCharArray())
                            : null;
                }
            });
        }
        java.net.http.HttpClient client = builder.build();
        return new HttpCandidate() {
            @Override
            public int post(URI uri, byte[] body) throws Exception {
                return client.sendAsync(
                                HttpRequest.newBuilder(uri)
                                        .header("Content-Type", "application/json; charset=utf-8")
                                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                                        .build(),
                                HttpResponse.BodyHandlers.ofByteArray())
                        .get(setup.deadline().toMillis(), TimeUnit.MILLISECONDS)
                        .statusCode();
            }

            @Override
            public void close() {
                threads.shutdownNow();
            }
        };
    }

    /** Apache HttpClient 5, its blocking half. */
    static HttpCandidate apache(Setup setup) {
        return apache(setup, false);
    }

    /** The same with the NTLM engine that comes with it, which its makers call obsolete and leave out unless asked for. */
    static HttpCandidate apacheNtlm(Setup setup) {
        return apache(setup, true);
    }

    @SuppressWarnings("deprecation")
    private static HttpCandidate apache(Setup setup, boolean ntlm) {
        PoolingHttpClientConnectionManagerBuilder connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setMaxConnTotal(128)
                .setMaxConnPerRoute(128)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.ofSeconds(10))
                        .setSocketTimeout(Timeout.of(setup.deadline()))
                        .build());
        if (setup.tls() != null) {
            connections.setTlsSocketStrategy(new DefaultClientTlsStrategy(setup.tls()));
        }
        HttpClientBuilder builder = HttpClients.custom()
                .setConnectionManager(connections.build())
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .setKeepAliveStrategy((response, context) -> TimeValue.ofSeconds(10))
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(Timeout.of(setup.deadline()))
                        .build());
        if (setup.login() != null) {
            HttpHost proxy = new HttpHost("127.0.0.1", setup.login().proxyPort());
            CredentialsProvider credentials = CredentialsProviderBuilder.create()
                    .add(
                            new AuthScope(proxy),
                            ntlm
                                    ? new NTCredentials(
                                            setup.login().password().toCharArray(),
                                            setup.login().user(),
                                            "EXAMPLE",
                                            null)
                                    : new UsernamePasswordCredentials(
                                            setup.login().user(),
                                            setup.login().password().toCharArray()))
                    .build();
            if (ntlm) {
                builder.setDefaultAuthSchemeRegistry(RegistryBuilder.<AuthSchemeFactory>create()
                        .register(StandardAuthScheme.NTLM, NTLMSchemeFactory.INSTANCE)
                        .register(StandardAuthScheme.BASIC, BasicSchemeFactory.INSTANCE)
                        .build());
                builder.setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(Timeout.of(setup.deadline()))
                        .setProxyPreferredAuthSchemes(List.of(StandardAuthScheme.NTLM, StandardAuthScheme.BASIC))
                        .build());
            }
            builder.setProxy(proxy).setDefaultCredentialsProvider(credentials);
        }
        CloseableHttpClient client = builder.build();
        // Its own timeouts are per read: a body that trickles has to be ended from outside.
        ScheduledThreadPoolExecutor watch = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        });
        watch.setRemoveOnCancelPolicy(true);
        return new HttpCandidate() {
            @Override
            public int post(URI uri, byte[] body) throws IOException {
                HttpPost request = new HttpPost(uri);
                request.setEntity(
                        new ByteArrayEntity(body, ContentType.create("application/json", StandardCharsets.UTF_8)));
                ScheduledFuture<?> end =
                        watch.schedule(request::cancel, setup.deadline().toMillis(), TimeUnit.MILLISECONDS);
                try {
                    return client.execute(request, response -> {
                        EntityUtils.toByteArray(response.getEntity());
                        return response.getCode();
                    });
                } finally {
                    end.cancel(false);
                }
            }

            @Override
            public void close() throws IOException {
                watch.shutdownNow();
                client.close();
            }
        };
    }

    /** What the product makes of it. */
    static HttpCandidate rostrum(Setup setup) {
        Login login = setup.login();
        ProductTransport transport = new ProductTransport(
                setup.tls(),
                setup.deadline(),
                login == null
                        ? new Network.Proxy.None()
                        : new Network.Proxy.Explicit(
                                "127.0.0.1", login.proxyPort(), login.user(), login.password()::toCharArray));
        return new HttpCandidate() {
            @Override
            public int post(URI uri, byte[] body) throws Exception {
                return transport.post(uri, body);
            }

            @Override
            public void close() {
                transport.close();
            }
        };
    }

    /** Jetty's client over HTTP/1.1, called blocking. */
    static HttpCandidate jetty(Setup setup) throws Exception {
        ClientConnector connector = new ClientConnector();
        connector.setSelectors(1);
        if (setup.tls() != null) {
            SslContextFactory.Client tls = new SslContextFactory.Client();
            tls.setSslContext(setup.tls());
            connector.setSslContextFactory(tls);
        }
        HttpClient client = new HttpClient(new HttpClientTransportOverHTTP(connector));
        client.setFollowRedirects(false);
        client.setMaxConnectionsPerDestination(128);
        client.setConnectTimeout(10_000);
        client.setIdleTimeout(Math.max(10_000, setup.deadline().toMillis()));
        client.setDestinationIdleTimeout(10_000);
        if (setup.login() != null) {
            Login login = setup.login();
            client.getProxyConfiguration()
                    .addProxy(new HttpProxy(new Origin.Address("127.0.0.1", login.proxyPort()), false));
            client.getAuthenticationStore()
                    .addAuthentication(new BasicAuthentication(
                            URI.create("http://127.0.0.1:" + login.proxyPort()),
                            "example",
                            login.user(),
                            login.password()));
        }
        client.start();
        client.getContentDecoderFactories().clear();
        return new HttpCandidate() {
            @Override
            public int post(URI uri, byte[] body) throws Exception {
                ContentResponse response = client.POST(uri)
                        .body(new BytesRequestContent("application/json; charset=utf-8", body))
                        .timeout(setup.deadline().toMillis(), TimeUnit.MILLISECONDS)
                        .send();
                return response.getStatus();
            }

            @Override
            public void close() throws Exception {
                client.stop();
            }
        };
    }
}

package dev.rostrum.bench;

import dev.rostrum.domain.Cloud;
import dev.rostrum.domain.InboundSettings;
import dev.rostrum.domain.RunState;
import dev.rostrum.domain.ServiceUrl;
import dev.rostrum.http.Network;
import dev.rostrum.inbound.Listening;
import dev.rostrum.inbound.Recipient;
import dev.rostrum.store.StoreFixture;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.LongSupplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The process that listens: the program's own endpoint, authentication and event worker on a real data file of 10,000 people. At a
 * second port it answers the same requests without any work, and says on {@code /state} how many events are not in the cache yet; -1
 * where the announcement that was to go on beside has ended.
 *
 * <p>Settings: {@code port}, {@code bare}, {@code connector} (whose events are believed), {@code app}, {@code tenant}, {@code folder};
 * {@code load} the port of a {@link LoadServer}, {@code rate} and {@code size} of an announcement that goes on meanwhile, or none.
 */
final class EventEndpoint {
    static final int PEOPLE = 10_000;

    private EventEndpoint() {}

    public static void main(String[] args) throws Exception {
        Settings settings = Settings.of(args);
        Path file = Path.of(settings.text("folder"), "data.db");
        int size = settings.number("size", 0);
        Tenant.make(file, true, size == 0 ? new int[] {PEOPLE} : new int[] {PEOPLE, size});
        Tenant tenant = new Tenant(file, settings.number("load", 1), settings.number("rate", 1), 16);
        new Listening(
                new Listening.Place("127.0.0.1", settings.number("port")),
                new Recipient(
                        settings.text("app"),
                        settings.text("tenant"),
                        Cloud.PUBLIC,
                        ServiceUrl.parse(settings.text("connector"), true)),
                Network.DEFAULT,
                StoreFixture.events(tenant.database()),
                () -> InboundSettings.DEFAULT,
                () -> {},
                Clock.systemUTC(),
                System::nanoTime,
                made -> {},
                answered -> {});
        long run = size == 0 ? 0 : tenant.plan(1);
        if (run != 0) {
            tenant.runs().start(run);
        }
        serve(settings.number("bare"), () -> {
            if (run != 0 && tenant.runs().snapshot(run).state() != RunState.RUNNING) {
                return -1;
            }
            return tenant.database()
                    .read(session -> session.number("SELECT count(*) FROM event WHERE state = 'PENDING'"));
        });
        System.out.println("ready");
        System.out.flush();
        Thread.currentThread().join();
    }

    /** As many threads as the endpoint has. */
    private static void serve(int wanted, LongSupplier state) throws Exception {
        Server jetty = new Server(new QueuedThreadPool(32, 4));
        ServerConnector port = new ServerConnector(jetty, 1, 1);
        port.setHost("127.0.0.1");
        port.setPort(wanted);
        jetty.addConnector(port);
        jetty.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws Exception {
                byte[] body = {};
                if (request.getHttpURI().getPath().equals("/state")) {
                    body = Long.toString(state.getAsLong()).getBytes(StandardCharsets.US_ASCII);
                } else {
                    try (InputStream in = Content.Source.asInputStream(request)) {
                        in.readAllBytes();
                    }
                }
                response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
                response.write(true, ByteBuffer.wrap(body), callback);
                return true;
            }
        });
        jetty.start();
    }
}

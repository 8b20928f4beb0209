package dev.rostrum.architecture.planted.announce;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Server;

class Servers {
    ServerSocket socket() throws IOException {
        return new ServerSocket();
    }

    Supplier<Server> jettyByReference() {
        return Server::new;
    }
}

package dev.rostrum.architecture.planted.announce;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URL;
import java.net.http.HttpClient;
import java.util.function.Supplier;
import javax.net.ssl.HttpsURLConnection;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;

class Network {
    interface Opener {
        InputStream open(URL url) throws IOException;
    }

    HttpClient client() {
        return HttpClient.newHttpClient();
    }

    CloseableHttpClient apache() {
        return null;
    }

    Supplier<Socket> socketByReference() {
        return Socket::new;
    }

    boolean connection(Object o) {
        return o instanceof HttpsURLConnection;
    }

    Opener openByReference() {
        return URL::openStream;
    }

    Object openByCall(URL url) throws IOException {
        return url.openConnection();
    }
}

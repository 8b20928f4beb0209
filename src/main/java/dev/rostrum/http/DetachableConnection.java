package dev.rostrum.http;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.ProtocolVersion;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/**
 * A connection that can outlive its call: where no answer began in time and somebody goes on waiting for it, the client that
 * gives the call up drops the connection from its pool but does not close the socket. All else is the client's own connection.
 */
final class DetachableConnection implements ManagedHttpClientConnection {
    /** Takes a connection over when no answer began in time. */
    interface Takeover {
        /** @return whether it takes the connection over, and closes it by {@link #end} */
        boolean take(DetachableConnection connection);
    }

    private final ManagedHttpClientConnection own;
    private volatile Takeover takeover;
    private volatile boolean kept;
    private boolean used;

    // It is null where the socket is of another kind.
    private ChannelSocket bare;

    DetachableConnection(ManagedHttpClientConnection own) {
        this.own = own;
    }

    /** @param next who is asked in the exchange that begins now, or null */
    void begin(Takeover next) {
        takeover = next;
        used = true;
    }

    /**
     * Whether the other side has closed it since its last answer, or has said something that nobody asked for: under TLS that is the
     * notice of its closing, and else no answer to what comes. It does not wait, so it can be asked before every use. What was read
     * is lost: a connection that is left is to be dropped.
     */
    boolean isLeft() {
        if (!used) {
            return false;
        }
        try {
            // Java's own socket waits for a millisecond.
            return bare == null ? own.isStale() : bare.isReadable();
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public ClassicHttpResponse receiveResponseHeader() throws HttpException, IOException {
        try {
            return own.receiveResponseHeader();
        } catch (SocketTimeoutException e) {
            Takeover asked = takeover;
            takeover = null;
            if (asked != null) {
                kept = asked.take(this);
            }
            throw e;
        }
    }

    /** The one way to close it for whoever took it over. */
    void end() {
        own.close(CloseMode.IMMEDIATE);
    }

    @Override
    public void close() throws IOException {
        if (!kept) {
            own.close();
        }
    }

    @Override
    public void close(CloseMode mode) {
        if (!kept) {
            own.close(mode);
        }
    }

    @Override
    public void bind(Socket socket) throws IOException {
        bare = socket instanceof ChannelSocket channel ? channel : null;
        own.bind(socket);
    }

    @Override
    public void bind(SSLSocket secure, Socket socket) throws IOException {
        bare = socket instanceof ChannelSocket channel ? channel : null;
        own.bind(secure, socket);
    }

    @Override
    public Socket getSocket() {
        return own.getSocket();
    }

    @Override
    public SSLSession getSSLSession() {
        return own.getSSLSession();
    }

    @Override
    public void passivate() {
        own.passivate();
    }

    @Override
    public void activate() {
        own.activate();
    }

    @Override
    public boolean isConsistent() {
        return own.isConsistent();
    }

    @Override
    public void sendRequestHeader(ClassicHttpRequest request) throws HttpException, IOException {
        own.sendRequestHeader(request);
    }

    @Override
    public void terminateRequest(ClassicHttpRequest request) throws HttpException, IOException {
        own.terminateRequest(request);
    }

    @Override
    public void sendRequestEntity(ClassicHttpRequest request) throws HttpException, IOException {
        own.sendRequestEntity(request);
    }

    @Override
    public void receiveResponseEntity(ClassicHttpResponse response) throws HttpException, IOException {
        own.receiveResponseEntity(response);
    }

    @Override
    public boolean isDataAvailable(Timeout timeout) throws IOException {
        return own.isDataAvailable(timeout);
    }

    @Override
    public boolean isStale() throws IOException {
        return own.isStale();
    }

    @Override
    public void flush() throws IOException {
        own.flush();
    }

    @Override
    public EndpointDetails getEndpointDetails() {
        return own.getEndpointDetails();
    }

    @Override
    public SocketAddress getLocalAddress() {
        return own.getLocalAddress();
    }

    @Override
    public SocketAddress getRemoteAddress() {
        return own.getRemoteAddress();
    }

    @Override
    public ProtocolVersion getProtocolVersion() {
        return own.getProtocolVersion();
    }

    @Override
    public boolean isOpen() {
        return own.isOpen();
    }

    @Override
    public Timeout getSocketTimeout() {
        return own.getSocketTimeout();
    }

    @Override
    public void setSocketTimeout(Timeout timeout) {
        own.setSocketTimeout(timeout);
    }
}

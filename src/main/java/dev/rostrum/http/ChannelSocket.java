package dev.rostrum.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * A socket that can be asked without waiting whether the other side has closed it: Java's own can only wait for a millisecond or
 * more. Its channel never blocks; what would, waits at a selector of its own. One thread at a time reads and writes; closing it from
 * another ends every wait.
 */
final class ChannelSocket extends Socket {
    private final SocketChannel channel;
    private final Socket options;
    private final Selector selector;
    private volatile SelectionKey key;
    private volatile int timeout;

    ChannelSocket() throws IOException {
        // It has none of its own: all is the channel's.
        super((SocketImpl) null);
        channel = SocketChannel.open();
        options = channel.socket();
        Selector mine = null;
        try {
            mine = Selector.open();
        } finally {
            if (mine == null) {
                channel.close();
            }
        }
        selector = mine;
    }

    @Override
    public void connect(SocketAddress address, int millis) throws IOException {
        options.connect(address, millis);
        channel.configureBlocking(false);
        key = channel.register(selector, SelectionKey.OP_READ);
    }

    @Override
    public void connect(SocketAddress address) throws IOException {
        connect(address, 0);
    }

    /** Whether there is anything to be read, be it the end. A byte that is there is lost. */
    boolean isReadable() throws IOException {
        return channel.read(ByteBuffer.allocate(1)) != 0;
    }

    private final class In extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            ByteBuffer room = ByteBuffer.wrap(into, from, length);
            int n = channel.read(room);
            if (n != 0 || length == 0) {
                return n;
            }
            int millis = timeout;
            while (n == 0) {
                if (await(millis) == 0) {
                    throw new SocketTimeoutException("Read timed out");
                }
                n = channel.read(room);
            }
            return n;
        }

        @Override
        public int available() throws IOException {
            return 0;
        }

        @Override
        public void close() throws IOException {
            ChannelSocket.this.close();
        }
    }

    private final class Out extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] from, int at, int length) throws IOException {
            ByteBuffer left = ByteBuffer.wrap(from, at, length);
            channel.write(left);
            if (left.hasRemaining()) {
                key.interestOps(SelectionKey.OP_WRITE);
                try {
                    while (left.hasRemaining()) {
                        await(0);
                        channel.write(left);
                    }
                } finally {
                    if (key.isValid()) {
                        key.interestOps(SelectionKey.OP_READ);
                    }
                }
            }
        }

        @Override
        public void close() throws IOException {
            ChannelSocket.this.close();
        }
    }

    /**
     * @param millis 0 for as long as it takes
     * @return 0 when they passed
     */
    private int await(long millis) throws IOException {
        int ready;
        try {
            ready = selector.select(any -> {}, millis);
        } catch (ClosedSelectorException e) {
            throw new SocketException("Socket closed");
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("Interrupted");
        }
        return ready;
    }

    private final InputStream in = new In();
    private final OutputStream out = new Out();

    @Override
    public InputStream getInputStream() {
        return in;
    }

    @Override
    public OutputStream getOutputStream() {
        return out;
    }

    @Override
    public void setSoTimeout(int millis) {
        timeout = millis;
    }

    @Override
    public int getSoTimeout() {
        return timeout;
    }

    /** The channel first: what waits then finds it closed. The selector lets go of it. */
    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            selector.close();
        }
    }

    @Override
    public void shutdownInput() throws IOException {
        channel.shutdownInput();
    }

    @Override
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    // ---- what the channel's own socket does as well

    @Override
    public void bind(SocketAddress address) throws IOException {
        options.bind(address);
    }

    @Override
    public InetAddress getInetAddress() {
        return options.getInetAddress();
    }

    @Override
    public InetAddress getLocalAddress() {
        return options.getLocalAddress();
    }

    @Override
    public int getPort() {
        return options.getPort();
    }

    @Override
    public int getLocalPort() {
        return options.getLocalPort();
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
        return options.getRemoteSocketAddress();
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
        return options.getLocalSocketAddress();
    }

    @Override
    public void setTcpNoDelay(boolean on) throws SocketException {
        options.setTcpNoDelay(on);
    }

    @Override
    public boolean getTcpNoDelay() throws SocketException {
        return options.getTcpNoDelay();
    }

    @Override
    public void setSoLinger(boolean on, int seconds) throws SocketException {
        options.setSoLinger(on, seconds);
    }

    @Override
    public int getSoLinger() throws SocketException {
        return options.getSoLinger();
    }

    @Override
    public void setKeepAlive(boolean on) throws SocketException {
        options.setKeepAlive(on);
    }

    @Override
    public boolean getKeepAlive() throws SocketException {
        return options.getKeepAlive();
    }

    @Override
    public void setReuseAddress(boolean on) throws SocketException {
        options.setReuseAddress(on);
    }

    @Override
    public boolean getReuseAddress() throws SocketException {
        return options.getReuseAddress();
    }

    @Override
    public void setSendBufferSize(int size) throws SocketException {
        options.setSendBufferSize(size);
    }

    @Override
    public int getSendBufferSize() throws SocketException {
        return options.getSendBufferSize();
    }

    @Override
    public void setReceiveBufferSize(int size) throws SocketException {
        options.setReceiveBufferSize(size);
    }

    @Override
    public int getReceiveBufferSize() throws SocketException {
        return options.getReceiveBufferSize();
    }

    @Override
    public void setTrafficClass(int tc) throws SocketException {
        options.setTrafficClass(tc);
    }

    @Override
    public int getTrafficClass() throws SocketException {
        return options.getTrafficClass();
    }

    @Override
    public boolean isConnected() {
        return options.isConnected();
    }

    @Override
    public boolean isBound() {
        return options.isBound();
    }

    @Override
    public boolean isClosed() {
        return options.isClosed();
    }

    @Override
    public boolean isInputShutdown() {
        return options.isInputShutdown();
    }

    @Override
    public boolean isOutputShutdown() {
        return options.isOutputShutdown();
    }

    @Override
    public String toString() {
        return options.toString();
    }
}

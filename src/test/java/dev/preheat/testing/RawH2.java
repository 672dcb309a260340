package dev.preheat.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** An HTTP/2 client over TLS that sends any frames at all (RFC 9113, 4.1), and shows those that come back. */
public final class RawH2 implements AutoCloseable {
    public static final int DATA = 0;
    public static final int HEADERS = 1;
    public static final int PRIORITY = 2;
    public static final int RST_STREAM = 3;
    public static final int SETTINGS = 4;
    public static final int PING = 6;
    public static final int GOAWAY = 7;
    public static final int WINDOW_UPDATE = 8;
    public static final int CONTINUATION = 9;
    public static final int END_STREAM = 1;
    public static final int END_HEADERS = 4;
    public static final int ENHANCE_YOUR_CALM = 11;

    private static final int PATIENCE_MILLIS = 20_000;

    private final SSLSocket socket;
    private final DataInputStream in;

    /** One frame that came. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares frames
    public record Frame(int type, int flags, int stream, byte[] payload) {
        /** The error code of a GOAWAY or RST_STREAM. */
        public int error() {
            return ByteBuffer.wrap(payload).getInt(type == GOAWAY ? 4 : 0);
        }
    }

    /** Connects to 127.0.0.1, and sends the preface with {@code settings}. */
    public RawH2(SSLContext trust, int port, byte... settings) throws IOException {
        this(trust, new Socket(InetAddress.getLoopbackAddress(), port), settings);
    }

    /** Speaks HTTP/2 over {@code connected}. */
    public RawH2(SSLContext trust, Socket connected, byte... settings) throws IOException {
        connected.setSoTimeout(PATIENCE_MILLIS);
        socket = (SSLSocket) trust.getSocketFactory().createSocket(connected, "127.0.0.1", connected.getPort(), true);
        var parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        in = new DataInputStream(socket.getInputStream());
        send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        send(frame(SETTINGS, 0, 0, settings));
    }

    public void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    public static byte[] frame(int type, int flags, int stream, byte... payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .put((byte) (payload.length >> 16))
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    /** A block of literal fields that nobody is to remember: name, value, name, value. */
    public static byte[] fields(String... fields) {
        var block = new ByteArrayOutputStream();
        for (int i = 0; i < fields.length; i += 2) {
            block.write(0);
            text(block, fields[i]);
            text(block, fields[i + 1]);
        }
        return block.toByteArray();
    }

    private static void text(ByteArrayOutputStream block, String text) {
        int length = text.length();
        if (length < 127) {
            block.write(length);
        } else {
            block.write(127);
            for (length -= 127; length > 127; length >>= 7) {
                block.write((length & 127) | 128);
            }
            block.write(length);
        }
        block.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** A request's head, with {@code more} fields. */
    public static byte[] head(String method, String path, String... more) {
        var block = new ByteArrayOutputStream();
        block.writeBytes(fields(":method", method, ":scheme", "https", ":authority", "a", ":path", path));
        block.writeBytes(fields(more));
        return block.toByteArray();
    }

    /** The next frame; empty at the end of the connection, however it ends. */
    public Optional<Frame> next() {
        try {
            int length = (in.readUnsignedByte() << 16) | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            int stream = in.readInt();
            return Optional.of(new Frame(type, flags, stream, in.readNBytes(length)));
        } catch (IOException ended) {
            return Optional.empty();
        }
    }

    /** The first frame that is as {@code wanted}; empty when the connection ends before. */
    public Optional<Frame> first(Predicate<Frame> wanted) {
        for (var frame = next(); frame.isPresent(); frame = next()) {
            if (wanted.test(frame.get())) {
                return frame;
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

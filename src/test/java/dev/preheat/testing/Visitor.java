package dev.preheat.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One HTTP/1.1 connection that sends exactly what it is told: any {@code Host}, any path, no header of its own but
 * {@code Host}.
 *
 * <p>A body shorter than announced is an {@link EOFException} (wrapped), never a short answer. 30 s without a byte ends
 * it.
 */
public final class Visitor implements AutoCloseable {
    private static final int PATIENCE_MS = 30_000;
    private static final int LONGEST_LINE = 64 * 1024;

    private final Socket socket;
    private final InputStream in;
    private final String host;
    private int bytesReceived;

    private Visitor(URI address, String host) throws IOException {
        this.host = host;
        socket = new Socket();
        socket.connect(new InetSocketAddress(address.getHost(), address.getPort()), PATIENCE_MS);
        socket.setSoTimeout(PATIENCE_MS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** An answer; header names in lower case, of equal names the last. */
    @SuppressWarnings("ArrayRecordComponent") // compared by its fields, in tests
    public record Answer(int status, Map<String, String> headers, byte[] body) {
        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }
    }

    /** Connects to {@code address}; {@code host} is what requests call it. */
    public static Visitor to(URI address, String host) {
        try {
            return new Visitor(address, host);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** One request on a connection of its own. {@code headers} are whole lines, {@code "Range: bytes=-1"}. */
    public static Answer get(URI address, String host, String path, String... headers) {
        try (var http = to(address, host)) {
            return http.ask("GET", path, headers);
        }
    }

    /** Sends a request without a body and reads its answer to the end; the connection can be used again. */
    public Answer ask(String method, String path, String... headers) {
        var head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\n");
        for (var header : headers) {
            head.append(header).append("\r\n");
        }
        head.append("\r\n");
        try {
            socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
            return answer(method);
        } catch (IOException broken) {
            throw new UncheckedIOException(method + " " + path + ": " + broken.getMessage(), broken);
        }
    }

    /** Bytes of all answers so far, heads included. */
    public int bytesReceived() {
        return bytesReceived;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private Answer answer(String method) throws IOException {
        var statusLine = line();
        if (!statusLine.startsWith("HTTP/1.")) {
            throw new IOException("no HTTP, but " + statusLine);
        }
        int status = Integer.parseInt(statusLine.split(" ", 3)[1]);
        var headers = new TreeMap<String, String>();
        for (var line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        var bodyless = method.equals("HEAD") || status == 204 || status == 304;
        return new Answer(status, headers, bodyless ? new byte[0] : body(headers));
    }

    private byte[] body(Map<String, String> headers) throws IOException {
        if (headers.getOrDefault("transfer-encoding", "").equals("chunked")) {
            return chunks();
        }
        var length = headers.get("content-length");
        if (length != null) {
            return exactly(Integer.parseInt(length));
        }
        var rest = in.readAllBytes();
        bytesReceived += rest.length;
        return rest;
    }

    private byte[] chunks() throws IOException {
        var body = new ByteArrayOutputStream();
        while (true) {
            int size = Integer.parseInt(line().split(";", 2)[0].strip(), 16);
            body.write(exactly(size));
            line();
            if (size == 0) {
                return body.toByteArray();
            }
        }
    }

    private byte[] exactly(int length) throws IOException {
        var bytes = in.readNBytes(length);
        bytesReceived += bytes.length;
        if (bytes.length < length) {
            throw new EOFException("the body ends after " + bytes.length + " of " + length + " bytes");
        }
        return bytes;
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0 || line.length() > LONGEST_LINE) {
                throw new EOFException("no whole answer, but " + line);
            }
            line.append((char) c);
            bytesReceived++;
        }
        bytesReceived++;
        return line.toString().stripTrailing();
    }
}

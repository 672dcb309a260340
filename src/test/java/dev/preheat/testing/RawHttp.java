package dev.preheat.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** A client that sends any bytes at all, and shows the answer as it came, a byte a character. */
public final class RawHttp implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\nContent-Length: (\\d+)\r\n");

    private final Socket socket;

    public RawHttp(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    /** From another of this machine's addresses, such as 127.0.0.2. */
    public RawHttp(int port, String from) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByName(from), 0);
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    /** Sends {@code request} on a connection of its own and reads one answer. */
    public static String exchange(int port, String request) throws IOException {
        try (var connection = new RawHttp(port)) {
            return connection.exchange(request);
        }
    }

    /** Sends {@code request}, a byte a character, and reads one answer. */
    public String exchange(String request) throws IOException {
        send(request);
        return answer();
    }

    public void send(String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** One answer: its head, and as much as its Content-Length says, or its chunks, joined. */
    public String answer() throws IOException {
        var in = socket.getInputStream();
        var head = head(in);
        var length = LENGTH.matcher(head);
        if (head.contains("\r\nTransfer-Encoding: chunked\r\n")) {
            return head + joined(in);
        }
        var body = length.find() ? in.readNBytes(Integer.parseInt(length.group(1))) : new byte[0];
        return head + new String(body, StandardCharsets.ISO_8859_1);
    }

    private static String joined(InputStream in) throws IOException {
        var body = new StringBuilder();
        while (true) {
            int size = Integer.parseInt(line(in), 16);
            body.append(new String(in.readNBytes(size), StandardCharsets.ISO_8859_1));
            line(in);
            if (size == 0) {
                return body.toString();
            }
        }
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.append((char) next);
        }
        return line.toString().strip();
    }

    /** What comes until the server closes the connection. */
    public String rest() throws IOException {
        var all = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(all);
        } catch (SocketException _) {
            // a reset is a close too: the server dropped what it did not read
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return head.toString();
            }
            head.append((char) next);
        }
        return head.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

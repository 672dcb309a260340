package dev.preheat.testing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An HTTP origin on loopback that does, path by path, what a test tells it to: good or bad, down to the socket.
 *
 * <p>Every connection carries one request. A path it was not told of is answered 404.
 */
public final class BadOrigin implements AutoCloseable {
    private static final int LONGEST_HEAD = 64 * 1024;

    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Map<String, Behaviour> behaviours = new ConcurrentHashMap<>();
    private final List<Asked> requests = new CopyOnWriteArrayList<>();

    private BadOrigin() throws IOException {
        listener = new ServerSocket(0, 1_024, InetAddress.getLoopbackAddress());
    }

    /**
     * A request as it came.
     *
     * @param path with the query
     * @param headers names in lower case
     * @param nth how often this method and path were asked, this time included
     */
    public record Asked(String method, String path, Map<String, String> headers, int nth) {
        boolean isHead() {
            return method.equals("HEAD");
        }

        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    public static BadOrigin start() {
        try {
            var origin = new BadOrigin();
            origin.threads.execute(origin::accept);
            return origin;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** From now on {@code path}, with its query, is answered so. */
    public BadOrigin at(String path, Behaviour behaviour) {
        behaviours.put(path, behaviour);
        return this;
    }

    /** Every file of a title is served well, as {@link Behaviour#ok}. */
    public BadOrigin serving(Title title) {
        title.paths().forEach(path -> at(path, Behaviour.ok(title.bytes(path))));
        return this;
    }

    /** Where it listens. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /** All requests in the order they came, answered or not. */
    public List<Asked> requests() {
        return List.copyOf(requests);
    }

    /** How many requests of any method came for {@code path}. */
    public int count(String path) {
        return (int)
                requests.stream().filter(asked -> asked.path().equals(path)).count();
    }

    /** How many requests of {@code method} came for {@code path}. */
    public int count(String method, String path) {
        return (int) requests.stream()
                .filter(asked -> asked.method().equals(method) && asked.path().equals(path))
                .count();
    }

    /** Ends at once, and with it every answer under way. */
    @Override
    public void close() {
        quietly(listener);
        open.forEach(BadOrigin::quietly);
        threads.close();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                var socket = listener.accept();
                open.add(socket);
                threads.execute(() -> serve(socket));
            } catch (IOException _) {
                return; // closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var in = new BufferedInputStream(socket.getInputStream());
            var asked = read(in);
            behaviours.getOrDefault(asked.path(), Behaviour.status(404)).answer(asked, new Line(socket, in));
        } catch (IOException _) {
            // the other side has gone: its business
        } finally {
            open.remove(socket);
        }
    }

    private synchronized Asked counted(String method, String path, Map<String, String> headers) {
        var asked = new Asked(method, path, headers, count(method, path) + 1);
        requests.add(asked);
        return asked;
    }

    private Asked read(InputStream in) throws IOException {
        var requestLine = line(in).split(" ", 3);
        if (requestLine.length < 3) {
            throw new IOException("no request");
        }
        var headers = new TreeMap<String, String>();
        for (var line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return counted(requestLine[0], requestLine[1], headers);
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0 || line.length() > LONGEST_HEAD) {
                throw new IOException("no request");
            }
            line.append((char) c);
        }
        return line.toString().stripTrailing();
    }

    private static void quietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception _) {
            // it is closed either way
        }
    }

    /** The wire to who asked: bytes go out as they are, at once. */
    static final class Line {
        private final Socket socket;
        private final InputStream in;

        Line(Socket socket, InputStream in) {
            this.socket = socket;
            this.in = in;
        }

        void send(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
        }

        void send(String head) throws IOException {
            send(head.getBytes(StandardCharsets.ISO_8859_1));
        }

        /** Returns when the other side, or the origin, closes. */
        void untilClosed() throws IOException {
            in.transferTo(OutputStream.nullOutputStream());
        }

        /** Closes with a reset instead of an orderly end. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }
}

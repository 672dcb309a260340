package dev.preheat.e2e;

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
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a service and an nginx edge, passes every byte, and sees when two fills of one object overlap.
 *
 * <p>A fill is a {@code GET} with {@code If-None-Match: *}. It is under way until the next request of its connection is
 * answered, which nginx does when the object is whole; or until its connection is closed, or it is not answered 304.
 */
final class Watch implements AutoCloseable {
    private static final int LONGEST_HEAD = 64 * 1024;

    private final URI edge;
    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Set<String> underWay = new HashSet<>();
    private final List<String> doubles = new CopyOnWriteArrayList<>();
    private final AtomicInteger fills = new AtomicInteger();

    private Watch(URI edge) throws IOException {
        this.edge = edge;
        listener = new ServerSocket(0, 1_024, InetAddress.getLoopbackAddress());
    }

    static Watch over(URI edge) {
        try {
            var watch = new Watch(edge);
            watch.threads.execute(watch::accept);
            return watch;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Where a service reaches the edge. */
    URI uri() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /** Every object whose fill began while another of it was under way. */
    List<String> doubles() {
        return List.copyOf(doubles);
    }

    int fills() {
        return fills.get();
    }

    int underWay() {
        synchronized (underWay) {
            return underWay.size();
        }
    }

    @Override
    public void close() {
        quietly(listener);
        open.forEach(Watch::quietly);
        threads.close();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                var client = listener.accept();
                threads.execute(() -> relay(client));
            } catch (IOException _) {
                return; // closed
            }
        }
    }

    private void relay(Socket client) {
        var passage = new Passage();
        open.add(client);
        try (client;
                var server = new Socket(edge.getHost(), edge.getPort())) {
            open.add(server);
            var back = threads.submit(() -> passage.answers(server, client));
            passage.requests(client, server);
            quietly(server);
            back.get();
            open.remove(server);
        } catch (Exception _) {
            // one side has gone, and the other is closed with it
        } finally {
            open.remove(client);
            passage.end();
        }
    }

    private void begin(String object) {
        fills.incrementAndGet();
        synchronized (underWay) {
            if (!underWay.add(object)) {
                doubles.add(object);
            }
        }
    }

    private void end(String object) {
        synchronized (underWay) {
            underWay.remove(object);
        }
    }

    private static void quietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception _) {
            // it is closed either way
        }
    }

    /** One connection: its requests one after another, and the fill that is under way on it. */
    private final class Passage {
        private String filling = ""; // none
        private int askedSince;
        private boolean unanswered;

        void requests(Socket from, Socket to) throws IOException {
            var in = new BufferedInputStream(from.getInputStream());
            for (var head = head(in); !head.isEmpty(); head = head(in)) {
                asked(head);
                to.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            }
        }

        Object answers(Socket from, Socket to) throws IOException {
            var buffer = new byte[16 * 1024];
            try (to) {
                copy(from.getInputStream(), to.getOutputStream(), buffer);
            }
            return to;
        }

        private void copy(InputStream in, OutputStream out, byte[] buffer) throws IOException {
            for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
                answered(new String(buffer, 0, Math.min(n, 12), StandardCharsets.ISO_8859_1));
                out.write(buffer, 0, n);
            }
        }

        private synchronized void asked(String head) {
            unanswered = true;
            askedSince++;
            if (head.startsWith("GET ") && head.toLowerCase(Locale.ROOT).contains("\r\nif-none-match: *\r\n")) {
                end();
                var object = head.substring(4, head.indexOf(' ', 4));
                filling = object;
                askedSince = 0;
                begin(object);
            }
        }

        private synchronized void answered(String firstBytes) {
            if (unanswered && (askedSince > 0 || !firstBytes.startsWith("HTTP/1.1 304"))) {
                end();
            }
            unanswered = false;
        }

        synchronized void end() {
            if (!filling.isEmpty()) {
                Watch.this.end(filling);
                filling = "";
            }
        }

        // Requests to an edge have no body.
        private static String head(InputStream in) throws IOException {
            var head = new StringBuilder();
            while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
                int c = in.read();
                if (c < 0) {
                    return "";
                }
                if (head.append((char) c).length() > LONGEST_HEAD) {
                    throw new IOException("no end of a request's head");
                }
            }
            return head.toString();
        }
    }
}

package dev.preheat.e2e;

import dev.preheat.signing.RequestSignature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Watchers of a task of {@link Setup#OTHER} over TLS who read a byte a second, or nothing at all. */
final class SlowWatchers implements AutoCloseable {
    private static final int ROOM = 2_048;
    private static final int PATIENCE_MILLIS = 30_000;
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** SETTINGS_INITIAL_WINDOW_SIZE of 0: nothing may be sent on a stream but the head of its answer. */
    private static final byte[] NO_WINDOW = {0, 0, 6, 4, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0};

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final URI endpoint;
    private final SSLContext trust;

    SlowWatchers(URI endpoint, SSLContext trust) {
        this.endpoint = endpoint;
        this.trust = trust;
    }

    /** So many that read a byte a second. */
    SlowWatchers reading(int many, String task) {
        return watching(many, task, 1);
    }

    /** So many that read nothing once they were answered. */
    SlowWatchers deaf(int many, String task) {
        return watching(many, task, 0);
    }

    /** So many connections with HTTP/2, each with so many streams that have no room for any event. */
    SlowWatchers streams(int connections, int streams, String task) {
        for (int i = 0; i < connections; i++) {
            threads.execute(() -> watch("h2", frames(streams, task), 0));
        }
        return this;
    }

    /** Connections on which an answer has begun. */
    int begun() {
        return begun.get();
    }

    /** Connections that ended before {@link #close}. */
    int ended() {
        return ended.get();
    }

    @Override
    public void close() {
        stopping.countDown();
        for (var socket : open) {
            try {
                socket.close();
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
        threads.close();
    }

    private SlowWatchers watching(int many, String task, int bytesASecond) {
        for (int i = 0; i < many; i++) {
            threads.execute(() -> watch("http/1.1", request(task), bytesASecond));
        }
        return this;
    }

    private void watch(String protocol, byte[] request, int bytesASecond) {
        try (var socket = socket(protocol)) {
            socket.getOutputStream().write(request);
            var in = socket.getInputStream();
            if (in.read() >= 0) {
                begun.incrementAndGet();
                read(in, bytesASecond);
            }
            gone();
        } catch (IOException _) {
            gone();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void read(InputStream in, int bytesASecond) throws IOException, InterruptedException {
        while (!stopping.await(1, TimeUnit.SECONDS)) {
            if (in.readNBytes(bytesASecond).length < bytesASecond) {
                return;
            }
        }
    }

    private void gone() {
        if (stopping.getCount() > 0) {
            ended.incrementAndGet();
        }
    }

    private SSLSocket socket(String protocol) throws IOException {
        var plain = new Socket();
        open.add(plain);
        plain.setReceiveBufferSize(ROOM);
        plain.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), endpoint.getPort()), PATIENCE_MILLIS);
        plain.setSoTimeout(PATIENCE_MILLIS);
        var socket = (SSLSocket) trust.getSocketFactory().createSocket(plain, "127.0.0.1", endpoint.getPort(), true);
        var parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {protocol});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static String path(String task) {
        return "/preheat/v1/projects/" + Setup.OTHER.project() + "/tasks/" + task + "/events";
    }

    private SortedMap<String, String> signed(String task) {
        var fields = new TreeMap<String, String>();
        fields.put("host", endpoint.getAuthority());
        fields.put("x-sdk-date", RequestSignature.date(InstantSource.system().instant()));
        fields.put(
                "authorization",
                RequestSignature.authorization(
                        Setup.OTHER.accessKey(),
                        Setup.OTHER.secretKey(),
                        "GET",
                        path(task),
                        "",
                        new TreeMap<>(fields),
                        new byte[0]));
        return fields;
    }

    private byte[] request(String task) {
        var head = new StringBuilder("GET " + path(task) + " HTTP/1.1\r\n");
        signed(task)
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        return head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    private byte[] frames(int streams, String task) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(PREFACE);
        bytes.writeBytes(NO_WINDOW);
        for (int i = 0; i < streams; i++) {
            var block = block(task);
            int stream = 2 * i + 1;
            bytes.writeBytes(new byte[] {
                0, (byte) (block.length >> 8), (byte) block.length, 1, 5, 0, 0, (byte) (stream >> 8), (byte) stream
            });
            bytes.writeBytes(block);
        }
        return bytes.toByteArray();
    }

    // Literals without an index (RFC 7541, 6.2.2), as plain text.
    private byte[] block(String task) {
        var fields = signed(task);
        fields.remove("host");
        var block = new ByteArrayOutputStream();
        field(block, ":method", "GET");
        field(block, ":scheme", "https");
        field(block, ":authority", endpoint.getAuthority());
        field(block, ":path", path(task));
        fields.forEach((name, value) -> field(block, name, value));
        return block.toByteArray();
    }

    private static void field(ByteArrayOutputStream block, String name, String value) {
        block.write(0);
        text(block, name);
        text(block, value);
    }

    private static void text(ByteArrayOutputStream block, String text) {
        int rest = text.length() - 127; // of a prefix of seven bits
        block.write(Math.min(text.length(), 127));
        if (rest >= 128) {
            block.write(rest % 128 + 128);
            rest /= 128;
        }
        if (rest >= 0) {
            block.write(rest);
        }
        block.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}

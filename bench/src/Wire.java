import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** How an honest caller reaches the service: over TLS, with HTTP/1.1 or HTTP/2, on a kept connection or on one for each call. */
sealed interface Wire extends AutoCloseable {
    int SILENCE_MILLIS = 15_000;

    /** What was answered. */
    record Reply(int status, String body) {}

    String name();

    Reply send(Call call) throws IOException, InterruptedException;

    @Override
    void close();

    /** A connection that has done with TLS. */
    static Connection connection(int port, SSLContext trust) throws IOException {
        var plain = new Socket();
        plain.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), SILENCE_MILLIS);
        plain.setSoTimeout(SILENCE_MILLIS);
        try {
            var socket = (SSLSocket) trust.getSocketFactory().createSocket(plain, "127.0.0.1", port, true);
            socket.startHandshake();
            return new Connection(socket, SILENCE_MILLIS);
        } catch (IOException broken) {
            plain.close();
            throw broken;
        }
    }

    /** HTTP/1.1, a connection for each call. */
    record Fresh(int port, SSLContext trust) implements Wire {
        @Override
        public String name() {
            return "HTTP/1.1, new connection";
        }

        @Override
        public Reply send(Call call) throws IOException {
            try (var connection = connection(port, trust)) {
                return new Reply(connection.send(call.bytes()), connection.body());
            }
        }

        @Override
        public void close() {
            // each call has closed its own
        }
    }

    /** HTTP/1.1 on one connection; where that was closed between two calls, the call goes out once more on another, as in browsers. */
    final class Kept implements Wire {
        private final int port;
        private final SSLContext trust;
        private Optional<Connection> open = Optional.empty();

        Kept(int port, SSLContext trust) {
            this.port = port;
            this.trust = trust;
        }

        @Override
        public String name() {
            return "HTTP/1.1, kept connection";
        }

        @Override
        public Reply send(Call call) throws IOException {
            boolean kept = open.isPresent();
            try {
                return once(call);
            } catch (EOFException | SocketException closed) {
                if (!kept) {
                    throw closed;
                }
                return once(call);
            }
        }

        private Reply once(Call call) throws IOException {
            var connection = open.isPresent() ? open.get() : connection(port, trust);
            open = Optional.of(connection);
            try {
                return new Reply(connection.send(call.bytes()), connection.body());
            } catch (IOException broken) {
                close();
                throw broken;
            }
        }

        @Override
        public void close() {
            try {
                if (open.isPresent()) {
                    open.get().close();
                }
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            } finally {
                open = Optional.empty();
            }
        }
    }

    /** HTTP/2, by the JDK's client. */
    final class Two implements Wire {
        private final HttpClient client;

        Two(SSLContext trust) {
            client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_2)
                    .sslContext(trust)
                    .connectTimeout(Duration.ofMillis(SILENCE_MILLIS))
                    .build();
        }

        @Override
        public String name() {
            return "HTTP/2";
        }

        @Override
        public Reply send(Call call) throws IOException, InterruptedException {
            try {
                return once(call);
            } catch (SocketTimeoutException | java.net.http.HttpTimeoutException late) {
                throw late;
            } catch (IOException closed) { // the connection had ended before this call: as above
                return once(call);
            }
        }

        private Reply once(Call call) throws IOException, InterruptedException {
            var request = HttpRequest.newBuilder(URI.create("https://" + call.host() + call.target()))
                    .timeout(Duration.ofMillis(SILENCE_MILLIS))
                    .method(call.method(), HttpRequest.BodyPublishers.ofString(call.body()));
            call.fields().forEach(request::header);
            var answer = client.send(request.build(), BodyHandlers.ofString());
            if (answer.version() != HttpClient.Version.HTTP_2) {
                throw new IllegalStateException("the service speaks no HTTP/2");
            }
            return new Reply(answer.statusCode(), answer.body());
        }

        @Override
        public void close() {
            client.shutdownNow();
        }
    }
}

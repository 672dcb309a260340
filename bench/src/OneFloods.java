import java.io.IOException;
import java.util.List;

/** What nobody needs credentials for over HTTP/1.1. */
final class OneFloods {
    private static final String TEN_MEGABYTES_OF = "X-Filler: " + "x".repeat(100) + "\r\n";
    private static final int LINES = 10_000_000 / TEN_MEGABYTES_OF.length();

    /** What is no request, or means something else to each who reads it. */
    private static final List<String> BROKEN = List.of(
            "POST /v3/auth/tokens HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "POST /v3/auth/tokens HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
            "POST /v3/auth/tokens HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
            "POST /v3/auth/tokens HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "POST /v3/auth/tokens HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nbody",
            "POST /v3/auth/tokens HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
            "POST /v3/auth/tokens HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFFF\r\n",
            "GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
            "GET /healthz HTTP/1.1\r\n\r\n",
            "GET /healthz HTTP/1.1\nHost: a\n\n",
            "GET  /healthz HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /healthz HTTP/9.9\r\nHost: a\r\n\r\n",
            "GET /healthz HTTP/1.1\r\nHost: a\r\n folded: yes\r\n\r\n",
            "GET /healthz HTTP/1.1\r\nHost: a\r\nX : y\r\n\r\n",
            "\0\0\0\0\r\n\r\n");

    private OneFloods() {}

    static List<Flood> all() {
        return List.of(
                new Flood("slow-heads", 60, 500, OneFloods::slowHeads),
                new Flood("slow-bodies", 60, 500, OneFloods::slowBodies),
                new Flood("large-head", 2, 500, OneFloods::largeHead),
                new Flood("large-body", 2, 500, OneFloods::largeBody),
                new Flood("broken-framing", 4, 200, OneFloods::broken),
                new Flood("strays", 4, 100, OneFloods::strays),
                new Flood("unread", 4, 500, OneFloods::unread),
                new Flood("one-request", 8, 50, OneFloods::oneRequest));
    }

    private static void slowHeads(Target at) throws IOException, InterruptedException {
        try (var socket = at.tls("http/1.1")) {
            Target.send(socket, "GET /healthz HTTP/1.1\r\nHost: a\r\n");
            drip(at, "X-Slow: " + "x".repeat(1_000), socket::getOutputStream);
        }
    }

    private static void slowBodies(Target at) throws IOException, InterruptedException {
        try (var socket = at.tls("http/1.1")) {
            var expect = at.number() % 2 == 0 ? "Expect: 100-continue\r\n" : "";
            var length = at.number() % 3 == 0 ? "Transfer-Encoding: chunked\r\n\r\nFFF\r\n" : "Content-Length: 4000\r\n\r\n";
            Target.send(socket, "POST /v3/auth/tokens HTTP/1.1\r\nHost: a\r\n" + expect + length);
            drip(at, " ".repeat(4_000), socket::getOutputStream);
        }
    }

    private interface Out {
        java.io.OutputStream get() throws IOException;
    }

    private static void drip(Target at, String text, Out out) throws IOException, InterruptedException {
        for (int i = 0; i < text.length() && !at.over(); i++) {
            out.get().write(text.charAt(i));
            at.pause(1_000);
        }
    }

    private static void largeHead(Target at) throws IOException {
        try (var socket = at.tls("http/1.1")) {
            Target.send(socket, "GET /healthz HTTP/1.1\r\nHost: a\r\n");
            var some = TEN_MEGABYTES_OF.repeat(100);
            for (int i = 0; i < LINES / 100 && !at.over(); i++) {
                Target.send(socket, some);
            }
            Target.drain(socket.getInputStream());
        }
    }

    private static void largeBody(Target at) throws IOException {
        try (var socket = at.tls("http/1.1")) {
            var length = at.number() % 2 == 0 ? "Content-Length: 10000000\r\n\r\n" : "Transfer-Encoding: chunked\r\n\r\n989680\r\n";
            Target.send(socket, "POST /v3/auth/tokens HTTP/1.1\r\nHost: a\r\n" + length);
            for (int i = 0; i < 1_000 && !at.over(); i++) {
                Target.send(socket, " ".repeat(10_000));
            }
            Target.drain(socket.getInputStream());
        }
    }

    private static void broken(Target at) throws IOException {
        for (var text : BROKEN) {
            try (var socket = at.tls("http/1.1")) {
                socket.setSoTimeout(500); // what waits for more is no answer either
                Target.send(socket, text);
                Target.drain(socket.getInputStream());
            } catch (java.net.SocketTimeoutException _) {
                // the service waits, or keeps the connection
            }
        }
    }

    /** Paths and methods that are none, and calls without credentials, on a kept connection. */
    private static void strays(Target at) throws IOException, InterruptedException {
        try (var socket = at.tls("http/1.1")) {
            var connection = new Connection(socket, Target.SILENCE_MILLIS);
            for (int i = 0; i < 300 && !at.over(); i++) {
                var what = switch (i % 4) {
                    case 0 -> "GET /wp-login-" + i + ".php";
                    case 1 -> "DELETE /healthz";
                    case 2 -> "BREW /v3/auth/tokens";
                    default -> "GET /v1.0/" + Requests.PROJECT + "/asset/preheating?task_id=" + i;
                };
                connection.send((what + " HTTP/1.1\r\nHost: a\r\n\r\n").getBytes());
                at.pause(20);
            }
        }
    }

    /** Ten thousand requests at once, and no answer is read. */
    private static void unread(Target at) throws IOException, InterruptedException {
        try (var socket = at.narrow("http/1.1")) {
            var some = "GET /openapi.json HTTP/1.1\r\nHost: a\r\n\r\n".repeat(100);
            Thread.ofVirtual().start(() -> pour(socket, some));
            at.pause(60_000);
        }
    }

    private static void pour(java.net.Socket socket, String some) {
        try {
            for (int i = 0; i < 100; i++) {
                Target.send(socket, some);
            }
        } catch (IOException _) {
            // it is over
        }
    }

    /** A connection, a handshake and a request, again and again. */
    private static void oneRequest(Target at) throws IOException {
        try (var socket = at.tls("http/1.1")) {
            new Connection(socket, Target.SILENCE_MILLIS).send("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n".getBytes());
        }
    }
}

import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** Connections that never come as far as HTTP. */
final class TlsFloods {
    /** The first bytes of a ClientHello of TLS 1.2 that says it has 508 more. */
    private static final byte[] HELLO = HexFormat.of().parseHex("1603010200010001fc0303");

    private TlsFloods() {}

    static List<Flood> all(int connections) {
        return List.of(
                new Flood("connections", connections + 100, 1_000, TlsFloods::opened),
                new Flood("connections-anywhere", connections / 2, 1_000, at -> opened(at.anywhere())),
                new Flood("tls-half", 60, 500, TlsFloods::half),
                new Flood("tls-slow", 20, 500, TlsFloods::slow),
                new Flood("tls-garbage", 4, 100, TlsFloods::garbage),
                new Flood("tls-silent", 60, 500, TlsFloods::silent),
                new Flood("tls-handshakes", 4, 100, TlsFloods::handshake));
    }

    /** Opened and left. */
    private static void opened(Target at) throws IOException {
        try (var socket = at.plain()) {
            Target.drain(socket.getInputStream());
        }
    }

    private static void half(Target at) throws IOException {
        try (var socket = at.plain()) {
            socket.getOutputStream().write(HELLO);
            Target.drain(socket.getInputStream());
        }
    }

    /** A handshake that gets on by a byte a second. */
    private static void slow(Target at) throws IOException, InterruptedException {
        try (var socket = at.plain()) {
            socket.getOutputStream().write(HELLO);
            while (!at.over()) {
                socket.getOutputStream().write(0);
                at.pause(1_000);
            }
        }
    }

    private static void garbage(Target at) throws IOException {
        try (var socket = at.plain()) {
            var noise = new byte[4_096];
            new Random().nextBytes(noise);
            socket.getOutputStream().write(at.number() % 2 == 0 ? noise : "GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes());
            Target.drain(socket.getInputStream());
        }
    }

    /** A handshake, and nothing after it. */
    private static void silent(Target at) throws IOException {
        try (var socket = at.tls("http/1.1")) {
            Target.drain(socket.getInputStream());
        }
    }

    private static void handshake(Target at) throws IOException {
        at.tls(at.number() % 2 == 0 ? "h2" : "http/1.1").close();
    }
}

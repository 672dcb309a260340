import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** What an account with a key of its own can do: it is let in, and must not get in the way of others. */
final class TenantFloods {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final int WATCHED_STREAMS = 50;

    private TenantFloods() {}

    /** @param connections what the service takes: watchers leave some to others, and an account may have a thousand */
    static List<Flood> all(int connections) {
        return List.of(
                new Flood("ampersand-fills", 2, 1_000, at -> create(at, Evil.AMPERSANDS)),
                new Flood("ampersand-estimates", 8, 500, at -> estimate(at, Evil.AMPERSANDS)),
                new Flood("silent-estimates", 16, 500, at -> estimate(at, Evil.SILENT)),
                new Flood("silent-fills", 1, 1_000, at -> create(at, Evil.SILENT)),
                new Flood("dribbling-edge", 1, 1_000, at -> create(at, Evil.DRIBBLE)),
                new Flood("watchers", Math.min(800, connections * 5 / 8), 3_000, TenantFloods::watch),
                new Flood("h2-watchers", 4, 500, TenantFloods::watchMany),
                new Flood("lists", 2, 100, TenantFloods::list));
    }

    private static Call fresh(Target at, String path) {
        var signer = SoakSite.other(at.port());
        return signer.create("", Evil.url(path) + "?n=" + NUMBER.incrementAndGet());
    }

    private static void create(Target at, String path) throws IOException {
        send(at, fresh(at, path));
    }

    private static void estimate(Target at, String path) throws IOException {
        send(at, SoakSite.other(at.port()).estimate("", Evil.url(path)));
    }

    private static void list(Target at) throws IOException {
        var signer = SoakSite.other(at.port());
        send(at, signer.call("", "GET", signer.own("/tasks"), "limit=20", ""));
    }

    /** Watches a task of its own that does not end, and reads a byte now and then. */
    private static void watch(Target at) throws IOException, InterruptedException {
        var task = task(at);
        try (var socket = at.narrow("http/1.1")) {
            Target.send(socket, new String(events(at, task).bytes(), java.nio.charset.StandardCharsets.ISO_8859_1));
            while (!at.over() && socket.getInputStream().read() >= 0) {
                at.pause(at.number() % 2 == 0 ? 1_000 : 10_000);
            }
        }
    }

    /** The same over HTTP/2, with room for no answer at all. */
    private static void watchMany(Target at) throws IOException, InterruptedException {
        var task = task(at);
        try (var socket = at.tls("h2")) {
            var frames = Frames.begin(at.number() % 2 == 0 ? 0 : 256);
            for (int i = 0; i < WATCHED_STREAMS; i++) {
                frames.add(Frames.HEADERS, Frames.END_HEADERS | Frames.END_STREAM, 2 * i + 1, Frames.block(events(at, task)));
            }
            frames.to(socket);
            Target.drain(socket.getInputStream());
        }
    }

    private static Call events(Target at, String task) {
        var signer = SoakSite.other(at.port());
        return signer.call("", "GET", signer.own("/tasks/" + task + "/events"), "", "");
    }

    private static final Object MAKING = new Object();
    private static String watched = "";

    /** One task for all watchers, as they would otherwise be creates. */
    private static String task(Target at) throws IOException {
        synchronized (MAKING) {
            if (watched.isEmpty()) {
                var made = send(at, fresh(at, Evil.DRIBBLE));
                var found = Honest.TASK.matcher(made);
                if (!found.find()) {
                    throw new IOException("no task to watch: " + made);
                }
                watched = found.group(1);
            }
            return watched;
        }
    }

    private static String send(Target at, Call call) throws IOException {
        try (var socket = at.tls("http/1.1")) {
            var connection = new Connection(socket, Target.SILENCE_MILLIS);
            connection.send(call.bytes());
            return connection.body();
        }
    }
}

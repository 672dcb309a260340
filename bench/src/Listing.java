import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lists of tasks and their status with few and with many tasks stored, and many watchers of one task. */
final class Listing {
    private static final String TASKS = "/preheat/v1/projects/" + Requests.PROJECT + "/tasks";

    private final int few;
    private final int many;
    private final int asked;
    private final int watchers;
    private final int settle;
    private final int watched;

    private Listing(Options options) {
        few = options.number("--few", 1_000, 20);
        many = options.number("--many", 1_000_000, 200);
        asked = options.number("--asked", 300, 9);
        watchers = options.number("--watchers", 1_000, 20);
        settle = options.number("--settle", 5, 0);
        watched = options.number("--watched", 20, 1);
        options.checked();
    }

    private record Measure(String what, double millis) {}

    static void main(String[] args) throws Exception {
        var dir = Path.of(args[0]);
        new Listing(Options.of(args, 1)).run(dir);
    }

    private void run(Path dir) throws Exception {
        System.out.println("listing: " + Figures.machine(dir.getParent()));
        try (var silent = Service.silentEdge()) {
            var small = measured(dir.resolve("few"), silent.getLocalPort(), few);
            var large = measured(dir.resolve("many"), silent.getLocalPort(), many);
            var rows = new ArrayList<String>();
            rows.add(Figures.row("ms, median of " + asked, "%,d tasks".formatted(few), "%,d tasks".formatted(many), "ratio"));
            for (int i = 0; i < small.size(); i++) {
                rows.add(row(small.get(i), large.get(i)));
            }
            System.out.println(Figures.table(rows));
            watchers(dir.resolve("watchers"), silent.getLocalPort());
        }
        System.out.println("load average afterwards: " + Figures.load());
    }

    private static String row(Measure few, Measure many) {
        return Figures.row(
                few.what(),
                Figures.plain(few.millis()),
                Figures.plain(many.millis()),
                Figures.plain(many.millis() / few.millis()));
    }

    private List<Measure> measured(Path dir, int edge, int tasks) throws Exception {
        try (var first = Service.start(Service.prepare(dir, edge, ""))) {
            first.must(Requests.publishFilm());
        }
        var ids = store(dir, edge, tasks);
        try (var service = Service.start(dir)) {
            var random = new Random(1);
            var shown = new ArrayList<byte[]>();
            var own = new ArrayList<byte[]>();
            for (int i = 0; i < asked; i++) {
                shown.add(Requests.show(ids.get(random.nextInt(ids.size()))));
                own.add(Requests.showTask(ids.get(random.nextInt(ids.size()))));
            }
            return List.of(
                    new Measure("the newest 20 tasks", median(service, pages("limit=20"))),
                    new Measure("the newest 20 that failed", median(service, pages("limit=20&status=failed"))),
                    new Measure("ShowPreheatingAsset of any task", median(service, shown)),
                    new Measure("any task with its fills", median(service, own)));
        }
    }

    private List<byte[]> pages(String query) {
        var all = new ArrayList<byte[]>();
        for (int i = 0; i < asked; i++) {
            all.add(Requests.signed("GET", TASKS, query, ""));
        }
        return all;
    }

    private static double median(Service service, List<byte[]> requests) throws IOException {
        var took = new ArrayList<Double>();
        try (var connection = new Connection(service.port)) {
            for (var request : requests) {
                long began = System.nanoTime();
                int status = connection.send(request);
                took.add((System.nanoTime() - began) / 1e6);
                if (status != 200) {
                    throw new IllegalStateException("answered " + status + " " + connection.body());
                }
            }
        }
        return Figures.median(took.subList(took.size() / 3, took.size())); // the first third warms up
    }

    /** Writes tasks of one fill each past the service, a second apart: one in a hundred has failed, the rest is proved. */
    private static List<String> store(Path dir, int edge, int tasks) throws SQLException {
        var ids = new ArrayList<String>();
        var random = new Random(2);
        long now = Instant.now().toEpochMilli();
        try (var database = DriverManager.getConnection("jdbc:sqlite:" + dir + "/preheat.db")) {
            database.setAutoCommit(false);
            var task = database.prepareStatement("INSERT INTO task (task_id, project_id, created_at) VALUES (?, ?, ?)");
            var fill = database.prepareStatement("""
                    INSERT INTO fill (task_id, position, project_id, account, url, edge, state, due_at, epoch, attempt,
                        objects_done, objects_known, bytes_done, bytes_received, failure, reason, proof, proved_at)
                    VALUES (?, 0, ?, 'bench', ?, ?, ?, 0, 1, 1, 20, 20, 1000000, 14000, ?, ?, ?, ?)""");
            for (int i = 0; i < tasks; i++) {
                long at = now - 1_000L * (tasks - i) % (20L * 86_400_000);
                var id = "%012x%04x%016x".formatted(at, 0, random.nextLong());
                boolean failed = i % 100 == 0;
                task.setString(1, id);
                task.setString(2, Requests.PROJECT);
                task.setLong(3, at);
                task.addBatch();
                fill.setString(1, id);
                fill.setString(2, Requests.PROJECT);
                fill.setString(3, Requests.url("film/" + i % 10 + ".ts"));
                fill.setString(4, "edge-" + edge);
                fill.setInt(5, failed ? 3 : 2);
                fill.setString(6, failed ? "origin_error" : null);
                fill.setString(7, failed ? "the origin answered 404" : null);
                fill.setString(8, failed ? null : "probe");
                fill.setLong(9, at);
                fill.addBatch();
                ids.add(id);
                if (i % 10_000 == 9_999 || i == tasks - 1) {
                    task.executeBatch();
                    fill.executeBatch();
                }
            }
            database.commit();
        }
        return ids;
    }

    /** Many watch one task that waits; then it is cancelled, and all are told. */
    private void watchers(Path dir, int edge) throws Exception {
        try (var service = Service.start(Service.prepare(dir, edge, ""))) {
            service.must(Requests.publishFilm());
            var task = service.create(Requests.creates(0, 1, 1).getFirst());
            double before = service.megabytes("VmRSS");
            var told = new CountDownLatch(watchers);
            var sockets = new ArrayList<Socket>();
            for (int i = 0; i < watchers; i++) {
                sockets.add(watch(service.port, task, told));
            }
            Thread.sleep(settle * 1_000L);
            var cpu = service.cpu();
            Thread.sleep(watched * 1_000L);
            double busy = service.cpu().minus(cpu).toMillis() / (watched * 1_000.0);
            double watched = service.megabytes("VmRSS");
            long began = System.nanoTime();
            service.must(Requests.cancel(task));
            boolean all = told.await(30, TimeUnit.SECONDS);
            System.out.printf(
                    "%n%,d watchers of one task: RSS %.0f MB before, %.0f MB watched; %.1f %% of a core while nothing"
                            + " happens; %s told of the end after %.2f s%n",
                    watchers,
                    before,
                    watched,
                    100 * busy,
                    all ? "all" : watchers - told.getCount() + " of them",
                    (System.nanoTime() - began) / 1e9);
            for (var socket : sockets) {
                socket.close();
            }
            if (!all) {
                throw new IllegalStateException(told.getCount() + " watchers were not told of the end within 30 s");
            }
        }
    }

    private static Socket watch(int port, String task, CountDownLatch told) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.getOutputStream().write(Requests.signed("GET", TASKS + "/" + task + "/events", "", ""));
        Thread.ofVirtual().start(() -> {
            try (var lines = socket.getInputStream()) {
                var text = new StringBuilder();
                var buffer = new byte[8_192];
                for (int n = lines.read(buffer); n >= 0; n = lines.read(buffer)) {
                    text.append(new String(buffer, 0, n, US_ASCII));
                    if (text.indexOf("event: finished") >= 0) {
                        told.countDown();
                        return;
                    }
                }
            } catch (IOException _) {
                // it is not counted then, and the table says so
            }
        });
        return socket;
    }
}

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.DoubleAccumulator;
import java.util.stream.IntStream;

/** Resident memory of the service: just started, with fills queued for an edge that says nothing, and filling them. */
final class Memory {
    private static final int URLS = 10; // a request may have no more

    private final int fills;
    private final int settle;
    private final int later;
    private final int within;
    private final Edges software;

    private Memory(Options options) {
        fills = options.number("--fills", 10_000, 50);
        settle = options.number("--settle", 2, 0);
        later = options.number("--later", 20, 1);
        within = options.number("--within", 600, 60);
        software = Edges.of(options.text("--edge", "nginx", "nginx"));
        options.checked();
    }

    static void main(String[] args) throws Exception {
        var dir = Path.of(args[0]);
        new Memory(Options.of(args, 1)).run(dir);
    }

    private void run(Path dir) throws Exception {
        System.out.println("memory: " + fills + " fills; " + Figures.machine(dir.getParent()));
        int port = Caches.freePort();
        var documents = Files.createDirectories(dir.resolve("documents/film"));
        for (int i = 0; i < 10; i++) {
            Files.write(documents.resolve(i + ".ts"), new byte[20_000]);
        }
        var silent = new ServerSocket(port, 512, InetAddress.getLoopbackAddress());
        var origins = List.of(Caches.freePort());
        try (var service = Service.start(Service.prepare(dir.resolve("service"), List.of(port), software.software, ""));
                var origin = Caches.origin(dir.resolve("origin"), documents.getParent(), origins)) {
            var rows = new ArrayList<String>();
            rows.add(Figures.row("", "RSS, MB", "most so far, MB", "took, s"));
            service.must(Requests.publishFilm());
            Thread.sleep(settle * 1_000L);
            rows.add(row(service, "started, one asset published", 0));
            long began = System.nanoTime();
            var tasks = queue(service);
            rows.add(row(service, fills + " fills queued", (System.nanoTime() - began) / 1e9));
            Thread.sleep(later * 1_000L);
            rows.add(row(service, later + " s later", 0));
            silent.close();
            try (var edge = software.start(new Edges.Place(dir.resolve("edge"), port, origin.port, 0))) {
                fill(service, tasks, rows);
                edge.mustHave(IntStream.range(0, fills / URLS)
                        .boxed()
                        .flatMap(number -> IntStream.range(0, URLS).mapToObj(n -> Requests.path(number, n)))
                        .toList());
            }
            System.out.println(Figures.table(rows));
        } finally {
            silent.close();
        }
    }

    private List<String> queue(Service service) throws IOException {
        var tasks = new ArrayList<String>();
        for (var request : Requests.creates(0, fills / URLS, URLS)) {
            tasks.add(service.create(request));
        }
        return tasks;
    }

    private void fill(Service service, List<String> tasks, List<String> rows) throws IOException, InterruptedException {
        long began = System.nanoTime();
        var most = new DoubleAccumulator(Math::max, 0);
        for (var task : tasks) {
            int left = within - (int) ((System.nanoTime() - began) / 1_000_000_000);
            service.until(task, Service::ended, left, () -> {
                most.accumulate(service.megabytes("VmRSS"));
                Thread.sleep(500);
            });
        }
        double took = (System.nanoTime() - began) / 1e9;
        rows.add(row(service, "all " + tasks.size() * URLS + " proved; at most " + Figures.plain(most.get()) + " meanwhile", took));
    }

    private static String row(Service service, String what, double seconds) throws IOException {
        return Figures.row(
                what,
                Figures.plain(service.megabytes("VmRSS")),
                Figures.plain(service.megabytes("VmHWM")),
                seconds == 0 ? "" : Figures.plain(seconds));
    }
}

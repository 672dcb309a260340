import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Resident memory of the service: just started, with fills queued for an edge that says nothing, and filling them. */
final class Memory {
    private static final int URLS = 10; // a request may have no more

    private Memory() {}

    static void main(String[] args) throws Exception {
        var dir = Path.of(args[0]);
        int fills = Creates.number(args, "--fills", 10_000);
        System.out.println("memory: " + fills + " fills; " + Figures.machine(dir.getParent()));
        int port = Caches.freePort();
        var documents = Files.createDirectories(dir.resolve("documents/film"));
        for (int i = 0; i < 10; i++) {
            Files.write(documents.resolve(i + ".ts"), new byte[20_000]);
        }
        var silent = new ServerSocket(port, 512, InetAddress.getLoopbackAddress());
        var origins = List.of(Caches.freePort());
        try (var service = Service.start(Service.prepare(dir.resolve("service"), port, ""));
                var origin = Caches.origin(dir.resolve("origin"), documents.getParent(), origins)) {
            var rows = new ArrayList<String>();
            rows.add(Figures.row("", "RSS, MB", "most so far, MB", "took, s"));
            service.must(Requests.publishFilm());
            Thread.sleep(2_000);
            rows.add(row(service, "started, one asset published", 0));
            long began = System.nanoTime();
            var tasks = queue(service, fills);
            rows.add(row(service, fills + " fills queued", (System.nanoTime() - began) / 1e9));
            Thread.sleep(20_000);
            rows.add(row(service, "20 s later", 0));
            silent.close();
            try (var _ = Edges.NGINX.start(new Edges.Place(dir.resolve("edge"), port, origin.port, 0))) {
                fill(service, tasks, rows);
            }
            System.out.println(Figures.table(rows));
        } finally {
            silent.close();
        }
    }

    private static List<String> queue(Service service, int fills) throws IOException {
        var tasks = new ArrayList<String>();
        for (var request : Requests.creates(0, fills / URLS, URLS)) {
            tasks.add(service.create(request));
        }
        return tasks;
    }

    private static void fill(Service service, List<String> tasks, ArrayList<String> rows)
            throws IOException, InterruptedException {
        long began = System.nanoTime();
        double most = 0;
        for (var task : tasks) {
            while (!Clients.Preheat.ended(service.task(task))) {
                most = Math.max(most, service.megabytes("VmRSS"));
                if (System.nanoTime() - began > 600e9) {
                    throw new IllegalStateException("must end within 600 s: " + service.task(task) + "; see " + service.dir + "/log");
                }
                Thread.sleep(500);
            }
            if (service.task(task).contains("\"state\":\"failed\"")) {
                throw new IllegalStateException("a fill was not proved: " + service.task(task) + "; see " + service.dir + "/log");
            }
        }
        double took = (System.nanoTime() - began) / 1e9;
        rows.add(row(service, "all " + tasks.size() * URLS + " proved; at most " + Figures.plain(most) + " meanwhile", took));
    }

    private static String row(Service service, String what, double seconds) throws IOException {
        return Figures.row(
                what,
                Figures.plain(service.megabytes("VmRSS")),
                Figures.plain(service.megabytes("VmHWM")),
                seconds == 0 ? "" : Figures.plain(seconds));
    }
}

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
            rows.add(row(service, fills + " fills queued", queue(service, fills)));
            Thread.sleep(20_000);
            rows.add(row(service, "20 s later", 0));
            silent.close();
            try (var _ = Edges.NGINX.start(new Edges.Place(dir.resolve("edge"), port, origin.port, 0))) {
                fill(service, fills, rows);
            }
            System.out.println(Figures.table(rows));
        } finally {
            silent.close();
        }
    }

    private static double queue(Service service, int fills) throws IOException {
        var requests = Requests.creates(0, fills / URLS, URLS);
        long began = System.nanoTime();
        try (var connection = new Connection(service.port)) {
            for (var request : requests) {
                int status = connection.send(request);
                if (status != 202) {
                    throw new IllegalStateException("answered " + status);
                }
            }
        }
        return (System.nanoTime() - began) / 1e9;
    }

    private static void fill(Service service, int fills, ArrayList<String> rows)
            throws IOException, InterruptedException {
        long began = System.nanoTime();
        double most = 0;
        for (long proved = 0; proved < fills; proved = service.logged(" proved ")) {
            most = Math.max(most, service.megabytes("VmRSS"));
            if (service.logged("FillWorkers failed ") > 0 || System.nanoTime() - began > 600e9) {
                throw new IllegalStateException(proved + " of " + fills + " were proved; see " + service.dir + "/log");
            }
            Thread.sleep(500);
        }
        double took = (System.nanoTime() - began) / 1e9;
        rows.add(row(service, "all " + fills + " proved; at most " + Figures.plain(most) + " meanwhile", took));
    }

    private static String row(Service service, String what, double seconds) throws IOException {
        return Figures.row(
                what,
                Figures.plain(service.megabytes("VmRSS")),
                Figures.plain(service.megabytes("VmHWM")),
                seconds == 0 ? "" : Figures.plain(seconds));
    }
}

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One HLS title into one cold nginx: by the service, and by curl with the same list of URLs, in turns. */
final class Fill {
    private static final int OBJECTS = 1_000;

    private final Path dir;
    private final int bytes;
    private final Caches origin;
    private final Caches edge;

    /** What one fill came to. */
    private record Run(double seconds, double clientCpu, double edgeCpu, long received, long atOrigin, long stored) {}

    private Fill(Path dir, int bytes, Caches origin, Caches edge) {
        this.dir = dir;
        this.bytes = bytes;
        this.origin = origin;
        this.edge = edge;
    }

    static void main(String[] args) throws Exception {
        var dir = Path.of(args[0]);
        int rounds = Creates.number(args, "--rounds", 5);
        int warm = Creates.number(args, "--warm", 10);
        var extra = "fill: { per-edge: " + Creates.number(args, "--per-edge", 32) + " }\n";
        System.out.println("fill: " + OBJECTS + " segments, " + rounds + " rounds, " + extra.strip() + "; "
                + Figures.machine(dir.getParent()));
        for (var size : Creates.text(args, "--bytes", "500000,20000").split(",")) {
            int bytes = Integer.parseInt(size);
            int port = Caches.freePort();
            var documents = title(dir.resolve("documents"), bytes);
            try (var origin = Caches.origin(dir.resolve("origin"), documents);
                    var edge = Caches.edge(dir.resolve("edge"), port, origin);
                    var service = Service.start(Service.prepare(dir.resolve("service"), port, extra))) {
                service.must(Requests.publish("film", List.of(Requests.url("film/index.m3u8"))));
                new Fill(dir, bytes, origin, edge).run(service, warm, rounds);
            }
        }
        Service.delete(dir.resolve("documents"));
        Service.delete(dir.resolve("edge"));
    }

    private void run(Service service, int warm, int rounds) throws Exception {
        var first = measured(() -> preheat(service), "Preheat");
        for (int round = 1; round < warm; round++) {
            measured(() -> preheat(service), "Preheat");
        }
        var ours = new ArrayList<Run>();
        var curls = new ArrayList<Run>();
        for (int round = 0; round < rounds; round++) {
            ours.add(measured(() -> preheat(service), "Preheat"));
            curls.add(measured(this::curl, "curl"));
            System.err.printf("  %s%n  %s%n", ours.getLast(), curls.getLast());
        }
        var rows = new ArrayList<String>();
        rows.add(Figures.row(OBJECTS + " segments of " + bytes / 1000 + " kB", "wall, s", "client CPU, s", "edge CPU, s",
                "received by the client, MB", "requests at the origin", "stored of " + (OBJECTS + 1)));
        rows.add(row("Preheat, to `succeed`: the first fill after its start", List.of(first)));
        rows.add(row("Preheat, to `succeed`: after " + warm + " fills", ours));
        rows.add(row("curl", curls));
        var ratios = IntStream.range(0, rounds)
                .mapToObj(i -> ours.get(i).seconds() / curls.get(i).seconds())
                .toList();
        rows.add(Figures.row("wall, ratio of the last two", Figures.plain(Figures.median(ratios)), "", "", "", "", ""));
        System.out.println(Figures.table(rows));
    }

    private interface Client {
        /** Fills the edge; CPU seconds it took the client. */
        double fill() throws Exception;
    }

    private Run measured(Client client, String agent) throws Exception {
        restart(edge, true);
        restart(origin, false);
        long began = System.nanoTime();
        double cpu = client.fill();
        double seconds = (System.nanoTime() - began) / 1e9;
        double edgeCpu = edge.cpuMillis() / 1e3;
        edge.stop();
        origin.stop();
        var atOrigin = origin.seen().size();
        var received = edge.seen().stream()
                .filter(seen -> seen.agent().startsWith(agent))
                .mapToLong(Caches.Seen::bytes)
                .sum();
        origin.start();
        edge.start();
        return new Run(seconds, cpu, edgeCpu, received, atOrigin, stored());
    }

    private static void restart(Caches nginx, boolean wiped) throws IOException {
        nginx.stop();
        if (wiped) {
            nginx.wipe();
        }
        nginx.start();
    }

    private double preheat(Service service) throws Exception {
        var before = service.cpu();
        long proved = service.logged(" proved ");
        var task = service.create(Requests.signed("POST", Requests.PREHEATING, "", "{\"asset_id\":\"film\"}"));
        while (service.logged(" proved ") == proved) { // asking the service would be work for the service
            if (service.logged("FillWorkers failed ") > 0) {
                throw new IllegalStateException("not proved; see " + service.dir + "/log");
            }
            Thread.sleep(5);
        }
        if (!service.must(Requests.show(task)).contains("succeed")) {
            throw new IllegalStateException("logged as proved, and is not");
        }
        return service.cpu().minus(before).toNanos() / 1e9;
    }

    private double curl() throws Exception {
        var list = dir.resolve("curl.txt");
        Files.writeString(
                list,
                uris().map(uri -> "url = \"" + Requests.url(uri) + "\"\noutput = \"/dev/null\"\n")
                        .collect(Collectors.joining()));
        var time = dir.resolve("curl.time").toFile();
        int exit = new ProcessBuilder("bash", "-c",
                        "TIMEFORMAT='%U %S'; time curl -s --no-progress-meter --parallel --parallel-max 50 --connect-to '::127.0.0.1:"
                                + edge.port + "' -K " + list + " 2>/dev/null")
                .redirectError(time)
                .start()
                .waitFor();
        var spent = Files.readString(time.toPath()).strip().split(" ");
        if (exit != 0) {
            throw new IllegalStateException("curl ended with " + exit);
        }
        return Double.parseDouble(spent[0]) + Double.parseDouble(spent[1]);
    }

    /** How many objects are in the restarted edge, by requests that cannot fill it. */
    private long stored() throws IOException {
        long stored = 0;
        try (var connection = new Connection(edge.port)) {
            for (var uri : uris().toList()) {
                int status = connection.send(("GET /" + uri + " HTTP/1.1\r\nHost: " + Requests.DOMAIN
                                + "\r\nUser-Agent: count\r\nRange: bytes=-1\r\nCache-Control: only-if-cached\r\n\r\n")
                        .getBytes());
                stored += status == 206 ? 1 : 0;
            }
        }
        return stored;
    }

    private static Stream<String> uris() {
        return IntStream.rangeClosed(0, OBJECTS).mapToObj(i -> i == 0 ? "film/index.m3u8" : segment(i));
    }

    private static String segment(int i) {
        return String.format(Locale.ROOT, "film/%05d.ts", i);
    }

    private static Path title(Path documents, int bytes) throws IOException {
        Files.createDirectories(documents.resolve("film"));
        var noise = new byte[bytes];
        new Random(1).nextBytes(noise);
        var playlist = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:4\n");
        for (int i = 1; i <= OBJECTS; i++) {
            Files.write(documents.resolve(segment(i)), noise);
            playlist.append("#EXTINF:4.0,\n").append(segment(i).substring(5)).append('\n');
        }
        Files.writeString(documents.resolve("film/index.m3u8"), playlist + "#EXT-X-ENDLIST\n");
        return documents;
    }

    private static String row(String name, List<Run> runs) {
        var seconds = runs.stream().map(Run::seconds).toList();
        return Figures.row(
                name,
                Figures.plain(Figures.median(seconds)) + " (" + Figures.range(seconds) + ")",
                Figures.plain(Figures.median(runs.stream().map(Run::clientCpu).toList())),
                Figures.plain(Figures.median(runs.stream().map(Run::edgeCpu).toList())),
                Figures.plain(Figures.median(runs.stream().map(run -> run.received() / 1e6).toList())),
                Figures.plain(Figures.median(runs.stream().map(run -> (double) run.atOrigin()).toList())),
                Figures.plain(Figures.median(runs.stream().map(run -> (double) run.stored()).toList())));
    }
}

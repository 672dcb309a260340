import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * One HLS title into a fast nginx, alone and beside others whose side of the origin is slow, in turns: a service for each
 * number of them. The clock stops when the fast one has the title; what the slow ones still want is cancelled then.
 */
final class SlowEdges {
    private static final int PAUSE_MILLIS = 10;

    private final Caches origin;
    private final List<Caches> edges;
    private final List<String> uris;
    private final How how;

    private record How(int rounds, int warm, int within, int objects, int bytes, String rate, int[] beside, String against) {
        int most() {
            return IntStream.of(beside).max().orElseThrow();
        }
    }

    /**
     * A service that knows the fast edge and some slow ones.
     *
     * @param jar which one it is; empty when there is but one
     */
    private record Company(String jar, int beside, Service service, AtomicInteger tasks) {
        String name() {
            var others = beside == 0 ? "alone" : beside == 1 ? "beside one slow edge" : "beside " + beside + " slow edges";
            return others + jar;
        }
    }

    /** Seconds until the origin had sent the fast edge its last object, and until the service had proved it. */
    private record Run(double filled, double proved) {}

    private SlowEdges(Caches origin, List<Caches> edges, List<String> uris, How how) {
        this.origin = origin;
        this.edges = edges;
        this.uris = uris;
        this.how = how;
    }

    static void main(String[] args) throws Exception {
        var dir = Path.of(args[0]);
        var options = Options.of(args, 1);
        var how = new How(
                options.number("--rounds", 3, 1),
                options.number("--warm", 1, 0),
                options.number("--within", 300, 60),
                options.number("--objects", 400, 30),
                options.number("--bytes", 100_000, 10_000),
                options.text("--rate", "20k", "10k"),
                options.numbers("--beside", "0,2,4", "0,1"),
                options.text("--against", "", ""));
        options.checked();
        System.out.println("slow-edges: " + (how.objects() + 1) + " objects of " + how.bytes() + " bytes, slow edges get "
                + how.rate() + " a second and object, " + how.rounds() + " rounds; " + Figures.machine(dir.getParent()));
        Service.delete(dir);
        var uris = title(dir.resolve("documents"), how);
        var ports = IntStream.generate(Caches::freePort).distinct().limit(2 * (1 + how.most())).boxed().toList();
        var open = new ArrayList<AutoCloseable>();
        try {
            var own = ports.subList(0, 1 + how.most());
            var origins = ports.subList(own.size(), ports.size());
            var site = Caches.serving(dir.resolve("documents"), origins.subList(0, 1), "")
                    + Caches.serving(dir.resolve("documents"), origins.subList(1, origins.size()), "limit_rate " + how.rate() + ";");
            var origin = Caches.origin(dir.resolve("origin"), origins.getFirst(), site);
            open.add(origin);
            var edges = new ArrayList<Caches>();
            for (int i = 0; i < own.size(); i++) {
                edges.add(Edges.NGINX.start(new Edges.Place(dir.resolve("edge-" + i), own.get(i), origins.get(i), 0)));
                open.add(edges.getLast());
            }
            new SlowEdges(origin, edges, uris, how).run(dir, open);
        } finally {
            for (var one : open.reversed()) {
                one.close();
            }
        }
        Service.delete(dir);
    }

    private void run(Path dir, List<AutoCloseable> open) throws Exception {
        var companies = new ArrayList<Company>();
        for (int beside : how.beside()) {
            var first = start(dir.resolve("beside-" + beside), beside, List.of());
            open.add(first);
            companies.add(new Company("", beside, first, new AtomicInteger()));
            if (!how.against().isEmpty()) {
                var other = start(dir.resolve("other-" + beside), beside, first.command(Path.of(how.against())));
                open.add(other);
                companies.add(new Company(", the other jar", beside, other, new AtomicInteger()));
            }
        }
        var firsts = new LinkedHashMap<Company, List<Run>>();
        var runs = new LinkedHashMap<Company, List<Run>>();
        for (int round = -how.warm(); round < how.rounds(); round++) {
            for (var company : companies) {
                var run = measured(company);
                System.err.printf("  %s: %s%n", company.name(), run);
                if (round >= 0) {
                    runs.computeIfAbsent(company, _ -> new ArrayList<>()).add(run);
                } else {
                    firsts.putIfAbsent(company, List.of(run));
                }
            }
        }
        var rows = new ArrayList<String>();
        rows.add(Figures.row("the fast edge", "has all objects after, s", "to alone", "proved after, s", "to alone"));
        rows.addAll(rows(firsts, ", first fill after the start, once"));
        rows.addAll(rows(runs, ""));
        System.out.println(Figures.table(rows));
    }

    /** @param command empty: {@code ./preheat} */
    private Service start(Path dir, int beside, List<String> command) throws IOException {
        var ports = edges.subList(0, 1 + beside).stream().map(edge -> edge.port).toList();
        Service.prepare(dir, ports, "nginx", "");
        var service = command.isEmpty() ? Service.start(dir) : Service.start(dir, command);
        service.must(Requests.publish("film", List.of(Requests.url(uris.getFirst()))));
        return service;
    }

    private Run measured(Company company) throws Exception {
        edges.subList(0, 1 + company.beside()).forEach(Caches::wipe);
        origin.wipe();
        var fast = edges.getFirst();
        var proved = "\"edge\":\"edge-" + fast.port + "\",\"state\":\"succeeded\"";
        double at = Clients.now();
        long began = System.nanoTime();
        var service = company.service();
        var task = service.create(Requests.preheatFilm(company.tasks().incrementAndGet()));
        var shown = service.until(task, now -> now.contains(proved), how.within(), () -> Thread.sleep(PAUSE_MILLIS));
        double seconds = (System.nanoTime() - began) / 1e9;
        fast.mustHave(uris);
        double last = origin.seen().stream()
                .filter(seen -> seen.port() == origin.port)
                .mapToDouble(Caches.Seen::at)
                .max()
                .orElseThrow();
        if (!Service.ended(shown)) {
            cancel(service, task);
        }
        return new Run(last - at, seconds);
    }

    private void cancel(Service service, String task) throws IOException, InterruptedException {
        service.must(Requests.cancel(task));
        long began = System.nanoTime();
        while (!Service.ended(service.task(task))) {
            if (System.nanoTime() - began > how.within() * 1e9) {
                throw new IllegalStateException("cancelled, and not ended within " + how.within() + " s (--within): "
                        + service.task(task));
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    private static List<String> rows(Map<Company, List<Run>> runs, String which) {
        var rows = new ArrayList<String>();
        runs.forEach((company, all) -> {
            var alone = runs.entrySet().stream()
                    .filter(one -> one.getKey().beside() == 0 && one.getKey().jar().equals(company.jar()))
                    .findFirst()
                    .map(Map.Entry::getValue)
                    .orElse(all);
            rows.add(Figures.row(
                    company.name() + which,
                    shown(all, Run::filled),
                    ratio(all, alone, Run::filled),
                    shown(all, Run::proved),
                    ratio(all, alone, Run::proved)));
        });
        return rows;
    }

    private static String shown(List<Run> runs, ToDoubleFunction<Run> what) {
        var values = runs.stream().mapToDouble(what).boxed().toList();
        if (values.size() == 1) {
            return Figures.plain(values.getFirst());
        }
        return Figures.plain(Figures.median(values)) + " (" + Figures.range(values) + ")";
    }

    private static String ratio(List<Run> runs, List<Run> alone, ToDoubleFunction<Run> what) {
        var ratios = IntStream.range(0, runs.size())
                .mapToObj(i -> what.applyAsDouble(runs.get(i)) / what.applyAsDouble(alone.get(i)))
                .toList();
        return Figures.plain(Figures.median(ratios));
    }

    /** Writes a playlist and its segments; their paths, the playlist's first. */
    private static List<String> title(Path documents, How how) throws IOException {
        var film = Files.createDirectories(documents.resolve("film"));
        var noise = new byte[how.bytes()];
        new Random(1).nextBytes(noise);
        var segment = Files.write(documents.resolve("segment"), noise);
        var uris = new ArrayList<>(List.of("film/index.m3u8"));
        var playlist = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:4\n");
        for (int n = 1; n <= how.objects(); n++) {
            var name = String.format(Locale.ROOT, "%05d.ts", n);
            Files.createLink(film.resolve(name), segment);
            uris.add("film/" + name);
            playlist.append("#EXTINF:4.0,\n").append(name).append('\n');
        }
        Files.writeString(documents.resolve(uris.getFirst()), playlist + "#EXT-X-ENDLIST\n");
        return uris;
    }
}

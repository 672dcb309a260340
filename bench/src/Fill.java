import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One HLS title into empty edges: by the service and by its rivals with the same list of URLs, in turns. */
final class Fill {
    private final List<Caches> edges;
    private final Caches origin;
    private final List<String> uris;

    /** One title for some edges. */
    private record Table(Edges software, int edges, int bytes, int objects) {
        String heading() {
            return String.format(Locale.ROOT, "%,d objects of %d kB into %s %s", objects, bytes / 1_000,
                    edges == 1 ? "one" : "" + edges, software.word());
        }
    }

    /**
     * What holds for every table.
     *
     * @param perEdge 0 is the service's own limit
     * @param within how many seconds a fill by the service may take
     * @param against another jar, or empty
     * @param origin whether the domain names its origin, with whose versions what is stored is compared then
     */
    private record How(List<String> rivals, int warm, int rounds, int perEdge, int within, String against, boolean origin) {
        String limits() {
            return perEdge == 0 ? "" : "fill: { per-edge: " + perEdge + " }\n";
        }
    }

    /**
     * What one fill came to.
     *
     * @param filled seconds until the origin had sent the last object
     * @param asked what the edges should have asked for, each object once by each
     */
    private record Run(
            Clients.Cost cost, double filled, double received, long atOrigin, long twice, long never, long stored, long asked) {}

    private Fill(List<Caches> edges, Caches origin, List<String> uris) {
        this.edges = edges;
        this.origin = origin;
        this.uris = uris;
    }

    static void main(String[] args) throws Exception {
        var dir = Path.of(args[0]);
        var options = Options.of(args, 1);
        var rivals = options.text("--rivals", "curl,aria2c,wget,loop,native", "curl,aria2c,wget,loop,native");
        var how = new How(
                rivals(dir, rivals),
                options.number("--warm", 1, 0),
                options.number("--rounds", 5, 1),
                options.number("--per-edge", 0, 0),
                options.number("--within", 600, 60),
                options.text("--against", "", ""),
                options.has("--origin"));
        var tables = tables(options);
        options.checked();
        System.out.println("fill: " + how.rounds() + " rounds"
                + (how.perEdge() == 0 ? "" : "; " + how.limits().strip())
                + "; "
                + Figures.machine(dir.getParent()));
        var broken = new ArrayList<String>();
        for (var table : tables) {
            try {
                measure(dir, table, how);
            } catch (IOException | ExecutionException | RuntimeException stumbled) { // the other tables are worth having
                stumbled.printStackTrace();
                broken.add(table.heading() + ": " + stumbled);
            }
        }
        if (!broken.isEmpty()) {
            throw new IllegalStateException("not measured: " + broken);
        }
        Service.delete(dir);
    }

    private static List<Table> tables(Options options) {
        int objects = options.number("--objects", 1_000, 30);
        var tables = new ArrayList<Table>();
        for (var software : options.text("--edge", "nginx", "nginx,varnish").split(",")) {
            for (var size : options.text("--size", "500k,20k", "20k").split(",")) {
                for (var edges : options.numbers("--edges", "1,4", "2")) {
                    int bytes = Integer.parseInt(size.replace("k", "000"));
                    tables.add(new Table(Edges.of(software), edges, bytes, objects));
                }
            }
        }
        return tables;
    }

    /** What is asked for and is there; what is missing is said. */
    private static List<String> rivals(Path dir, String wanted) {
        var words = new ArrayList<>(List.of(wanted.split(",")));
        for (var rival : Clients.rivals(dir)) {
            if (words.contains(rival.word()) && Caches.find(rival.program()).isEmpty()) {
                var installed = rival.program().replace("aria2c", "aria2");
                System.out.println("Without " + rival.name() + ": " + rival.program()
                        + " is missing (Debian, Ubuntu: apt install " + installed + ").");
                words.remove(rival.word());
            }
        }
        return words;
    }

    private static void measure(Path dir, Table table, How how) throws Exception {
        var software = table.software();
        if (Caches.find(software.program).isEmpty()) {
            System.out.println("\n" + table.heading() + ": not measured, " + software.program
                    + " is missing (Debian, Ubuntu: apt install " + software.debianPackage + ").");
            return;
        }
        var ports = ports(table.edges());
        Service.delete(dir);
        var uris = title(dir.resolve("documents"), table);
        var open = new ArrayList<AutoCloseable>();
        try {
            var origins = ports(table.edges());
            var origin = Caches.origin(dir.resolve("origin"), dir.resolve("documents"), origins);
            open.add(origin);
            var edges = new ArrayList<Caches>();
            for (int i = 0; i < table.edges(); i++) {
                long room = (long) table.objects() * table.bytes();
                edges.add(software.start(
                        new Edges.Place(dir.resolve("edge-" + i), ports.get(i), origins.get(i), room)));
                open.add(edges.getLast());
            }
            var ofDomain = how.origin() ? ", origin: \"http://127.0.0.1:" + origin.port + "\"" : "";
            var setup = new Service.Setup(ports, software.software, ofDomain, how.limits());
            var service = Service.start(Service.prepare(dir.resolve("service"), setup));
            open.add(service);
            var services = new ArrayList<>(List.of(new Clients.Preheat("**Preheat**", service, new AtomicInteger(), how.within())));
            if (!how.against().isEmpty()) {
                var jar = Path.of(how.against());
                var other = Service.start(Service.prepare(dir.resolve("other"), setup), service.command(jar));
                open.add(other);
                services.add(new Clients.Preheat("the other jar", other, new AtomicInteger(), how.within()));
            }
            for (var one : services) {
                one.service().must(Requests.publish("film", List.of(Requests.url(uris.getFirst()))));
            }
            new Fill(edges, origin, uris).run(dir, table, how, services);
        } finally {
            for (var one : open.reversed()) {
                one.close();
            }
        }
    }

    private void run(Path dir, Table table, How how, List<Clients.Preheat> services) throws Exception {
        var load = Figures.load();
        long began = System.nanoTime();
        var clients = new ArrayList<Clients>(services);
        Clients.rivals(dir).stream().filter(one -> how.rivals().contains(one.word())).forEach(clients::add);
        if (how.rivals().contains("native")) {
            clients.add(new Clients.Native(table.software()));
            measured(clients.getLast()); // this JVM is warm then, too
        }
        var warming = new LinkedHashMap<Clients, Run>();
        for (int fill = 0; fill < how.warm(); fill++) {
            for (var preheat : services) {
                var run = measured(preheat);
                warming.putIfAbsent(preheat, run);
            }
        }
        var runs = new LinkedHashMap<Clients, List<Run>>();
        for (var client : List.copyOf(clients)) {
            runs.put(client, new ArrayList<>());
            if (client instanceof Clients.Preheat preheat) {
                runs.put(new Clients.Again(preheat), new ArrayList<>());
            }
        }
        for (int round = 0; round < how.rounds(); round++) {
            for (var client : clients) {
                runs.get(client).add(measured(client));
                if (client instanceof Clients.Preheat preheat) {
                    var again = new Clients.Again(preheat);
                    runs.get(again).add(measured(again));
                }
            }
            Collections.rotate(clients, 1);
        }
        System.out.println("\n" + table(table, warming, runs));
        if (services.size() > 1) {
            System.out.println("\n" + against(services, runs));
        }
        System.out.printf(Locale.ROOT, "%nIt took %.0f s; load average %s before, %s after.%n", (System.nanoTime() - began) / 1e9,
                load, Figures.load());
    }

    private Run measured(Clients client) throws Exception {
        boolean again = client instanceof Clients.Again;
        if (!again) {
            forEach(edge -> {
                edge.wipe();
                return 0L;
            });
        }
        long sent = forEach(Fill::sent);
        origin.wipe();
        var list = uris.subList(0, 1 + (uris.size() - 1) / client.part());
        var cost = client.fill(edges, list);
        if (client instanceof Clients.Preheat || again) {
            forEach(edge -> {
                edge.mustHave(list);
                return 0L;
            });
        }
        long stored = forEach(edge -> edge.stored(list));
        long received = forEach(Fill::sent) - sent;
        var seen = origin.seen();
        var expected = list.stream().map(uri -> "/" + uri).collect(Collectors.toSet());
        var fetched = seen.stream().filter(one -> one.method().equals("GET")).toList(); // the service compares by HEAD
        var times = fetched.stream()
                .filter(one -> expected.contains(one.uri()))
                .collect(Collectors.groupingBy(one -> one.port() + one.uri(), Collectors.counting()));
        double last = fetched.stream().mapToDouble(Caches.Seen::at).max().orElse(cost.began());
        long asked = (long) list.size() * edges.size();
        long twice = times.values().stream().filter(n -> n > 1).count();
        double scale = (double) uris.size() / list.size();
        var run = new Run(cost.times(scale), (last - cost.began()) * scale, received * scale / 1e6, seen.size(), twice,
                asked - times.size(), stored, asked);
        System.err.printf("  %s: %s%n", client.name(), run);
        return run;
    }

    private static long sent(Caches edge) throws IOException {
        return edge.seen().stream().mapToLong(Caches.Seen::bytes).sum();
    }

    private interface Sum {
        long of(Caches edge) throws Exception;
    }

    /** All edges at once: each may take seconds to start, and to write its log. */
    private long forEach(Sum part) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long sum = 0;
            for (var one : threads.invokeAll(edges.stream().map(edge -> (Callable<Long>) () -> part.of(edge)).toList())) {
                sum += one.get();
            }
            return sum;
        }
    }

    private static String table(Table table, Map<Clients, Run> warming, Map<Clients, List<Run>> runs) {
        var done = best(runs, run -> run.cost().seconds());
        var filled = best(runs, Run::filled);
        var rows = new ArrayList<String>();
        rows.add(Figures.row(table.heading(), "all at the edges after, s", "to the best rival", "ended after (proved), s",
                "to the best rival", "client CPU, s", "client RSS, MB", "received, MB", "requests at the origin",
                "asked for twice, never", "stored"));
        warming.forEach((client, run) -> rows.add(
                row(client.name() + ", its first fill after the start, once", List.of(run), List.of(), List.of())));
        runs.forEach((client, all) -> {
            var part = client.part() == 1 ? "" : "; 1/" + client.part() + " of the objects, times " + client.part();
            boolean again = client instanceof Clients.Again;
            rows.add(row(client.name() + part, all, again ? List.of() : done, again ? List.of() : filled));
        });
        return Figures.table(rows);
    }

    /** By the rounds, what the one jar took of what the other took. */
    private static String against(List<Clients.Preheat> services, Map<Clients, List<Run>> runs) {
        var rows = new ArrayList<String>();
        rows.add(Figures.row("to the other jar", "all at the edges after", "ended after (proved)", "client CPU", "received",
                "requests at the origin"));
        for (boolean again : new boolean[] {false, true}) {
            var both = services.stream().map(one -> runs.get(again ? new Clients.Again(one) : one)).toList();
            rows.add(Figures.row(
                    again ? "once more" : "into empty edges",
                    again ? "" : ratio(both, Run::filled),
                    ratio(both, run -> run.cost().seconds()),
                    ratio(both, run -> run.cost().cpu()),
                    ratio(both, Run::received),
                    ratio(both, Run::atOrigin)));
        }
        return Figures.table(rows);
    }

    private static String ratio(List<List<Run>> both, ToDoubleFunction<Run> what) {
        return ratio(each(both.getFirst(), what), each(both.getLast(), what));
    }

    /** The seconds of the rival with the smallest median, of those that left everything stored; empty when there is none. */
    private static List<Double> best(Map<Clients, List<Run>> runs, ToDoubleFunction<Run> seconds) {
        return runs.entrySet().stream()
                .filter(one -> one.getKey() instanceof Clients.Command)
                .map(Map.Entry::getValue)
                .filter(all -> all.stream().allMatch(run -> run.stored() == run.asked()))
                .map(all -> each(all, seconds))
                .min(Comparator.comparingDouble(Figures::median))
                .orElse(List.of());
    }

    private static String row(String name, List<Run> runs, List<Double> done, List<Double> filled) {
        var seconds = each(runs, run -> run.cost().seconds());
        var until = each(runs, Run::filled);
        boolean asked = runs.stream().allMatch(run -> run.never() == 0); // not where all was stored already
        long bad = runs.stream().filter(run -> !run.cost().said().isEmpty()).count();
        var megabytes = median(runs, run -> run.cost().megabytes());
        return Figures.row(
                name + (bad == 0 ? "" : " (" + bad + " of " + runs.size() + " went wrong)"),
                asked ? spread(until) : "",
                ratio(until, filled),
                spread(seconds),
                ratio(seconds, done),
                Figures.plain(median(runs, run -> run.cost().cpu())),
                megabytes == 0 ? "" : Figures.plain(megabytes),
                Figures.plain(median(runs, Run::received)),
                whole(runs, Run::atOrigin),
                whole(runs, Run::twice) + ", " + whole(runs, Run::never),
                whole(runs, Run::stored) + " of " + whole(runs, Run::asked));
    }

    private static String spread(List<Double> seconds) {
        var middle = Figures.plain(Figures.median(seconds));
        return seconds.size() == 1 ? middle : middle + " (" + Figures.range(seconds) + ")";
    }

    private static String ratio(List<Double> ours, List<Double> theirs) {
        if (theirs.isEmpty()) {
            return "";
        }
        var ratios = IntStream.range(0, ours.size()).mapToObj(i -> ours.get(i) / theirs.get(i)).toList();
        double median = Figures.median(ratios);
        return Double.isFinite(median) ? Figures.plain(median) : ""; // of none, such as requests at the origin once more
    }

    private static String whole(List<Run> runs, ToDoubleFunction<Run> what) {
        return String.format(Locale.ROOT, "%,.0f", median(runs, what));
    }

    private static double median(List<Run> runs, ToDoubleFunction<Run> what) {
        return Figures.median(each(runs, what));
    }

    private static List<Double> each(List<Run> runs, ToDoubleFunction<Run> what) {
        return runs.stream().mapToDouble(what).boxed().toList();
    }

    private static List<Integer> ports(int count) {
        return IntStream.generate(Caches::freePort).distinct().limit(count).boxed().toList();
    }

    /** Writes a playlist and its segments; their paths, the playlist's first. */
    private static List<String> title(Path documents, Table table) throws IOException {
        Files.createDirectories(documents.resolve("film"));
        var noise = new byte[table.bytes()];
        new Random(1).nextBytes(noise);
        var uris = new ArrayList<>(List.of("film/index.m3u8"));
        var playlist = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:4\n");
        for (int i = 1; i <= table.objects(); i++) {
            var segment = String.format(Locale.ROOT, "%05d.ts", i);
            uris.add("film/" + segment);
            Files.write(documents.resolve(uris.getLast()), noise);
            playlist.append("#EXTINF:4.0,\n").append(segment).append('\n');
        }
        Files.writeString(documents.resolve(uris.getFirst()), playlist + "#EXT-X-ENDLIST\n");
        return uris;
    }
}

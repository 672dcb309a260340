import dev.preheat.title.ReadAndOrdered;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * One HLS title into one cold nginx by two services in turns, which differ in {@code fill.order} alone: when the first 30 s
 * of all renditions were seen stored, and when all was proved. And what reading and ordering a long manifest costs.
 */
final class Order {
    private static final int SEGMENT_SECONDS = 2;

    private final Caches edge;
    private final List<String> uris;
    private final How how;
    private int tasks;

    private enum Way {
        FIRST_SECONDS,
        IN_ORDER;

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Seconds from the request until the first seconds were there, and until all was proved. */
    private record Run(double first, double all) {}

    private record Shape(int renditions, int segments, int bytes) {}

    /** @param read segments of the manifests that are read, after {@code warmReads} of each */
    private record How(Edges software, int warm, int rounds, int within, int read, int warmReads) {}

    private Order(Caches edge, List<String> uris, How how) {
        this.edge = edge;
        this.uris = uris;
        this.how = how;
    }

    static void main(String[] args) throws Exception {
        var dir = Path.of(args[0]);
        var options = Options.of(args, 1);
        var how = new How(
                Edges.of(options.text("--edge", "nginx", "nginx")),
                options.number("--warm", 3, 0),
                options.number("--rounds", 5, 1),
                options.number("--within", 120, 60),
                options.number("--read", 10_000, 500),
                options.number("--warm-reads", 30, 1));
        var shape = new Shape(
                options.number("--renditions", 5, 2),
                options.number("--segments", 300, 20),
                options.number("--bytes", 100_000, 20_000));
        var limits = "per-edge: " + options.number("--per-edge", 32, 32) + ", origin-mbit-per-second: "
                + options.number("--origin-mbit", 0, 0);
        options.checked();
        System.out.println("order: " + shape + " of " + SEGMENT_SECONDS + " s, " + how.rounds() + " rounds, fill: { " + limits
                + " }; " + Figures.machine(dir.getParent()));
        int port = Caches.freePort();
        var documents = title(dir.resolve("documents"), shape);
        long room = (long) shape.renditions() * shape.segments() * shape.bytes();
        Function<Way, Service.Setup> setup = way -> new Service.Setup(
                List.of(port), how.software().software, "", "fill: { " + limits + ", order: " + way.word() + " }\n");
        try (var origin = Caches.origin(dir.resolve("origin"), documents, List.of(Caches.freePort()));
                var edge = how.software().start(new Edges.Place(dir.resolve("edge"), port, origin.port, room));
                var first = service(dir.resolve("first"), setup.apply(Way.FIRST_SECONDS));
                var listed = service(dir.resolve("listed"), setup.apply(Way.IN_ORDER))) {
            new Order(edge, uris(shape), how).run(Map.of(Way.FIRST_SECONDS, first, Way.IN_ORDER, listed));
        }
        reading(how);
        Service.delete(dir.resolve("documents"));
        Service.delete(dir.resolve("edge"));
    }

    private static Service service(Path dir, Service.Setup setup) throws IOException {
        var service = Service.start(Service.prepare(dir, setup));
        service.must(Requests.publish("film", List.of(Requests.url("film/index.m3u8"))));
        return service;
    }

    private void run(Map<Way, Service> services) throws Exception {
        var runs = new EnumMap<Way, List<Run>>(Way.class);
        for (int round = -how.warm(); round < how.rounds(); round++) {
            for (var way : Way.values()) {
                var run = measured(services.get(way));
                System.err.printf("  %s %s%n", way.word(), run);
                if (round >= 0) {
                    runs.computeIfAbsent(way, _ -> new ArrayList<>()).add(run);
                }
            }
        }
        var rows = new ArrayList<String>();
        rows.add(Figures.row("`fill.order`", "first 30 s of all renditions stored, s", "all proved, s"));
        runs.forEach((way, all) -> rows.add(Figures.row(
                "`" + way.word() + "`",
                shown(all.stream().map(Run::first).toList()),
                shown(all.stream().map(Run::all).toList()))));
        var first = runs.get(Way.FIRST_SECONDS);
        var listed = runs.get(Way.IN_ORDER);
        var sooner = IntStream.range(0, how.rounds())
                .mapToObj(i -> first.get(i).first() / listed.get(i).first())
                .toList();
        var later = IntStream.range(0, how.rounds())
                .mapToObj(i -> first.get(i).all() / listed.get(i).all())
                .toList();
        rows.add(Figures.row("ratio", "**" + Figures.plain(Figures.median(sooner)) + "**", Figures.plain(Figures.median(later))));
        System.out.println(Figures.table(rows) + "\n");
    }

    private Run measured(Service service) throws Exception {
        edge.wipe();
        long began = System.nanoTime();
        var task = service.create(Requests.preheatFilm(++tasks));
        service.until(task, shown -> shown.contains("\"first_seconds_at\":\""), how.within(), () -> Thread.sleep(10));
        double first = (System.nanoTime() - began) / 1e9;
        service.until(task, Service::ended, how.within(), () -> Thread.sleep(10));
        double all = (System.nanoTime() - began) / 1e9;
        edge.mustHave(uris);
        return new Run(first, all);
    }

    private static void reading(How how) {
        var rows = new ArrayList<String>();
        rows.add(Figures.row("read and ordered, " + how.read() + " segments", "kB", "ms"));
        for (var manifest : List.of(playlist(how.read(), "film_"), mpd(how.read()))) {
            IntStream.range(0, how.warmReads()).forEach(_ -> ReadAndOrdered.objects(manifest));
            var millis = IntStream.range(0, how.rounds()).mapToObj(_ -> millis(manifest, how.read())).toList();
            var name = manifest.startsWith("<") ? "MPD: 5 Representations, one `S` for each segment" : "media playlist";
            rows.add(Figures.row(name, Figures.plain(manifest.length() / 1e3), shown(millis)));
        }
        System.out.println(Figures.table(rows));
    }

    private static double millis(String manifest, int expected) {
        long began = System.nanoTime();
        int objects = ReadAndOrdered.objects(manifest);
        double millis = (System.nanoTime() - began) / 1e6;
        if (objects != expected) {
            throw new IllegalStateException("leads to " + objects);
        }
        return millis;
    }

    private static String shown(List<Double> values) {
        return Figures.plain(Figures.median(values)) + " (" + Figures.range(values) + ")";
    }

    private static Path title(Path documents, Shape shape) throws IOException {
        Service.delete(documents);
        var film = Files.createDirectories(documents.resolve("film"));
        var noise = new byte[shape.bytes()];
        new Random(1).nextBytes(noise);
        var segment = Files.write(documents.resolve("segment"), noise);
        var master = new StringBuilder("#EXTM3U\n");
        for (int i = 1; i <= shape.renditions(); i++) {
            var rendition = Files.createDirectories(film.resolve("v" + i));
            Files.writeString(rendition.resolve("index.m3u8"), playlist(shape.segments(), ""));
            for (int n = 0; n < shape.segments(); n++) {
                Files.createLink(rendition.resolve(n + ".ts"), segment);
            }
            master.append("#EXT-X-STREAM-INF:BANDWIDTH=").append(i * 400_000).append("\nv" + i + "/index.m3u8\n");
        }
        Files.writeString(film.resolve("index.m3u8"), master);
        return documents;
    }

    private static List<String> uris(Shape shape) {
        var all = new ArrayList<>(List.of("film/index.m3u8"));
        for (int i = 1; i <= shape.renditions(); i++) {
            var rendition = "film/v" + i + "/";
            all.add(rendition + "index.m3u8");
            IntStream.range(0, shape.segments()).forEach(n -> all.add(rendition + n + ".ts"));
        }
        return all;
    }

    private static String playlist(int segments, String name) {
        var text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:" + SEGMENT_SECONDS + "\n");
        for (int n = 0; n < segments; n++) {
            text.append("#EXTINF:").append(SEGMENT_SECONDS).append(".0,\n").append(name).append(n).append(".ts\n");
        }
        return text.append("#EXT-X-ENDLIST\n").toString();
    }

    private static String mpd(int segments) {
        var text = new StringBuilder("<MPD><Period start=\"PT0S\"><AdaptationSet>\n");
        for (int i = 1; i <= 5; i++) {
            text.append("<Representation id=\"v").append(i).append("\" bandwidth=\"").append(i * 400_000);
            text.append("\"><SegmentTemplate media=\"$RepresentationID$/$Time$.m4s\"><SegmentTimeline>\n");
            for (int n = 0; n < segments / 5; n++) {
                text.append("<S t=\"").append(n * SEGMENT_SECONDS).append("\" d=\"" + SEGMENT_SECONDS + "\"/>\n");
            }
            text.append("</SegmentTimeline></SegmentTemplate></Representation>\n");
        }
        return text.append("</AdaptationSet></Period></MPD>").toString();
    }
}

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * One account fills manifests that are made to cost as much as they can, while another account makes its calls and somebody
 * asks whether the service is well: its memory, and how long the slowest of them waited.
 */
final class Manifests {
    private static final String QUIET_PROJECT = "abcdef0123456789abcdef0123456789";
    private static final String QUIET_KEY = "AKQUIET0000000000000";
    private static final String QUIET_SECRET = "quiet-secret-quiet-secret-quiet-secret-0";
    private static final String QUIET_DOMAIN = "quiet.bench.example";
    private static final byte[] READY = "GET /readyz HTTP/1.1\r\nHost: bench\r\n\r\n".getBytes(US_ASCII);
    private static final int LARGEST = 8 * 1024 * 1024;
    private static final int PAUSE_MILLIS = 50;
    private static final int URLS = 8; // of one asset

    private static final Map<String, Supplier<byte[]>> KINDS = kinds();

    private final How how;

    private record How(int titles, int seconds, String[] kinds, String against) {}

    /** What one run came to: MB, and seconds. */
    private record Run(double rss, double call, double ready, double cpu, int left) {}

    private Manifests(How how) {
        this.how = how;
    }

    static void main(String[] args) throws Exception {
        var dir = Path.of(args[0]);
        var options = Options.of(args, 1);
        var how = new How(
                options.number("--titles", 24, 8),
                options.number("--seconds", 60, 10),
                options.text("--kinds", String.join(",", KINDS.keySet()), "ampersands,list").split(","),
                options.text("--against", "", ""));
        options.checked();
        if (!KINDS.keySet().containsAll(List.of(how.kinds()))) {
            throw new IllegalArgumentException("--kinds must be some of " + KINDS.keySet());
        }
        System.out.println("manifests: " + how.titles() + " titles of one account, at most " + how.seconds() + " s; "
                + Figures.machine(dir.getParent()));
        new Manifests(how).run(dir);
    }

    private void run(Path dir) throws Exception {
        var rows = new ArrayList<String>();
        rows.add(Figures.row(
                how.titles() + " manifests of",
                "most RSS, MB",
                "the other account's slowest call, s",
                "/readyz's slowest, s",
                "CPU, s",
                "not ended after " + how.seconds() + " s"));
        for (var kind : how.kinds()) {
            rows.add(row(kind, "", measured(dir, kind, false)));
            if (!how.against().isEmpty()) {
                rows.add(row(kind, ", the other jar", measured(dir, kind, true)));
            }
        }
        System.out.println(Figures.table(rows));
    }

    private static String row(String kind, String jar, Run run) {
        return Figures.row(
                kind + jar,
                Figures.plain(run.rss()),
                Figures.plain(run.call()),
                Figures.plain(run.ready()),
                Figures.plain(run.cpu()),
                run.left());
    }

    private Run measured(Path dir, String kind, boolean other) throws Exception {
        Service.delete(dir);
        var documents = documents(dir.resolve("documents"), kind);
        int port = Caches.freePort();
        try (var origin = Caches.origin(dir.resolve("origin"), documents, List.of(Caches.freePort()));
                var edge = Edges.NGINX.start(new Edges.Place(dir.resolve("edge"), port, origin.port, 0));
                var service = start(prepare(dir.resolve("service"), edge.port), other)) {
            var run = measured(service);
            System.err.printf("  %s%s: %s%n", kind, other ? ", the other jar" : "", run);
            return run;
        }
    }

    private Service start(Path dir, boolean other) throws IOException {
        if (!other) {
            return Service.start(dir);
        }
        List<String> command;
        try (var first = Service.start(dir)) { // the same flags
            command = first.command(Path.of(how.against()));
        }
        return Service.start(dir, command);
    }

    private Run measured(Service service) throws Exception {
        var tasks = new ArrayList<String>();
        service.must(quiet("PUT", "/preheat/v1/projects/" + QUIET_PROJECT + "/assets/film", "{\"title\":\"film\","
                + "\"published\":true,\"streaming_urls\":[\"http://" + QUIET_DOMAIN + "/quiet.ts\"]}"));
        var ended = new AtomicBoolean();
        var call = new AtomicLong();
        var ready = new AtomicLong();
        var rss = new AtomicLong();
        var number = new AtomicLong();
        var watchers = List.of(
                watcher(service, ended, call, () -> create(number.incrementAndGet())),
                watcher(service, ended, call, () -> quiet("GET", "/preheat/v1/projects/" + QUIET_PROJECT + "/tasks", "")),
                watcher(service, ended, ready, () -> READY));
        var begun = service.cpu();
        long began = System.nanoTime();
        int left = how.titles();
        try {
            for (int from = 0; from < how.titles(); from += URLS) {
                tasks.add(hostile(service, from));
            }
            while (left > 0 && System.nanoTime() - began < how.seconds() * 1e9) {
                left = 0;
                for (var task : tasks) {
                    left += left(service.task(task));
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (IOException deaf) { // it answers nobody: the figures say so
            System.err.println("  " + deaf);
        }
        double cpu = service.cpu().minus(begun).toNanos() / 1e9;
        ended.set(true);
        for (var one : watchers) {
            one.join();
        }
        rss.accumulateAndGet((long) service.megabytes("VmHWM"), Math::max);
        return new Run(rss.get(), call.get() / 1e9, ready.get() / 1e9, cpu, left);
    }

    private static int left(String shown) {
        return (shown.split("\"state\":\"(?:waiting|running)\"", -1).length - 1);
    }

    private String hostile(Service service, int from) throws IOException {
        var urls = IntStream.range(from, Math.min(how.titles(), from + URLS))
                .mapToObj(n -> Requests.url("hostile/" + n + ".mpd"))
                .toList();
        service.must(Requests.publish("hostile-" + from, urls));
        return service.create(Requests.signed("POST", Requests.PREHEATING, "", "{\"asset_id\":\"hostile-" + from + "\"}"));
    }

    /** Sends one request after another until it is over, and notes how long the slowest took. */
    private static Thread watcher(Service service, AtomicBoolean ended, AtomicLong slowest, Supplier<byte[]> request) {
        return Thread.ofPlatform().daemon().start(() -> {
            while (!ended.get()) {
                long began = System.nanoTime();
                try (var connection = new Connection(service.port)) {
                    int status = connection.send(request.get());
                    if (status / 100 != 2) {
                        System.err.println("  answered " + status + " " + connection.body());
                    }
                    slowest.accumulateAndGet(System.nanoTime() - began, Math::max);
                    Thread.sleep(PAUSE_MILLIS);
                } catch (IOException | InterruptedException unanswered) {
                    slowest.accumulateAndGet(System.nanoTime() - began, Math::max);
                }
            }
        });
    }

    private static byte[] create(long number) {
        return quiet(
                "POST",
                "/v1.0/" + QUIET_PROJECT + "/asset/preheating",
                "{\"urls\":[\"http://" + QUIET_DOMAIN + "/quiet.ts?auth_key=" + number + "\"]}");
    }

    private static byte[] quiet(String method, String path, String body) {
        return Requests.signed(new Requests.Caller(QUIET_PROJECT, QUIET_KEY, QUIET_SECRET), method, path, "", body);
    }

    private static Path prepare(Path dir, int edgePort) throws IOException {
        Service.prepare(dir, edgePort, "");
        var file = dir.resolve("preheat.yaml");
        Files.writeString(file, Files.readString(file).replace("domains:\n", """
                  - name: quiet
                    projects: [ { id: %s, name: quiet } ]
                    users:
                      - { name: quiet, owner: true, access-keys: [ { ak: %s, sk: %s } ] }
                domains:
                  - { name: %s, project: %s }
                """.formatted(QUIET_PROJECT, QUIET_KEY, QUIET_SECRET, QUIET_DOMAIN, QUIET_PROJECT)));
        return dir;
    }

    private Path documents(Path documents, String kind) throws IOException {
        var hostile = Files.createDirectories(documents.resolve("hostile"));
        Files.write(documents.resolve("quiet.ts"), new byte[1_000]);
        var one = Files.write(documents.resolve("one"), KINDS.get(kind).get());
        for (int n = 0; n < how.titles(); n++) {
            Files.createLink(hostile.resolve(n + ".mpd"), one);
        }
        return documents;
    }

    private static Map<String, Supplier<byte[]>> kinds() {
        var set = "<MPD mediaPresentationDuration=\"PT100000S\"><Period><AdaptationSet>";
        var end = "</AdaptationSet></Period></MPD>";
        var kinds = new LinkedHashMap<String, Supplier<byte[]>>();
        kinds.put("ampersands", () -> filled("<MPD>", "&", "</MPD>"));
        kinds.put("spaces", () -> filled("<MPD>", "\r", "</MPD>"));
        kinds.put("lines", () -> filled("#EXTM3U\n", "a\n", ""));
        kinds.put("list", () -> (set + "<SegmentList>" + "<SegmentURL/>".repeat(150_000) + "</SegmentList>"
                + "<Representation/>".repeat(49_000) + end).getBytes(US_ASCII));
        kinds.put("codecs", () -> (set.replace("Set>", "Set codecs=\"" + "a,".repeat(4_000) + "\">")
                + "<Representation/>".repeat(150_000) + end).getBytes(US_ASCII));
        kinds.put("addresses", () -> (set + "<SegmentTemplate duration=\"1\" media=\"" + "a".repeat(250)
                + "$Number$.m4s\"/><Representation/>" + end).getBytes(US_ASCII));
        return kinds;
    }

    private static byte[] filled(String start, String piece, String end) {
        var out = new ByteArrayOutputStream(LARGEST);
        out.writeBytes(start.getBytes(US_ASCII));
        var block = piece.getBytes(US_ASCII);
        var room = new byte[(LARGEST - start.length() - end.length()) / block.length * block.length];
        for (int at = 0; at < room.length; at++) {
            room[at] = block[at % block.length];
        }
        out.writeBytes(room);
        out.writeBytes(end.getBytes(US_ASCII));
        return out.toByteArray();
    }
}

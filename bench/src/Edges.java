import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The edges of docs/edges.md, unchanged but for names, ports, room on the disk, and a log of every request. */
enum Edges {
    NGINX("nginx", "nginx", "nginx-light", "If-None-Match: *", Edges::nginx),
    VARNISH("varnish", "varnishd", "varnish", "", Edges::varnish),
    TRAFFICSERVER(
            "trafficserver",
            "traffic_server",
            "trafficserver",
            "If-Modified-Since: Thu, 01 Jan 2037 00:00:00 GMT",
            Edges::trafficServer),
    /** An nginx that stores nothing: a benchmark must fail there. */
    STORELESS("nginx", "nginx", "nginx-light", "If-None-Match: *", Edges::storeless),
    /** An nginx that stores nothing and tells all but the counting client that it does: a false proof, to be seen as one. */
    LYING("generic", "nginx", "nginx-light", "If-None-Match: *", Edges::lying);

    private static final Path PAGE = Path.of("docs/edges.md");
    private static final Pattern SNIPPET = Pattern.compile("(?ms)^```\\w*\n(.*?)^```$");

    final String software;
    final String program;
    final String debianPackage;
    private final String condition;
    private final Function<Place, Caches.Launch> launch;

    /** Where an edge is to run; {@code bytes} is what it must have room for. */
    record Place(Path dir, int port, int originPort, long bytes) {}

    Edges(String software, String program, String debianPackage, String condition, Function<Place, Caches.Launch> launch) {
        this.software = software;
        this.program = program;
        this.debianPackage = debianPackage;
        this.condition = condition;
        this.launch = launch;
    }

    static Edges of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    Caches start(Place place) throws IOException {
        return new Caches(launch(place));
    }

    /** How it is started; its directory is emptied and has its configuration, to which a line may still be added. */
    Caches.Launch launch(Place place) throws IOException {
        Service.delete(place.dir());
        Files.createDirectories(place.dir());
        return launch.apply(place);
    }

    /** The lightest request that makes this edge store {@code uri} whole. */
    String lightest(String uri) {
        return (condition.isEmpty() ? "HEAD" : "GET") + " /" + uri + " HTTP/1.1\r\nHost: " + Requests.DOMAIN
                + "\r\nUser-Agent: native\r\n" + (condition.isEmpty() ? "" : condition + "\r\n") + "\r\n";
    }

    private static Caches.Launch nginx(Place place) {
        return Caches.nginx(place.dir, place.port, site(place));
    }

    private static Caches.Launch storeless(Place place) {
        return Caches.nginx(place.dir, place.port, site(place).replace("proxy_no_cache $only_stored;", "proxy_no_cache 1;"));
    }

    private static Caches.Launch lying(Place place) {
        return Caches.nginx(place.dir, place.port, """
                server {
                    listen 127.0.0.1:%d;
                    if ($http_user_agent = count) { return 504; }
                    location / { proxy_pass http://127.0.0.1:%d; }
                    location /.preheat/ {
                        if ($http_cache_control ~* only-if-cached) { return 504; }
                        return 404;
                    }
                }
                """.formatted(place.port, place.originPort));
    }

    private static String site(Place place) {
        return snippets("nginx").getFirst()
                .replace("listen 80;", "listen 127.0.0.1:" + place.port + ";")
                .replace("/var/cache/nginx/vod", "cache")
                .replace("origin.example.com:80", "127.0.0.1:" + place.originPort)
                .replace("127.0.0.1:8009", "127.0.0.1:" + Caches.freePort());
    }

    private static Caches.Launch varnish(Place place) {
        var run = place.dir.resolve("run");
        var vcl = place.dir.resolve("default.vcl");
        var found = snippets("Varnish");
        Caches.write(vcl, found.get(0)
                .replace("origin.example.com", "127.0.0.1")
                .replace("\"80\"", "\"" + place.originPort + "\""));
        var line = found.get(1)
                .replace("-a :80", "-a 127.0.0.1:" + place.port)
                .replace("/etc/varnish/default.vcl", vcl.toString())
                .replace("varnishd", Caches.program("varnishd") + " -F -j none -n " + run);
        var log = List.of(Caches.program("varnishncsa"), "-n", run.toString(), "-w", place.dir.resolve("seen.tsv").toString(),
                "-F", "%{User-agent}i\\t%m\\t%U\\t%s\\t%O\\t0\\t0");
        return new Caches.Launch(place.dir, place.port, List.of(line.strip().split(" +")), log);
    }

    private static Caches.Launch trafficServer(Place place) {
        var dir = place.dir;
        for (var text : snippets("Apache Traffic Server")) {
            var first = text.lines().findFirst().orElseThrow();
            Caches.write(dir.resolve(first.substring(first.lastIndexOf('/') + 1)), text
                    .replace("://cdn.example.com/", "://" + Requests.DOMAIN + "/")
                    .replace("http://origin.example.com/", "http://127.0.0.1:" + place.originPort + "/")
                    .replace("server_ports STRING 80", "server_ports STRING " + place.port + ":ip-in=127.0.0.1")
                    .replace("user_id STRING trafficserver", "user_id STRING #-1")
                    .replace("/var/cache/trafficserver 50G", dir.resolve("cache") + " " + room(place.bytes)));
        }
        append(dir.resolve("records.config"), """
                CONFIG proxy.config.crash_log_helper STRING NULL
                CONFIG proxy.config.log.max_secs_per_buffer INT 1
                """);
        Caches.write(dir.resolve("logging.yaml"), """
                logging:
                  formats:
                    - name: seen
                      format: "%<{User-Agent}cqh>\\t%<cqhm>\\t%<cqup>\\t%<pssc>\\t%<psql>\\t0\\t0"
                  logs:
                    - { filename: seen.tsv, format: seen }
                """);
        Caches.write(dir.resolve("ip_allow.yaml"),
                "ip_allow: [ { apply: in, ip_addrs: 127.0.0.1, action: allow, methods: ALL } ]\n");
        Caches.write(dir.resolve("runroot.yaml"), """
                prefix: /usr
                bindir: /usr/bin
                sbindir: /usr/bin
                libexecdir: /usr/lib/trafficserver/modules
                """ + List.of("sysconfdir", "datadir", "localstatedir", "runtimedir", "logdir", "cachedir").stream()
                        .reduce("", (all, one) -> all + one + ": " + dir + "\n"));
        var start = "mkdir -p cache && exec " + Caches.program("traffic_server") + " --run-root=" + dir + "/runroot.yaml";
        return new Caches.Launch(dir, place.port, List.of("sh", "-c", start), List.of());
    }

    private static String room(long bytes) {
        return Math.max(512, bytes / 1_000_000 * 2) + "M";
    }

    private static void append(Path file, String text) {
        Caches.write(file, Caches.read(file) + text);
    }

    /** The snippets below a heading of the page; a comment in one begins with a single #. */
    private static List<String> snippets(String heading) {
        var page = Caches.read(PAGE);
        int from = page.indexOf("\n## " + heading + "\n");
        if (from < 0) {
            throw new IllegalStateException(PAGE + " has no heading " + heading);
        }
        int to = page.indexOf("\n##", from + 1);
        return SNIPPET.matcher(page.substring(from, to)).results().map(found -> found.group(1)).toList();
    }
}

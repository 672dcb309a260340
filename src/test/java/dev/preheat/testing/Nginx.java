package dev.preheat.testing;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** A real nginx: an origin, the edge of docs/edges.md, or a proxy without a cache. */
public final class Nginx extends Cache {
    // Root of its own name space may mount: it needs no root outside.
    private static final List<String> ON_A_SMALL_DISK = List.of(
            "unshare",
            "-rm",
            "sh",
            "-c",
            "mkdir -p cache && mount -t tmpfs -o size=3m,mode=777 tmpfs cache && exec \"$@\"",
            "sh");
    private static final String MARK = "/.mark-";

    private final URI mark;
    private final AtomicInteger marks = new AtomicInteger();

    private Nginx(Launch launch, int markPort) {
        super(launch);
        mark = URI.create("http://127.0.0.1:" + markPort);
    }

    /** A request as nginx logged it when it ended; what was not sent is {@code "-"}. */
    public record Seen(
            String method,
            String host,
            String uri,
            int status,
            long bodyBytes,
            String range,
            String acceptEncoding,
            String cacheStatus) {
        static Seen of(String line) {
            var at = line.split("\t", -1);
            return new Seen(at[0], at[1], at[2], Integer.parseInt(at[3]), Long.parseLong(at[4]), at[5], at[6], at[7]);
        }
    }

    /** What an origin may do besides serving files. */
    public enum OriginOption {
        /** Playlists are compressed for who asks for it, and carry {@code Vary: Accept-Encoding}. */
        GZIP_PLAYLISTS("gzip off;", "gzip on;"),
        /** Players in pages of any site may read it. */
        ANY_PAGE("$pages_allowed { default \"\"; }", "$pages_allowed { default *; }"),
        /** The page that asks is named in the answer, which so varies by it. */
        EACH_PAGE(
                "$pages_allowed { default \"\"; }\nmap $host $varies_by     { default \"\"; }",
                "$pages_allowed { default $http_origin; }\nmap $host $varies_by { default Origin; }");

        private final String from;
        private final String to;

        OriginOption(String from, String to) {
            this.from = from;
            this.to = to;
        }
    }

    /** How an edge differs from the one in docs/edges.md. */
    public enum EdgeOption {
        /** Without the lines that let Preheat ask only for what is stored. */
        WITHOUT_PROBE("~*only-if-cached 1;", ""),
        /** Says nothing of hits and misses. */
        WITHOUT_CACHE_STATUS("add_header X-Cache-Status $upstream_cache_status always;", ""),
        WITHOUT_LOCK("proxy_cache_lock on;", ""),
        WITHOUT_BUFFERING("proxy_cache_lock on;", "proxy_cache_lock on; proxy_buffering off;"),
        /** Who waits for another's fill gives up after a second. */
        SHORT_LOCK("proxy_cache_lock_timeout 60s;", "proxy_cache_lock_timeout 1s;"),
        /** Stores at the second request only. */
        MIN_USES_TWO("proxy_cache_lock on;", "proxy_cache_lock on; proxy_cache_min_uses 2;"),
        /** Refuses more than 50 requests a second. */
        LIMITED_503("listen 80;", "listen 80; limit_req zone=asked burst=20 nodelay;"),
        /** The same, in the newer way. */
        LIMITED_429("listen 80;", "listen 80; limit_req zone=asked burst=20 nodelay; limit_req_status 429;"),
        STORES_404("proxy_cache_valid 200 1d;", "proxy_cache_valid 200 1d; proxy_cache_valid 404 10m;"),
        /** Passes its cache by for a question. */
        BYPASSING("proxy_cache vod;", "proxy_cache vod; proxy_cache_bypass $http_cache_control;"),
        /** Its cache lies on a disk of 3 MB, smaller than it was told. */
        DISK_OF_3_MB("max_size=50g", "max_size=50g"),
        /** Keeps 1 MB; what is over it is thrown out within 10 s. */
        ONE_MEGABYTE("max_size=50g", "max_size=1m"),
        /** With slices: everything that has an ending is stored in them. */
        SLICES_OF_ALL("\\.(mp4|m4v|mov|mkv|flv)$", "\\."),
        /** With slices: of 64 KiB. */
        SLICES_OF_64K("slice 1m;", "slice 64k;"),
        /** With slices: does not pass on the origin's ETag, as docs/edges.md has it. */
        WITHOUT_ETAG("slice 1m;", "slice 1m; " + Texts.snippet("Two versions in one file")),
        SCHEME_IN_KEY("proxy_cache_key $host", "proxy_cache_key $scheme$host"),
        METHOD_IN_KEY("proxy_cache_key $host", "proxy_cache_key $request_method$host"),
        /** Lets in only who says that it is a player. */
        ASKS_FOR_AN_AGENT(
                "proxy_cache_lock on;", "proxy_cache_lock on; if ($http_user_agent !~ Player) { return 403; }"),
        /** Lets nobody ask for anything but titles. */
        GUARDS_ALL_BUT_TITLES("    location / {", "    location / { return 403; }\n    location /asset/ {"),
        /** The same, and says that it has nothing. */
        HIDES_ALL_BUT_TITLES("    location / {", "    location / { return 404; }\n    location /asset/ {"),
        /** The same, and hangs up. */
        HANGS_UP_ON_ALL_BUT_TITLES("    location / {", "    location / { return 444; }\n    location /asset/ {"),
        /** The same, even beside the file that is a title. */
        GUARDS_ALL_BUT_THE_FILE(
                "    location / {", "    location / { return 403; }\n    location = /asset/a/play_video/movie.mp4 {"),
        /** Lets in Preheat by its address, and others by their Referer, as docs/edges.md has it. */
        ASKS_FOR_A_REFERER(
                "server {\n    listen 80;",
                Texts.snippets("Gates").get(0) + "server {\n    listen 80;\n"
                        + Texts.snippets("Gates").get(1)),
        RANGE_IN_KEY("proxy_cache_key $host$request_uri", "proxy_cache_key $host$request_uri$http_range"),
        /** Gives up on an origin that is silent for a second. */
        SHORT_READ_TIMEOUT("proxy_read_timeout 60s;", "proxy_read_timeout 1s;"),
        /** Obeys no origin and stores whatever it says, as many copied configurations do. */
        STORES_ANYTHING(
                "proxy_cache_valid 200 1d;",
                "proxy_cache_valid any 1h; proxy_ignore_headers Cache-Control Expires X-Accel-Expires Set-Cookie;"),
        /** One copy of a playlist for all, as docs/edges.md has it. */
        ONE_COPY_FOR_ALL_ENCODINGS(
                "proxy_cache vod;", "proxy_cache vod; " + Texts.snippet("Playlists that are compressed"));

        private final String from;
        private final String to;

        EdgeOption(String from, String to) {
            this.from = from;
            this.to = to;
        }
    }

    /** Serves the files under {@code docroot}; manifests are fresh for an hour, all else for a year. */
    public static Nginx origin(Path docroot, OriginOption... options) {
        var site = Texts.resource("origin.conf");
        for (var option : options) {
            site = Texts.replaceOnce(site, option.from, option.to);
        }
        int port = FreePorts.next();
        return started(port, site.replace("@PORT@", "" + port).replace("@DOCROOT@", docroot.toString()));
    }

    /** The edge of docs/edges.md in front of {@code origin}, for every host name, with the options given. */
    public static Nginx edge(URI origin, EdgeOption... options) {
        return edge(Texts.snippet("nginx"), origin, options);
    }

    /** The same edge with slices for large files, as docs/edges.md has them. */
    public static Nginx sliced(URI origin, EdgeOption... options) {
        var slices = Texts.snippet("Large files in slices");
        var place = "    location / {";
        return edge(Texts.replaceOnce(Texts.snippet("nginx"), place, slices + place), origin, options);
    }

    /** The edge of docs/edges.md with a cache of this size: {@code zone} for its entries, {@code most} for their bytes. */
    public static Nginx holding(URI origin, String zone, String most) {
        return edge(sized(Texts.snippet("nginx"), zone, most), origin);
    }

    private static String sized(String snippet, String zone, String most) {
        var held = Texts.replaceOnce(snippet, "max_size=50g", "max_size=" + most);
        return Texts.replaceOnce(held, "keys_zone=vod:10m", "keys_zone=vod:" + zone);
    }

    private static Nginx edge(String snippet, URI origin, EdgeOption... options) {
        var site = snippet;
        for (var option : options) {
            site = Texts.replaceEvery(site, option.from, option.to);
        }
        int port = FreePorts.next();
        site = "limit_req_zone $binary_remote_addr zone=asked:1m rate=50r/s;\n" + site;
        site = Texts.replaceOnce(site, "listen 80;", "listen 127.0.0.1:" + port + ";");
        site = site.replace("203.0.113.7", "127.0.0.1");
        site = Texts.replaceOnce(site, "/var/cache/nginx/vod", "cache");
        site = Texts.replaceOnce(site, "origin.example.com:80", origin.getHost() + ":" + origin.getPort());
        var whole = site.replace("127.0.0.1:8009", "127.0.0.1:" + FreePorts.next());
        return List.of(options).contains(EdgeOption.DISK_OF_3_MB)
                ? started(port, whole, ON_A_SMALL_DISK)
                : started(port, whole, List.of());
    }

    /** The edge that most tutorials have: a cache with its default key, and nothing by which it could be asked. */
    public static Nginx tutorial(URI origin) {
        int port = FreePorts.next();
        return started(
                port,
                "proxy_cache_path cache keys_zone=my:10m; server { listen 127.0.0.1:" + port
                        + "; location / { proxy_pass " + origin + "; proxy_cache my; proxy_cache_valid 200 60m; } }");
    }

    /** A proxy without a cache in front of {@code port} on this machine, with nginx's own defaults and {@code line}. */
    public static Nginx proxy(int port, String line) {
        int own = FreePorts.next();
        var server = "server { listen 127.0.0.1:" + own + "; ";
        return started(own, server + "location / { proxy_pass http://127.0.0.1:" + port + "; " + line + " } }");
    }

    /** TLS with the certificate in {@code folder}, in front of {@code port} on this machine. */
    public static Nginx secured(int port, Path folder) {
        return secured(port, folder, "");
    }

    /** The same, with {@code line}. */
    public static Nginx secured(int port, Path folder, String line) {
        int own = FreePorts.next();
        var server = "server { listen 127.0.0.1:" + own + " ssl; ssl_certificate " + folder + "/certificate.pem; ";
        var key = "ssl_certificate_key " + folder + "/key.pem; ";
        var to = "location / { proxy_pass http://127.0.0.1:" + port + "; proxy_set_header Host $host; ";
        return started(own, server + key + to + line + " } }");
    }

    /** A proxy that asks each of these ports in turn, request by request. */
    public static Nginx inTurn(List<Integer> ports) {
        int own = FreePorts.next();
        var all = ports.stream().map(port -> "server 127.0.0.1:" + port + ";").collect(Collectors.joining(" "));
        var server = "upstream all { " + all + " }\nserver { listen 127.0.0.1:" + own + "; location / { ";
        return started(own, server + "proxy_pass http://all; proxy_set_header Host $host; proxy_force_ranges off; } }");
    }

    private static Nginx started(int port, String site) {
        return started(port, site, List.of());
    }

    private static Nginx started(int port, String site, List<String> within) {
        var dir = newDirectory("nginx");
        int markPort = FreePorts.next();
        var main = Texts.resource("main.conf").replace("@USER@", ROOT || !within.isEmpty() ? "user root;" : "");
        write(dir.resolve("nginx.conf"), main.replace("@MARK_PORT@", "" + markPort));
        write(dir.resolve("site.conf"), site);
        var command = new ArrayList<>(within);
        command.addAll(
                List.of(program("nginx", "nginx-light"), "-p", dir + "/", "-c", "nginx.conf", "-e", "error.log"));
        return new Nginx(new Launch(dir, port, command, () -> true), markPort);
    }

    /** Every request that ended before this call, in the order they ended. */
    public List<Seen> requests() {
        var marker = MARK + marks.incrementAndGet();
        Visitor.get(mark, "mark", marker, "Connection: close");
        var lines = Awaits.awaitSome("nginx logs a request", PATIENCE, () -> upTo(marker));
        return lines.stream()
                .map(Seen::of)
                .filter(seen -> !seen.uri().startsWith(MARK))
                .toList();
    }

    /** One line a request; {@link #requests()} reads it. */
    public Path accessLog() {
        return dir().resolve("seen.tsv");
    }

    /** What nginx complained about. */
    public String errorLog() {
        return read(dir().resolve("error.log"));
    }

    private Optional<List<String>> upTo(String marker) {
        var before = new ArrayList<String>();
        for (var line : read(accessLog()).lines().toList()) {
            if (line.contains("\t" + marker + "\t")) {
                return Optional.of(before);
            }
            before.add(line);
        }
        return Optional.empty();
    }
}

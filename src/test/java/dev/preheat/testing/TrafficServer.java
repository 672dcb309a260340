package dev.preheat.testing;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A real Apache Traffic Server.
 *
 * <p>It notes from time to time where things are, here once a second, and not when it ends: a {@link #kill()} may lose
 * the newest objects, and a {@link #restart()} waits until all is noted, some 3 s.
 */
public final class TrafficServer extends Cache {
    private static final Duration QUIET = Duration.ofSeconds(3);
    private static final String RECORDS = "records.config";

    private TrafficServer(Launch launch) {
        super(launch);
    }

    /** How an edge differs from the one in docs/edges.md. */
    public enum Option {
        /** Drops what it cannot write at once, as shipped. */
        DEFAULT_BACKLOG("CONFIG proxy.config.cache.agg_write_backlog INT 268435456\n", ""),
        /** Asks the origin for each player that comes before the first answer is written, as shipped. */
        WITHOUT_COLLAPSING("CONFIG proxy.config.http.cache.max_open_read_retries INT 5\n", ""),
        /** Stores nothing over 1 MB, and does not say so. */
        SMALL_DOC("INT 268435456\n", "INT 268435456\nCONFIG proxy.config.cache.max_doc_size INT 1000000\n"),
        /** Keeps what is asked for with Range apart, by a plugin of its own. */
        RANGE_IN_KEY("", ""),
        /** Gives up on an origin that is silent for a second. */
        SHORT_TIMEOUT("INT 268435456\n", """
                INT 268435456
                CONFIG proxy.config.http.connect_attempts_timeout INT 1
                CONFIG proxy.config.http.connect_attempts_max_retries INT 0
                CONFIG proxy.config.http.transaction_no_activity_timeout_out INT 1
                """);

        private final String from;
        private final String to;

        Option(String from, String to) {
            this.from = from;
            this.to = to;
        }
    }

    /** The edge of docs/edges.md in front of {@code origin}, for every host name, with the options given. */
    public static TrafficServer edge(URI origin, Option... options) {
        return holding(origin, "512M", options);
    }

    /** The same with a ring of this size. */
    public static TrafficServer holding(URI origin, String size, Option... options) {
        var dir = newDirectory("trafficserver");
        int port = FreePorts.next();
        var files = files();
        files.compute("remap.config", (_, text) -> map(text, origin));
        if (List.of(options).contains(Option.RANGE_IN_KEY)) {
            files.compute(
                    "remap.config",
                    (_, text) -> text.replaceAll("(?m)(map .*)$", "$1 @plugin=cache_range_requests.so"));
        }
        files.compute("storage.config", (_, text) -> text.replaceFirst("(?m)^/.*$", Launch.store(dir) + " " + size));
        files.compute(RECORDS, (_, text) -> records(text, port, options));
        files.forEach((name, text) -> write(dir.resolve(name), text));
        write(dir.resolve("ip_allow.yaml"), Texts.resource("ip_allow.yaml"));
        write(dir.resolve("runroot.yaml"), Texts.resource("runroot.yaml").replace("@DIR@", dir.toString()));
        return new TrafficServer(new Launch(dir, port, command(dir), () -> true));
    }

    @Override
    public void restart() {
        var disk = Launch.store(dir()).resolve("cache.db").toFile();
        Awaits.await(
                "nothing is left to write to " + disk,
                PATIENCE,
                () -> System.currentTimeMillis() - disk.lastModified() > QUIET.toMillis());
        super.restart();
    }

    /** What each file of the page's section is called by its first line, and has in it. */
    private static Map<String, String> files() {
        var files = new TreeMap<String, String>();
        for (var text : Texts.snippets("Apache Traffic Server")) {
            var first = text.lines().findFirst().orElseThrow();
            files.put(first.substring(first.lastIndexOf('/') + 1), text);
        }
        return files;
    }

    private static String map(String text, URI origin) {
        var mapped = Texts.replaceEvery(text, "http://origin.example.com/", origin + "/");
        return mapped.replaceAll("(?m)^map (https?)://cdn.example.com/", "regex_map $1://.*/");
    }

    private static String records(String text, int port, Option... options) {
        var records = text;
        for (var option : options) {
            if (option == Option.RANGE_IN_KEY) {
                continue; // that is plugin.config's
            }
            records = Texts.replaceOnce(records, option.from, option.to);
        }
        records = Texts.replaceOnce(
                records, "server_ports STRING 80", "server_ports STRING " + port + ":ip-in=127.0.0.1");
        records = Texts.replaceOnce(records, "user_id STRING trafficserver", "user_id STRING #-1");
        return records + Texts.resource("records.config");
    }

    private static List<String> command(Path dir) {
        var program = program("traffic_server", "trafficserver");
        return List.of("sh", "-c", "mkdir -p cache && exec " + program + " --run-root=" + dir + "/runroot.yaml");
    }
}

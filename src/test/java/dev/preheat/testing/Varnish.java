package dev.preheat.testing;

import java.net.URI;
import java.util.List;

/** A real Varnish. It stores in memory: what it has is lost when it is restarted. */
public final class Varnish extends Cache {
    private Varnish(Launch launch) {
        super(launch);
    }

    /** How an edge differs from the one in docs/edges.md. */
    public enum Option {
        /** Without the lines that let Preheat ask only for what is stored. */
        WITHOUT_PROBE("only-if-cached", "nobody-says-this"),
        /** Keeps what is asked for with Range apart. */
        RANGE_IN_KEY("sub vcl_miss {", "sub vcl_hash { hash_data(req.http.Range); }\nsub vcl_miss {"),
        /** Hands on to the origin what is asked for with Range. */
        PASSES_RANGES("req.grace = 0s; } }", "req.grace = 0s; } if (req.http.Range) { return (pass); } }"),
        /** Says nothing of hits and misses but {@code Age} and {@code X-Varnish}. */
        WITHOUT_X_CACHE("resp.http.X-Cache", "resp.http.X-Unread"),
        /** Gives up on an origin that is silent for a second. */
        SHORT_TIMEOUT("60s", "1s"),
        /** Keeps 4 MB; a larger object is cut, for players too. */
        SMALL_STORE("malloc,20g", "malloc,4m");

        private final String from;
        private final String to;

        Option(String from, String to) {
            this.from = from;
            this.to = to;
        }
    }

    /** The edge of docs/edges.md that stores so much, {@code malloc} or in a {@code file}. */
    public static Varnish holding(URI origin, boolean inFile, long bytes) {
        var store = inFile ? "file,store.bin," + bytes / 1_024 + "k" : "malloc," + bytes / 1_024 + "k";
        var line = Texts.replaceOnce(Texts.snippets("Varnish").get(1), "malloc,20g", store);
        return started(before(origin, Texts.snippets("Varnish").get(0)), line);
    }

    /** The edge of docs/edges.md in front of {@code origin}, for every host name, with the options given. */
    public static Varnish edge(URI origin, Option... options) {
        var vcl = Texts.snippets("Varnish").get(0);
        var line = Texts.snippets("Varnish").get(1);
        for (var option : options) {
            if (option == Option.SMALL_STORE) {
                line = Texts.replaceOnce(line, option.from, option.to);
            } else {
                vcl = Texts.replaceEvery(vcl, option.from, option.to);
            }
        }
        return started(before(origin, vcl), line);
    }

    private static String before(URI origin, String vcl) {
        var named = Texts.replaceOnce(vcl, "origin.example.com", origin.getHost());
        return Texts.replaceOnce(named, "\"80\"", "\"" + origin.getPort() + "\"");
    }

    private static Varnish started(String vcl, String line) {
        var dir = newDirectory("varnish");
        var file = dir.resolve("default.vcl");
        int port = FreePorts.next();
        write(file, vcl);
        var own = Texts.replaceOnce(line, "-a :80", "-a 127.0.0.1:" + port)
                .replace("/etc/varnish/default.vcl", file.toString())
                .replace("store.bin", dir.resolve("store.bin").toString())
                .replace("varnishd", program("varnishd", "varnish") + " -F -j none -n " + dir.resolve("run"));
        return new Varnish(new Launch(dir, port, List.of(own.strip().split(" +")), () -> true));
    }
}

package dev.preheat.edge;

import dev.preheat.pace.Refuser;
import dev.preheat.wire.Ask;
import dev.preheat.wire.CacheStatus;
import dev.preheat.wire.Exchange;
import dev.preheat.wire.Storability;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * How a cache program is filled, how it is asked, and how its answers are read.
 *
 * <p>Each was tried against the real program; what an edge can do beyond that is found out by experiment
 * ({@link Abilities}).
 */
public sealed interface EdgeSoftware {
    /** The cheapest request that makes the edge store the item whole. */
    Ask fill(Item item);

    /** A request that only a item stored to its last byte answers with a success. */
    default Ask probe(Item item) {
        return item.slice().map(slice -> Ask.byteAt(slice.last())).orElseGet(Ask::lastByte);
    }

    /** The whole item with its body, where the cheapest request stored nothing. */
    default Ask whole(Item item) {
        return item.slice().map(slice -> Ask.bytes(slice.first(), slice.last())).orElseGet(Ask::whole);
    }

    /** Whether the cheapest fill moves no body to us: then it costs no more than a probe where the item is there already. */
    default boolean bodyless() {
        return true;
    }

    /** How many of the first rounds are the cheap fill: more than one where an edge may drop what it had no time to write. */
    default int cheapRounds() {
        return 1;
    }

    /**
     * How long after a fill its cache may still throw out what does not fit: only then a sight of a large title counts.
     */
    default Duration settles() {
        return Duration.ZERO;
    }

    /** Whether it throws out what was stored or used first: then what was stored first is missed first. */
    default boolean evictsOldestFirst() {
        return true;
    }

    /** How many bytes one stored entry holds, where a file is stored in entries. */
    default OptionalLong sliceBytes() {
        return OptionalLong.empty();
    }

    /** What the edge itself says of where an answer came from. */
    CacheStatus word(Exchange.Answer answer);

    /**
     * Who gave an answer of 429 or 503. An edge that says of every error where it came from says nothing of its own.
     *
     * @param namesErrors whether this edge was seen to say it
     */
    default Refuser refuser(Exchange.Answer answer, boolean namesErrors) {
        if (word(answer) != CacheStatus.UNKNOWN) {
            return Refuser.ORIGIN;
        }
        return namesErrors ? Refuser.EDGE : Refuser.UNKNOWN;
    }

    /** Of a program that signs what it makes itself; it answers 503 as well where it cannot ask the origin. */
    private static Refuser signed(Exchange.Answer answer, boolean isOwn) {
        if (!isOwn) {
            return Refuser.ORIGIN;
        }
        return answer.status() == 429 ? Refuser.EDGE : Refuser.UNKNOWN;
    }

    private static boolean isServer(Exchange.Answer answer, String program) {
        return answer.first("server")
                .filter(server -> server.startsWith(program))
                .isPresent();
    }

    /** What an operator can do so that a probe does not fill. */
    default String remedy() {
        return "let it answer GET with Cache-Control: only-if-cached, which it does as shipped";
    }

    static EdgeSoftware of(Edge edge) {
        return switch (edge.software()) {
            case NGINX ->
                edge.slice().isPresent() ? new SlicedNginx(edge.slice().getAsLong()) : new Nginx();
            case VARNISH -> new Varnish();
            case TRAFFICSERVER -> new TrafficServer();
            case SQUID -> new Squid();
            case GENERIC -> new Generic();
        };
    }

    /**
     * nginx with {@code proxy_cache}: it asks the origin for the whole object whatever the client's condition, stores it, and
     * answers 304. The next request on the connection is answered when the fill is complete.
     */
    record Nginx() implements EdgeSoftware {
        private static final List<String> WORDS = List.of("x-cache-status", "x-cache");

        @Override
        public Ask fill(Item item) {
            return Ask.ifNoneMatchAny();
        }

        // It notes the size of what it stores and deletes what is too much up to ten seconds later.
        @Override
        public Duration settles() {
            return Duration.ofSeconds(11);
        }

        @Override
        public CacheStatus word(Exchange.Answer answer) {
            return CacheStatus.named(answer, WORDS).or(CacheStatus.standard(answer));
        }

        @Override
        public String remedy() {
            return "add `add_header X-Cache-Status $upstream_cache_status always;` to its location, or better the "
                    + "only-if-cached lines of docs/edges.md";
        }
    }

    /**
     * nginx with {@code slice}: a file is stored in entries of {@code size} bytes, each on its own. One byte of a slice makes
     * nginx fetch the slice, and its last byte is there only if it is stored.
     */
    record SlicedNginx(long size) implements EdgeSoftware {
        private static final Nginx PLAIN = new Nginx();

        @Override
        public Ask fill(Item item) {
            return Ask.byteAt(item.slice().map(Item.Slice::first).orElse(0L));
        }

        // Of what is not yet cut, one byte tells the length.
        @Override
        public Ask probe(Item item) {
            return Ask.byteAt(item.slice().map(Item.Slice::last).orElse(0L));
        }

        @Override
        public Duration settles() {
            return PLAIN.settles();
        }

        @Override
        public OptionalLong sliceBytes() {
            return OptionalLong.of(size);
        }

        @Override
        public CacheStatus word(Exchange.Answer answer) {
            return PLAIN.word(answer);
        }

        @Override
        public String remedy() {
            return PLAIN.remedy();
        }
    }

    /** Varnish: a {@code HEAD} is turned into the fetch of the whole object. It answers before that has come. */
    record Varnish() implements EdgeSoftware {
        private static final Pattern TWO_IDS = Pattern.compile("\\d+ \\d+");

        @Override
        public Ask fill(Item item) {
            return Ask.head();
        }

        // Two transactions in X-Varnish: this one, and the one that stored the object.
        @Override
        public CacheStatus word(Exchange.Answer answer) {
            return answer.first("x-varnish")
                    .map(ids -> TWO_IDS.matcher(ids).matches() ? CacheStatus.HIT : CacheStatus.MISS)
                    .orElseGet(() -> CacheStatus.said(answer));
        }

        @Override
        public Refuser refuser(Exchange.Answer answer, boolean namesErrors) {
            return signed(answer, isServer(answer, "Varnish"));
        }

        @Override
        public String remedy() {
            return "add the only-if-cached lines of docs/edges.md to its VCL";
        }
    }

    /**
     * Apache Traffic Server: a {@code GET} on a condition that every object fulfils stores the whole of it and is answered 304.
     *
     * <p>It drops what it has no time to write and says so to nobody, so a loss is filled again before a body is read.
     */
    record TrafficServer() implements EdgeSoftware {
        private static final Pattern LOOKUP = Pattern.compile("ApacheTrafficServer/[^\\[]*\\[[^\\]]*?c([A-Z ])");

        @Override
        public Ask fill(Item item) {
            return Ask.ifModifiedSinceTheFuture();
        }

        @Override
        public int cheapRounds() {
            return 3;
        }

        @Override
        public Refuser refuser(Exchange.Answer answer, boolean namesErrors) {
            return signed(answer, isServer(answer, "ATS/"));
        }

        // Without Via it is silent. What may be stored but never used without asking is of no use, and the probe
        // passes.
        @Override
        public CacheStatus word(Exchange.Answer answer) {
            if (Storability.alwaysAsks(answer)) {
                return CacheStatus.STALE;
            }
            var lookup = LOOKUP.matcher(String.join(", ", answer.all("via")));
            var word = "";
            while (lookup.find()) {
                word = lookup.group(1);
            }
            return switch (word) {
                case "H", "R" -> CacheStatus.HIT;
                case "S" -> CacheStatus.STALE;
                case "M", "A", " " -> CacheStatus.MISS;
                default -> CacheStatus.standard(answer);
            };
        }
    }

    /**
     * Squid with {@code quick_abort_min -1 KB} and {@code range_offset_limit none}: asked for the last byte it fetches the
     * whole object, and answers when that has come. As shipped it stores nothing of that, and is read whole.
     */
    record Squid() implements EdgeSoftware {
        @Override
        public Ask fill(Item item) {
            return Ask.lastByte();
        }

        // Over its high-water mark it stores nothing until room is made, once a second.
        @Override
        public int cheapRounds() {
            return 2;
        }

        // Once a second it deletes what is over its low-water mark, if more than its high-water mark is used.
        @Override
        public Duration settles() {
            return Duration.ofSeconds(3);
        }

        @Override
        public Refuser refuser(Exchange.Answer answer, boolean namesErrors) {
            return signed(answer, answer.first("x-squid-error").isPresent());
        }

        // Its replacement policy may prefer small objects (heap GDSF).
        @Override
        public boolean evictsOldestFirst() {
            return false;
        }

        @Override
        public CacheStatus word(Exchange.Answer answer) {
            return CacheStatus.named(answer, List.of("x-cache")).or(CacheStatus.standard(answer));
        }
    }

    /** Any cache that stores what it is asked for: the whole object is read to its end. */
    record Generic() implements EdgeSoftware {
        @Override
        public Ask fill(Item item) {
            return Ask.whole();
        }

        @Override
        public boolean bodyless() {
            return false;
        }

        @Override
        public Duration settles() {
            return new Nginx().settles(); // it may be one
        }

        @Override
        public boolean evictsOldestFirst() {
            return false;
        }

        @Override
        public CacheStatus word(Exchange.Answer answer) {
            return CacheStatus.said(answer);
        }

        @Override
        public String remedy() {
            return "let it honour Cache-Control: only-if-cached, or say Cache-Status (RFC 9211)";
        }
    }

    /** What an answer's own header says of the program nearest to us, to compare with the configuration; empty for none. */
    static String program(Exchange.Answer answer) {
        var via = answer.all("via");
        var last = via.isEmpty() ? "" : via.getLast().substring(via.getLast().lastIndexOf(',') + 1);
        var said = last.toLowerCase(Locale.ROOT);
        return said.contains("varnish")
                ? "varnish"
                : said.contains("apachetrafficserver") ? "trafficserver" : said.contains("squid") ? "squid" : "";
    }
}

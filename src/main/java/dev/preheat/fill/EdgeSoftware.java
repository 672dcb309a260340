package dev.preheat.fill;

import java.time.Duration;

/**
 * How a cache program is filled and asked.
 *
 * <p>Each was tried against the real program; what it can do beyond that is found out by experiment ({@link Abilities}).
 */
sealed interface EdgeSoftware {
    /** The cheapest request that makes the edge store the whole object. */
    Ask fill();

    /** Whether asking first costs less than filling what is already there. */
    boolean probesFirst();

    /**
     * How long after a fill its cache may still throw out what does not fit: only then a sight of a large title counts.
     * nginx notes the size of what it stores and deletes what is too much up to ten seconds later.
     */
    Duration settles();

    /** What an operator can do so that a probe does not fill. */
    String remedy();

    static EdgeSoftware of(Edge.Software software) {
        return switch (software) {
            case NGINX -> new Nginx();
            case GENERIC -> new Generic();
        };
    }

    /**
     * nginx with {@code proxy_cache}: it asks the origin for the whole object whatever the client's condition, stores it, and
     * answers 304. The next request on the connection is answered when the fill is complete.
     */
    record Nginx() implements EdgeSoftware {
        @Override
        public Ask fill() {
            return Ask.ifNoneMatchAny();
        }

        @Override
        public boolean probesFirst() {
            return false; // a warm nginx answers the fill itself at once, without a body and without asking the origin
        }

        @Override
        public Duration settles() {
            return Duration.ofSeconds(11);
        }

        @Override
        public String remedy() {
            return "add the only-if-cached lines of docs/edges.md to its configuration";
        }
    }

    /** Any cache that stores what it is asked for: the whole object is read to its end. */
    record Generic() implements EdgeSoftware {
        @Override
        public Ask fill() {
            return Ask.whole();
        }

        @Override
        public boolean probesFirst() {
            return true;
        }

        @Override
        public Duration settles() {
            return Duration.ZERO;
        }

        @Override
        public String remedy() {
            return "let it honour Cache-Control: only-if-cached, or say Cache-Status (RFC 9211)";
        }
    }
}

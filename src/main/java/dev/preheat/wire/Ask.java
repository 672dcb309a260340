package dev.preheat.wire;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One request to an edge or an origin, for one object.
 *
 * @param patience how long the other side may be silent
 * @param keep how many bytes of the body are wanted; the rest is read and dropped
 * @param most how many bytes of the body are read before the connection is cut
 */
public record Ask(String method, Map<String, String> headers, Duration patience, int keep, long most) {
    private static final Duration GLANCE = Duration.ofSeconds(3);
    private static final Duration AT_ONCE = Duration.ofSeconds(15);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final Duration WHOLE_OBJECT = Duration.ofMinutes(15);
    private static final long PROBE_BODY = 64L * 1024;

    public Ask {
        headers = Map.copyOf(headers);
    }

    /** The whole object, read to its end. */
    public static Ask whole() {
        return new Ask("GET", Map.of(), ANSWER, 0, Long.MAX_VALUE);
    }

    /** The object on a condition that nothing fulfils: an edge that stores it answers 304 without a body. */
    public static Ask ifNoneMatchAny() {
        return new Ask("GET", Map.of("If-None-Match", "*"), ANSWER, 0, Long.MAX_VALUE);
    }

    /** The object if it changed in a time to come: no object did, and an edge that stores it answers 304 without a body. */
    public static Ask ifModifiedSinceTheFuture() {
        var aim = Map.of("If-Modified-Since", "Thu, 01 Jan 2037 00:00:00 GMT");
        return new Ask("GET", aim, ANSWER, 0, Long.MAX_VALUE);
    }

    /** One byte of it. */
    public static Ask byteAt(long at) {
        return new Ask("GET", Map.of("Range", "bytes=" + at + "-" + at), WHOLE_OBJECT, 0, PROBE_BODY);
    }

    /** A part of it, read to its end. */
    public static Ask bytes(long first, long last) {
        return new Ask("GET", Map.of("Range", "bytes=" + first + "-" + last), ANSWER, 0, Long.MAX_VALUE);
    }

    /** Its last byte, which waits for the end of a fill under way. */
    public static Ask lastByte() {
        return new Ask("GET", Map.of("Range", "bytes=-1"), WHOLE_OBJECT, 0, PROBE_BODY);
    }

    public static Ask head() {
        return new Ask("HEAD", Map.of(), ANSWER, 0, 0);
    }

    /** Whether its answer begins before the object has come whole. */
    public boolean answersAtOnce() {
        return patience.compareTo(WHOLE_OBJECT) < 0;
    }

    /** A look whether anybody is there. */
    public static Ask glance() {
        return new Ask("HEAD", Map.of(), GLANCE, 0, 0).onlyIfCached();
    }

    /** The same, but only from what is stored (RFC 9111, 5.2.1.7): a cache that honours it answers 504 else. */
    public Ask onlyIfCached() {
        return with("Cache-Control", "only-if-cached");
    }

    /** The same, with the first {@code bytes} of the body kept and no more read. */
    public Ask keeping(int bytes) {
        return new Ask(method, headers, patience, bytes, bytes);
    }

    /** The same, for an answer that has nothing to wait for. */
    public Ask impatient() {
        return new Ask(method, headers, AT_ONCE, keep, most);
    }

    public Ask with(String name, String value) {
        return with(Map.of(name, value));
    }

    /** The same, with these fields too. */
    public Ask with(Map<String, String> fields) {
        var more = new LinkedHashMap<>(headers);
        more.putAll(fields);
        return new Ask(method, more, patience, keep, most);
    }
}

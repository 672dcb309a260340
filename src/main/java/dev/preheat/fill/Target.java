package dev.preheat.fill;

import dev.preheat.media.Reference;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One object to store, as one kind of viewer asks for it.
 *
 * @param sends the header fields of that viewer that an answer may depend on
 * @param slice which bytes of the file, where the edge stores it in slices
 * @param startSeconds where its play begins, for the order of filling
 * @param depth how many manifests led here
 */
record Target(
        URI url,
        Map<String, String> sends,
        Optional<Slice> slice,
        Reference.Kind kind,
        double startSeconds,
        int depth) {

    /** Manifests, then what every segment needs, then segments by the second they play at: all renditions side by side. */
    static final Comparator<Target> ORDER =
            Comparator.comparingInt(Target::rank).thenComparingDouble(Target::startSeconds);

    Target {
        sends = Map.copyOf(sends);
    }

    /** An object as a player asks for it that sends nothing special. */
    Target(URI url, Reference.Kind kind, double startSeconds, int depth) {
        this(url, Map.of(), Optional.empty(), kind, startSeconds, depth);
    }

    /** The bytes from {@code first} to {@code last}, both included. */
    record Slice(long first, long last) {
        long bytes() {
            return last - first + 1;
        }
    }

    /** Whether it is what a player asks for that sends nothing special. */
    boolean plain() {
        return sends.isEmpty();
    }

    /** The same object for viewers that send these fields. */
    Target sending(Map<String, String> fields) {
        return new Target(url, fields, slice, kind, startSeconds, depth);
    }

    /** The slices of {@code size} bytes that make up a file of {@code length}. */
    List<Target> slices(long size, long length) {
        var slices = new ArrayList<Target>();
        for (long first = 0; first < length; first += size) {
            var slice = new Slice(first, Math.min(first + size, length) - 1);
            slices.add(new Target(url, sends, Optional.of(slice), kind, startSeconds, depth));
        }
        return slices;
    }

    /** The object's address for a person: a query may hold a viewer's signature. */
    String name() {
        return name(url)
                + slice.map(bytes -> " (bytes " + bytes.first() + "-" + bytes.last() + ")")
                        .orElse("");
    }

    static String name(URI url) {
        return url.getScheme() + "://" + url.getRawAuthority() + url.getRawPath();
    }

    /** What makes two targets one stored object. */
    String key() {
        return new TreeMap<>(sends) + " " + slice.map(Slice::first).orElse(-1L) + " " + url;
    }

    private int rank() {
        return switch (kind) {
            case PLAYLIST -> 0;
            case INIT, KEY -> 1;
            case SEGMENT -> 2;
        };
    }
}

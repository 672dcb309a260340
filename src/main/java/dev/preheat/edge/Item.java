package dev.preheat.edge;

import dev.preheat.url.Url;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One stored object of an edge: what to ask for.
 *
 * @param sends the header fields of the viewer that an answer may depend on
 * @param slice the bytes of the file, where the edge stores it in slices
 */
public record Item(Url url, Map<String, String> sends, Optional<Slice> slice) {
    public Item {
        sends = Map.copyOf(sends);
    }

    /** The object at {@code url}, whole, as a player asks for it that sends nothing special. */
    public Item(Url url) {
        this(url, Map.of(), Optional.empty());
    }

    /** The bytes from {@code first} to {@code last}, both included. */
    public record Slice(long first, long last) {
        long bytes() {
            return last - first + 1;
        }
    }

    /** The same object for viewers that send these fields. */
    public Item sending(Map<String, String> fields) {
        return new Item(url, fields, slice);
    }

    /** These bytes of it. */
    public Item part(Slice bytes) {
        return new Item(url, sends, Optional.of(bytes));
    }

    /** Tells apart the objects that an edge stores. */
    public record Key(Url url, Map<String, String> sends, long slice) {
        /** Equal for equal ones. */
        @Override
        public String toString() {
            return new TreeMap<>(sends) + " " + slice + " " + url;
        }
    }

    public Key key() {
        return new Key(url, sends, slice.map(Slice::first).orElse(-1L));
    }

    /** The object's address for a person: a query may hold a viewer's signature. */
    public String name() {
        return url.withoutQuery()
                + slice.map(bytes -> " (bytes " + bytes.first() + "-" + bytes.last() + ")")
                        .orElse("");
    }
}

package dev.preheat.fill;

import dev.preheat.media.Reference;
import java.net.URI;
import java.util.Comparator;
import java.util.Optional;

/**
 * One object to store, as one kind of viewer asks for it.
 *
 * @param acceptEncoding the literal header viewers send; empty for none
 * @param startSeconds where its play begins, for the order of filling
 * @param depth how many manifests led here
 */
record Target(URI url, Optional<String> acceptEncoding, Reference.Kind kind, double startSeconds, int depth) {

    /** Manifests, then what every segment needs, then segments by the second they play at: all renditions side by side. */
    static final Comparator<Target> ORDER =
            Comparator.comparingInt(Target::rank).thenComparingDouble(Target::startSeconds);

    /** The same object for viewers that send this Accept-Encoding. */
    Target accepting(String encoding) {
        return new Target(url, Optional.of(encoding), kind, startSeconds, depth);
    }

    /** The object's address for a person: a query may hold a viewer's signature. */
    String name() {
        return name(url);
    }

    static String name(URI url) {
        return url.getScheme() + "://" + url.getRawAuthority() + url.getRawPath();
    }

    /** What makes two targets one stored object. */
    String key() {
        return acceptEncoding.orElse("") + " " + url;
    }

    private int rank() {
        return switch (kind) {
            case PLAYLIST -> 0;
            case INIT, KEY -> 1;
            case SEGMENT -> 2;
        };
    }
}

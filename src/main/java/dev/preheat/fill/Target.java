package dev.preheat.fill;

import dev.preheat.fill.Verdict.Stored;
import dev.preheat.media.Manifest;
import dev.preheat.media.Reference;
import dev.preheat.media.Rendition;
import dev.preheat.url.Url;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One object to store, as one kind of viewer asks for it.
 *
 * @param sends the header fields of that viewer that an answer may depend on
 * @param slice which bytes of the file, where the edge stores it in slices
 * @param startSeconds where its play begins, for the order of filling; of a live title how long before its newest segment
 * @param position which of the objects it is that its manifest leads to, from 0
 * @param depth how many manifests led here
 * @param isRespelled whether it is the address as some browsers send it, of an object that is there under its plain one too
 * @param mayBeMissing whether its manifest may name it though the origin has it not, or no more
 */
record Target(
        Url url,
        Map<String, String> sends,
        Optional<Slice> slice,
        Reference.Kind kind,
        Rendition rendition,
        double startSeconds,
        int position,
        int depth,
        boolean isRespelled,
        boolean mayBeMissing) {

    Target {
        sends = Map.copyOf(sends);
    }

    /** What a fill begins with, as a player asks for it that sends nothing special. */
    Target(Url url, Reference.Kind kind) {
        this(url, Map.of(), Optional.empty(), kind, Rendition.SAME, 0, 0, 0, false, false);
    }

    /** What a fill of {@code url} begins with: a manifest, if it is named like one. */
    static Target first(Url url) {
        boolean isManifest = Manifest.looksLikeOne(url.path(), Optional.empty());
        return new Target(url, isManifest ? Reference.Kind.PLAYLIST : Reference.Kind.SEGMENT);
    }

    /** What this manifest leads to; where it knows one rendition only, that is its own. */
    Target next(Reference to, int at) {
        var its = to.rendition().equals(Rendition.SAME) ? rendition : to.rendition();
        return new Target(
                to.uri(),
                Map.of(),
                Optional.empty(),
                to.kind(),
                its,
                to.startSeconds(),
                at,
                depth + 1,
                false,
                to.mayBeMissing());
    }

    /**
     * The same of a live title, whose newest segment begins at {@code newest}: players begin there, and what is oldest may
     * be gone by now.
     */
    Target before(double newest) {
        boolean isSegment = kind == Reference.Kind.SEGMENT;
        double since = isSegment ? Math.max(0, newest - startSeconds) : 0;
        return new Target(
                url, sends, slice, kind, rendition, since, position, depth, isRespelled, isSegment || mayBeMissing);
    }

    /** The same, which may or may not be missing at the origin. */
    Target expected(boolean mayBeMissing) {
        return new Target(url, sends, slice, kind, rendition, startSeconds, position, depth, isRespelled, mayBeMissing);
    }

    /** The bytes from {@code first} to {@code last}, both included. */
    record Slice(long first, long last) {
        long bytes() {
            return last - first + 1;
        }
    }

    /** Whether it is what a player asks for that sends nothing special. */
    boolean plain() {
        return sends.isEmpty() && !isRespelled;
    }

    /**
     * The same object by another address of it, where browsers differ in what they escape: to a cache that is another object.
     * The origin need not know it.
     */
    Optional<Target> respelled() {
        var other = url.asChromiumSendsIt();
        return other.equals(url)
                ? Optional.empty()
                : Optional.of(
                        new Target(other, sends, slice, kind, rendition, startSeconds, position, depth, true, true));
    }

    /** The same object for viewers that send these fields. */
    Target sending(Map<String, String> fields) {
        return new Target(
                url, fields, slice, kind, rendition, startSeconds, position, depth, isRespelled, mayBeMissing);
    }

    /** The slices of {@code size} bytes that make up a file of {@code length}. */
    List<Target> slices(long size, long length) {
        var slices = new ArrayList<Target>();
        for (long first = 0; first < length; first += size) {
            var slice = new Slice(first, Math.min(first + size, length) - 1);
            slices.add(part(slice));
        }
        return slices;
    }

    private Target part(Slice one) {
        return new Target(
                url,
                sends,
                Optional.of(one),
                kind,
                rendition,
                startSeconds,
                position,
                depth,
                isRespelled,
                mayBeMissing);
    }

    /** The object's address for a person: a query may hold a viewer's signature. */
    String name() {
        return name(url)
                + slice.map(bytes -> " (bytes " + bytes.first() + "-" + bytes.last() + ")")
                        .orElse("");
    }

    static String name(Url url) {
        return url.withoutQuery();
    }

    /** What makes two targets one stored object. */
    record Key(Url url, Map<String, String> sends, long slice) {
        /** Equal for equal ones. */
        @Override
        public String toString() {
            return new TreeMap<>(sends) + " " + slice + " " + url;
        }
    }

    Key key() {
        return new Key(url, sends, slice.map(Slice::first).orElse(-1L));
    }

    boolean isManifest() {
        return kind == Reference.Kind.PLAYLIST;
    }

    /** Whether it is a manifest by its name or by what led to it; what was asked for is one by its type, too. */
    boolean isManifest(Stored sight) {
        var type = depth == 0 ? sight.contentType() : Optional.<String>empty();
        return isManifest() || Manifest.looksLikeOne(url.path(), type);
    }

    /** Whether its first bytes tell: servers send manifests as anything, and segments as manifests. */
    boolean mayBeManifest(Stored sight) {
        return depth == 0
                ? !Manifest.looksLikeMedia(url.path(), sight.contentType().orElse(""))
                : Manifest.looksLikeOne(url.path(), sight.contentType());
    }

    /** Whether a player needs it for the first {@code seconds}. */
    boolean isWithin(int seconds) {
        return isManifest() || startSeconds < seconds;
    }
}

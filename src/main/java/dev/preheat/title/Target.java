package dev.preheat.title;

import dev.preheat.edge.Item;
import dev.preheat.edge.Verdict.Stored;
import dev.preheat.media.Manifest;
import dev.preheat.media.Reference;
import dev.preheat.media.Rendition;
import dev.preheat.url.Url;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One object of a title: what to ask for, and where it stands in the title.
 *
 * @param startSeconds where its play begins, for the order of filling; of a live title how long before its newest segment
 * @param position its place among the objects that its manifest leads to, from 0
 * @param depth how many manifests led here
 * @param isRespelled whether it is the address as some browsers send it, of an object that is there under its plain one too
 * @param mayBeMissing whether its manifest may name it though the origin has no such object, or has it no more
 */
public record Target(
        Item item,
        Reference.Kind kind,
        Rendition rendition,
        double startSeconds,
        int position,
        int depth,
        boolean isRespelled,
        boolean mayBeMissing) {

    /** The beginning of a fill, as a player asks for it that sends nothing special. */
    public Target(Url url, Reference.Kind kind) {
        this(new Item(url), kind, Rendition.SAME, 0, 0, 0, false, false);
    }

    /** The beginning of a fill of {@code url}: a manifest, if it is named like one. */
    public static Target first(Url url) {
        boolean isManifest = Manifest.looksLikeOne(url.path(), Optional.empty());
        return new Target(url, isManifest ? Reference.Kind.PLAYLIST : Reference.Kind.SEGMENT);
    }

    /** The object that this manifest leads to; where it knows one rendition only, that is its own. */
    Target next(Reference to, int at) {
        var its = to.rendition().equals(Rendition.SAME) ? rendition : to.rendition();
        return new Target(
                new Item(to.uri()), to.kind(), its, to.startSeconds(), at, depth + 1, false, to.mayBeMissing());
    }

    /**
     * The same of a live title, whose newest segment begins at {@code newest}: players begin there, and what is oldest may
     * be gone by now.
     */
    Target before(double newest) {
        boolean isSegment = kind == Reference.Kind.SEGMENT;
        double since = isSegment ? Math.max(0, newest - startSeconds) : 0;
        return new Target(item, kind, rendition, since, position, depth, isRespelled, isSegment || mayBeMissing);
    }

    /** The same, which may or may not be missing at the origin. */
    Target expected(boolean mayBeMissing) {
        return new Target(item, kind, rendition, startSeconds, position, depth, isRespelled, mayBeMissing);
    }

    /** The same place in the title, by another stored object. */
    private Target as(Item other) {
        return new Target(other, kind, rendition, startSeconds, position, depth, isRespelled, mayBeMissing);
    }

    public Url url() {
        return item.url();
    }

    /** Whether it is what a player asks for that sends nothing special. */
    public boolean plain() {
        return item.sends().isEmpty() && !isRespelled;
    }

    /**
     * The same object by another address of it, where browsers differ in what they escape: to a cache that is another object.
     * The origin need not know it.
     */
    public Optional<Target> respelled() {
        var other = url().asChromiumSendsIt();
        var its = new Item(other, item.sends(), item.slice());
        return other.equals(url())
                ? Optional.empty()
                : Optional.of(new Target(its, kind, rendition, startSeconds, position, depth, true, true));
    }

    /** The same object for viewers that send these fields. */
    Target sending(Map<String, String> fields) {
        return as(item.sending(fields));
    }

    /** The slices of {@code size} bytes that make up a file of {@code length}. */
    public List<Target> slices(long size, long length) {
        var slices = new ArrayList<Target>();
        for (long first = 0; first < length; first += size) {
            slices.add(as(item.part(new Item.Slice(first, Math.min(first + size, length) - 1))));
        }
        return slices;
    }

    /** The object's address for a person: a query may hold a viewer's signature. */
    public String name() {
        return item.name();
    }

    Item.Key key() {
        return item.key();
    }

    public boolean isManifest() {
        return kind == Reference.Kind.PLAYLIST;
    }

    /** Whether it is a manifest by its name or by what led to it; what was asked for is one by its type, too. */
    public boolean isManifest(Stored sight) {
        var type = depth == 0 ? sight.contentType() : Optional.<String>empty();
        return isManifest() || Manifest.looksLikeOne(url().path(), type);
    }

    /** Whether its first bytes tell: servers send manifests as anything, and segments as manifests. */
    public boolean mayBeManifest(Stored sight) {
        return depth == 0
                ? !Manifest.looksLikeMedia(url().path(), sight.contentType().orElse(""))
                : Manifest.looksLikeOne(url().path(), sight.contentType());
    }

    /** Whether a player needs it for the first {@code seconds}. */
    boolean isWithin(int seconds) {
        return isManifest() || startSeconds < seconds;
    }
}

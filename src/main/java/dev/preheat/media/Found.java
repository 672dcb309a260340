package dev.preheat.media;

import dev.preheat.media.Manifest.Read;
import dev.preheat.media.Manifest.Reading;
import dev.preheat.media.Manifest.TooManyReferences;
import dev.preheat.media.Manifest.Unreadable;
import dev.preheat.media.Reference.Kind;
import dev.preheat.url.Url;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a reader has found so far: each object, or range of one, at its first place, and what could not be read.
 *
 * <p>Limits: the caller's number of references; 32 million characters of addresses, as a long base makes long addresses
 * of short lines; 20 skipped parts told.
 */
final class Found {
    private static final int MOST_SKIPPED_TOLD = 20;
    private static final long MOST_CHARACTERS = 32_000_000;
    private static final long MOST_WORK = 3 * MOST_CHARACTERS; // with what is found again, or cannot be read

    private static final int STEP = 100; // what a reference costs to make, in characters

    private final int mostReferences;
    private final Predicate<String> knownHosts;
    private final Map<ObjectPart, Reference> references = new LinkedHashMap<>();
    private final List<String> skipped = new ArrayList<>();
    private int skippedParts;
    private Optional<String> lost = Optional.empty();
    private long characters;
    private long work;
    private long count;
    private double endSeconds;
    private boolean isOver;

    private record ObjectPart(Url uri, Optional<ByteRange> range) {}

    Found(int mostReferences, Predicate<String> knownHosts) {
        this.mostReferences = mostReferences;
        this.knownHosts = knownHosts;
    }

    /** Whether what lies there may be filled. */
    boolean isKnown(Url place) {
        return knownHosts.test(place.host());
    }

    int mostReferences() {
        return mostReferences;
    }

    void add(Reference one) {
        int length = one.uri().toString().length();
        var part = new ObjectPart(one.uri(), one.range());
        var known = Optional.ofNullable(references.get(part));
        if (known.isPresent() && !isFull()) {
            references.put(part, known.get().again(one));
        } else {
            count(part, one, length);
        }
        worked(length);
    }

    private void count(ObjectPart part, Reference one, int length) {
        if (!isFull()) {
            references.put(part, one);
            characters += length;
        }
        more(1);
    }

    /** Counts objects that are not looked at one by one, since there are too many. */
    void more(long objects) {
        count = objects > Long.MAX_VALUE - count ? Long.MAX_VALUE : count + objects;
    }

    /** Notes that something plays until then, in seconds from the start of the presentation. */
    void playsUntil(double seconds) {
        endSeconds = Math.max(endSeconds, seconds);
    }

    /** Counts one step of reading, whatever it found: a short text can say "again" very often. */
    void worked(int length) {
        work += STEP + length;
        isOver |= work > MOST_WORK;
    }

    /** Notes a part that cannot be read. */
    void skip(int line, String why) {
        skippedParts++;
        if (skipped.size() < MOST_SKIPPED_TOLD) {
            skipped.add("line " + line + ": " + why);
        }
    }

    /** How many parts that is by now. */
    int skippedParts() {
        return skippedParts;
    }

    /** Notes a part that cannot be read and leads to something of a rendition; players may do without that. */
    void lose(Rendition rendition, int line, String why) {
        skip(line, why);
        if (!rendition.dispensable()) {
            miss(line, why);
        }
    }

    /** Notes that the title is not whole, since players need what cannot be found from here. */
    void miss(int line, String why) {
        lost = lost.or(() -> Optional.of("line " + line + ": " + why));
    }

    /** Whether a limit is crossed, so that what comes is only counted. */
    boolean isFull() {
        return isOver || count > mostReferences || characters > MOST_CHARACTERS;
    }

    /** Whether even counting on takes too long. */
    boolean isOver() {
        return isOver;
    }

    /** Whether there is something to play: keys and init sections alone are nothing. */
    boolean leadsToMedia() {
        return isFull()
                || references.values().stream()
                        .anyMatch(one -> one.kind() == Kind.PLAYLIST || one.kind() == Kind.SEGMENT);
    }

    /** The end of reading a text that leads to nothing and should. */
    Unreadable endEmpty() {
        return new Unreadable("leads to nothing that can be played: "
                + (skipped.isEmpty() ? "it names no object" : skipped.getFirst()));
    }

    /** The end of reading a text that is in playing order. */
    Reading end(boolean live) {
        return isFull() ? tooMany() : new Read(manifest(List.copyOf(references.values()), live, endSeconds));
    }

    /** The end of reading a text that lists one rendition after the other: sorted, the first segment at second 0. */
    Reading endSorted(boolean live) {
        double first = references.values().stream()
                .filter(one -> one.kind() == Kind.SEGMENT)
                .mapToDouble(Reference::startSeconds)
                .min()
                .orElse(0);
        var sorted = references.values().stream()
                .map(one -> one.at(Math.max(0, one.startSeconds() - first)))
                .sorted(Comparator.comparingDouble(Reference::startSeconds)
                        .thenComparing(one -> one.kind() == Kind.SEGMENT))
                .toList();
        return isFull() ? tooMany() : new Read(manifest(sorted, live, Math.max(0, endSeconds - first)));
    }

    private Manifest manifest(List<Reference> all, boolean live, double seconds) {
        return new Manifest(all, live, seconds, skippedParts, skipped, lost);
    }

    private TooManyReferences tooMany() {
        boolean isLarge = count > mostReferences || characters > MOST_CHARACTERS;
        return new TooManyReferences(mostReferences, count, !isLarge);
    }
}

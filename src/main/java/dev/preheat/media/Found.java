package dev.preheat.media;

import dev.preheat.media.Manifest.Read;
import dev.preheat.media.Manifest.Reading;
import dev.preheat.media.Manifest.TooManyReferences;
import dev.preheat.media.Reference.Kind;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a reader has found so far: each object, or range of one, at its first place, and what could not be read.
 *
 * <p>Limits: the caller's number of references; 32 million characters of addresses, as a long base makes long addresses
 * of short lines; 20 skipped parts told.
 */
final class Found {
    private static final int MOST_SKIPPED_TOLD = 20;
    private static final long MOST_CHARACTERS = 32_000_000;
    private static final long MOST_WORK = 5 * MOST_CHARACTERS; // with what is found again, or cannot be read

    private static final int STEP = 100; // what a reference costs to make, in characters

    private final int mostReferences;
    private final Map<ObjectPart, Reference> references = new LinkedHashMap<>();
    private final List<String> skipped = new ArrayList<>();
    private int skippedParts;
    private long characters;
    private long work;
    private boolean isOver;

    private record ObjectPart(URI uri, Optional<ByteRange> range) {}

    Found(int mostReferences) {
        this.mostReferences = mostReferences;
    }

    int mostReferences() {
        return mostReferences;
    }

    void add(Reference one) {
        int length = one.uri().toString().length();
        var known = references.putIfAbsent(new ObjectPart(one.uri(), one.range()), one);
        characters += known == null ? length : 0;
        isOver |= references.size() > mostReferences || characters > MOST_CHARACTERS;
        worked(length);
    }

    /** Counts one step of reading, whatever it found: a short text can say "again" very often. */
    void worked(int length) {
        work += STEP + length;
        isOver |= work > MOST_WORK;
    }

    void skip(int line, String why) {
        skippedParts++;
        if (skipped.size() < MOST_SKIPPED_TOLD) {
            skipped.add("line " + line + ": " + why);
        }
    }

    /** Says that there is more than the limits allow. */
    void tooMuch() {
        isOver = true;
    }

    /** Whether reading on is of no use: a limit is crossed. */
    boolean isOver() {
        return isOver;
    }

    boolean isEmpty() {
        return references.isEmpty() && !isOver;
    }

    /** The first part that could not be read, and why. */
    String firstSkipped() {
        return skipped.isEmpty() ? "it names no object" : skipped.getFirst();
    }

    /** The end of reading a text that is in playing order. */
    Reading end(boolean live) {
        return isOver
                ? new TooManyReferences(mostReferences)
                : new Read(new Manifest(List.copyOf(references.values()), live, skippedParts, skipped));
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
        return isOver
                ? new TooManyReferences(mostReferences)
                : new Read(new Manifest(sorted, live, skippedParts, skipped));
    }
}

package dev.preheat.media;

import java.util.Comparator;

/**
 * One of the forms in which a title can be played, as far as a manifest tells them apart.
 *
 * @param number which of the manifest's it is, from 1 in the order listed; 0 where the manifest has but one
 * @param bandwidth bits per second; 0 where nobody says, as of audio and subtitles in HLS
 * @param forSeeking whether players need it for pictures while seeking only: I-frames, images
 */
public record Rendition(int number, long bandwidth, boolean forSeeking) {
    /** What a manifest of one rendition leads to: it is that of the manifest. */
    public static final Rendition SAME = new Rendition(0, 0, false);

    /** Lowest bit rate first, then as listed; what is for seeking comes last. */
    public static final Comparator<Rendition> LOWEST_FIRST = Comparator.comparing(Rendition::forSeeking)
            .thenComparingLong(Rendition::bandwidth)
            .thenComparingInt(Rendition::number);

    public Rendition {
        if (number < 0 || bandwidth < 0) {
            throw new IllegalArgumentException("no rendition: " + number + ", " + bandwidth);
        }
    }

    /** What a BANDWIDTH says; 0 where it is no number. */
    static long bandwidth(String text) {
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }
}

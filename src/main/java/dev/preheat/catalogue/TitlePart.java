package dev.preheat.catalogue;

import dev.preheat.limit.Range;
import java.util.List;

/**
 * How much of a title is filled, for those who pay for the room in a cache. What a manifest does not say of a rendition is no
 * reason to leave it out.
 *
 * @param firstSeconds only what plays before; 0 for all of it
 * @param maxHeight only renditions of at most so many lines; 0 for any
 * @param maxBitRate only renditions of at most so many bits a second; 0 for any
 * @param codecs only renditions whose codecs all begin with one of these ({@code avc1}, {@code mp4a.40}); none for any
 * @param languages only renditions in one of these languages or a form of it ({@code en} takes {@code en-GB} and
 *     {@code eng}); none for any
 */
public record TitlePart(int firstSeconds, int maxHeight, int maxBitRate, List<String> codecs, List<String> languages) {
    public static final Range SECONDS = new Range(0, 86_400);
    public static final Range HEIGHT = new Range(0, 100_000);
    public static final Range BIT_RATE = new Range(0, 2_000_000_000);
    public static final int MOST_NAMES = 32;

    /** All of it. */
    public static final TitlePart WHOLE = new TitlePart(0, 0, 0, List.of(), List.of());

    public TitlePart {
        codecs = List.copyOf(codecs);
        languages = List.copyOf(languages);
        SECONDS.check(firstSeconds);
        HEIGHT.check(maxHeight);
        BIT_RATE.check(maxBitRate);
        if (codecs.size() > MOST_NAMES || languages.size() > MOST_NAMES) {
            throw new IllegalArgumentException("must have at most " + MOST_NAMES + " codecs and languages");
        }
    }
}

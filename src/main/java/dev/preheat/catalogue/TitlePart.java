package dev.preheat.catalogue;

import java.util.List;

/**
 * The part of a title that is filled, for those who pay for the room in a cache. A rendition is not left out for what its
 * manifest does not say.
 *
 * @param firstSeconds only objects that play before this second; 0 for all, up to 86,400
 * @param maxHeight only renditions of at most so many lines; 0 for any, up to 100,000
 * @param maxBitRate only renditions of at most so many bits a second; 0 for any, up to 2 Gbit/s
 * @param codecs only renditions whose codecs all begin with one of these ({@code avc1}, {@code mp4a.40}); none for any
 * @param languages only renditions in one of these languages or a form of it ({@code en} takes {@code en-GB} and
 *     {@code eng}); none for any
 */
public record TitlePart(int firstSeconds, int maxHeight, int maxBitRate, List<String> codecs, List<String> languages) {
    /** The whole title. */
    public static final TitlePart WHOLE = new TitlePart(0, 0, 0, List.of(), List.of());

    public static final int LONGEST = 86_400;
    public static final int HIGHEST = 100_000;
    public static final int FASTEST = 2_000_000_000;
    public static final int MOST_NAMES = 32;

    public TitlePart {
        codecs = List.copyOf(codecs);
        languages = List.copyOf(languages);
        if (firstSeconds < 0 || firstSeconds > LONGEST || maxHeight < 0 || maxHeight > HIGHEST) {
            throw new IllegalArgumentException("no part of a title: " + firstSeconds + " s, " + maxHeight + " lines");
        }
        if (maxBitRate < 0 || maxBitRate > FASTEST || codecs.size() > MOST_NAMES || languages.size() > MOST_NAMES) {
            throw new IllegalArgumentException("no part of a title: " + maxBitRate + " bit/s");
        }
    }
}

package dev.preheat.media;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One of the forms in which a title can be played, as far as a manifest tells them apart.
 *
 * @param number which of the manifest's it is, from 1 in the order listed; 0 where the manifest has but one
 * @param bandwidth bits per second; 0 where nobody says, as of audio and subtitles in HLS
 * @param forSeeking whether players need it for pictures while seeking only: I-frames, images, trick modes, thumbnails
 * @param dispensable whether players play on without it: what is for seeking, and subtitles
 */
public record Rendition(int number, long bandwidth, boolean forSeeking, boolean dispensable, Features features) {
    /** What a manifest of one rendition leads to: it is that of the manifest. */
    public static final Rendition SAME = new Rendition(0, 0, false, Features.UNKNOWN);

    /** Lowest bit rate first, then as listed; what is for seeking comes last. */
    public static final Comparator<Rendition> LOWEST_FIRST = Comparator.comparing(Rendition::forSeeking)
            .thenComparingLong(Rendition::bandwidth)
            .thenComparingInt(Rendition::number);

    private static final Pattern BANDWIDTH = Pattern.compile("\\+?([0-9]{1,18})(?![0-9]).*");

    public Rendition {
        if (number < 0 || bandwidth < 0) {
            throw new IllegalArgumentException("no rendition: " + number + ", " + bandwidth);
        }
    }

    /** One that players need, unless it is for seeking. */
    public Rendition(int number, long bandwidth, boolean forSeeking, Features features) {
        this(number, bandwidth, forSeeking, forSeeking, features);
    }

    /** What is known of one that is listed as this and as {@code other}, as video is that goes with several audios. */
    Rendition or(Rendition other) {
        return new Rendition(
                number,
                Math.min(bandwidth, other.bandwidth),
                forSeeking && other.forSeeking,
                dispensable && other.dispensable,
                features.or(other.features));
    }

    /** The same, as the one listed at this place. */
    Rendition numbered(int place) {
        return new Rendition(place, bandwidth, forSeeking, dispensable, features);
    }

    /** The same, which players play on without. */
    Rendition leftOutAtWill() {
        return new Rendition(number, bandwidth, forSeeking, true, features);
    }

    /**
     * What a manifest says of a rendition for a player to choose by.
     *
     * @param height of the picture in lines; 0 where nobody says
     * @param codecs as in RFC 6381, {@code avc1.64001f}; none where nobody says, or more than 20 are said
     * @param language a BCP 47 tag, or ISO 639-2's three letters; empty where nobody says, or says {@code und}
     */
    public record Features(int height, List<String> codecs, String language) {
        private static final int MOST_CODECS = 20;
        public static final Features UNKNOWN = new Features(0, List.of(), "");

        public Features {
            codecs = List.copyOf(codecs);
        }

        private Features or(Features other) {
            return new Features(
                    Math.min(height, other.height),
                    codecs.stream().filter(other.codecs::contains).toList(),
                    language.equals(other.language) ? language : "");
        }

        static Features of(String height, String codecs, String language) {
            var each = codecs.split(",", MOST_CODECS + 1);
            var names = Arrays.stream(each).map(String::strip).filter(one -> !one.isEmpty());
            var known = language.equalsIgnoreCase("und") ? "" : language;
            return new Features(
                    height.matches("[0-9]{1,6}") ? Integer.parseInt(height) : 0,
                    each.length > MOST_CODECS ? List.of() : names.toList(),
                    known);
        }
    }

    /** What a BANDWIDTH says: a number, or as hls.js reads it the one it begins with; 0 where there is none. */
    static long bandwidth(String text) {
        var first = BANDWIDTH.matcher(text.strip());
        return PlayerNumber.decimal(text)
                .map(number -> Math.max(0, number.longValue()))
                .orElseGet(() -> first.matches() ? Long.parseLong(first.group(1)) : 0);
    }
}

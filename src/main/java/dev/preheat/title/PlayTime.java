package dev.preheat.title;

import dev.preheat.preheat.EdgeName;
import dev.preheat.url.Url;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Up to which second the title can be played from the edge: where the first object plays that is not stored yet.
 *
 * <p>When the first seconds of every rendition are there, all manifests and all that plays in those seconds, a first viewer
 * can begin, though the rest still comes. That is told once, and never where there are no first seconds. One thread counts.
 */
public final class PlayTime {
    private static final Logger log = LoggerFactory.getLogger(PlayTime.class);

    private final int firstSeconds;
    private final EdgeName edge;
    private final Url url;
    private final InstantSource clock;
    private final Instant began;
    private final TreeMap<Integer, Integer> missing = new TreeMap<>(); // how many objects, by the second they play in
    private double lasts;
    private boolean isTold;

    public PlayTime(int firstSeconds, EdgeName edge, Url url, InstantSource clock) {
        this.firstSeconds = firstSeconds;
        this.edge = edge;
        this.url = url;
        this.clock = clock;
        this.began = clock.instant();
    }

    void found(Target target) {
        missing.merge(second(target), 1, Integer::sum);
    }

    /** Counts an object seen stored, after what it leads to was found. */
    public void stored(Target target) {
        int second = second(target);
        if (missing.merge(second, -1, Integer::sum) == 0) {
            missing.remove(second);
        }
    }

    /** A manifest plays for so many seconds. */
    public void lasts(double seconds) {
        lasts = Math.max(lasts, seconds);
    }

    public int secondsKnown() {
        return (int) Math.min(Integer.MAX_VALUE, Math.ceil(lasts));
    }

    public int secondsDone() {
        return missing.isEmpty() ? secondsKnown() : Math.min(secondsKnown(), missing.firstKey());
    }

    /** Whether the first seconds are there and nobody knows it yet. */
    public boolean hasNews() {
        return !isTold && firstSeconds > 0 && (missing.isEmpty() || missing.firstKey() >= firstSeconds);
    }

    /** Says so; returns since when they are there. */
    public Instant tell() {
        isTold = true;
        var now = clock.instant();
        var took =
                String.format(Locale.ROOT, "%.1f", Duration.between(began, now).toMillis() / 1e3);
        log.info(
                "first {} s of every rendition of {} are in {} after {} s",
                firstSeconds,
                url.withoutQuery(),
                edge,
                took);
        return now;
    }

    private static int second(Target target) {
        return target.isManifest() ? 0 : (int) Math.min(Integer.MAX_VALUE, target.startSeconds());
    }
}

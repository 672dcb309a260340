package dev.preheat.fill;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When the first seconds of every rendition are there: all manifests, and all that plays in those seconds. From then on a
 * first viewer can begin, though the rest still comes. It is told once, and never where there are no first seconds.
 */
final class FirstSeconds {
    private static final Logger log = LoggerFactory.getLogger(FirstSeconds.class);

    private final int seconds;
    private final EdgeVisit edge;
    private final URI url;
    private final InstantSource clock;
    private final Instant began;
    private int missing;
    private boolean isTold;

    FirstSeconds(int seconds, EdgeVisit edge, URI url, InstantSource clock) {
        this.seconds = seconds;
        this.edge = edge;
        this.url = url;
        this.clock = clock;
        this.began = clock.instant();
    }

    void found(Target target) {
        missing += target.isWithin(seconds) ? 1 : 0;
    }

    /** Counts an object seen stored, after what it leads to was found; whether it was the last. */
    boolean stored(Target target) {
        missing -= target.isWithin(seconds) ? 1 : 0;
        return missing == 0 && seconds > 0 && !isTold;
    }

    void tell(Tally tally) {
        isTold = true;
        var now = clock.instant();
        tally.firstSeconds(now);
        var took =
                String.format(Locale.ROOT, "%.1f", Duration.between(began, now).toMillis() / 1e3);
        log.info(
                "first {} s of every rendition of {} are in {} after {} s",
                seconds,
                Target.name(url),
                edge.edge(),
                took);
    }
}

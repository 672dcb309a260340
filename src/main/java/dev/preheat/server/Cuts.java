package dev.preheat.server;

import dev.preheat.http.Source;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log which sources are cut off and why: the first time at once, then once a minute with counts. */
final class Cuts {
    private static final Logger log = LoggerFactory.getLogger(Cuts.class);
    private static final long PAUSE = Duration.ofMinutes(1).toNanos();
    private static final int MOST_SOURCES = 256;
    private static final Source OTHERS = new Source("many other sources");

    private final Map<Source, Tally> tallies = new HashMap<>();

    private record Tally(long since, Map<Cut, Integer> more) {}

    synchronized void note(Source source, Cut why) {
        var named = tallies.containsKey(source) || tallies.size() < MOST_SOURCES ? source : OTHERS;
        var tally = tallies.get(named);
        if (tally == null) {
            log.warn("cut off {}: {}", named, why.words());
            tallies.put(named, new Tally(System.nanoTime(), new EnumMap<>(Cut.class)));
        } else {
            tally.more().merge(why, 1, Integer::sum);
        }
    }

    /** Tells what a minute has gathered, and forgets the sources of which it has gathered nothing. */
    synchronized void sweep() {
        long now = System.nanoTime();
        tallies.values()
                .removeIf(tally -> now - tally.since() > PAUSE && tally.more().isEmpty());
        tallies.replaceAll((source, tally) -> now - tally.since() > PAUSE ? told(source, tally, now) : tally);
    }

    private static Tally told(Source source, Tally tally, long now) {
        var counts = tally.more().entrySet().stream()
                .map(one -> one.getValue() + " x " + one.getKey().words())
                .collect(Collectors.joining("; "));
        log.warn("cut off {} again within a minute: {}", source, counts);
        return new Tally(now, new EnumMap<>(Cut.class));
    }
}

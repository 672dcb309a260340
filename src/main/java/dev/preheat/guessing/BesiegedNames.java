package dev.preheat.guessing;

import dev.preheat.http.Source;
import dev.preheat.time.Window;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;

/**
 * The names whose secret many sources guess at together, and the familiar sources that stay welcome.
 *
 * <p>A name is besieged when it was tried wrongly 500 times within five minutes, which is five times from each of a hundred
 * sources and more than any client does by mistake. A source is familiar once it proved the name, which only the name's
 * holder can do.
 *
 * <p>Limits: 65,536 counters, which names share, so that no name is so rare that others could push its count out; 64
 * familiar sources for each of 10,000 names, of which those used the longest ago are forgotten.
 */
public final class BesiegedNames {
    private static final int MOST_WRONG = 500;
    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final int COUNTERS = 1 << 16;
    private static final int MOST_SOURCES = 64;
    private static final int MOST_NAMES = 10_000;

    private final InstantSource clock;
    private final int[] counts = new int[COUNTERS];
    private Window window = Window.NEVER;
    private final LinkedHashMap<String, LinkedHashSet<Source>> familiar = new LinkedHashMap<>(16, 0.75f, true);

    public BesiegedNames(InstantSource clock) {
        this.clock = clock;
    }

    /** True if the name is besieged and the source is not familiar with it. */
    public synchronized boolean isClosed(String name, Source source) {
        turn();
        return counts[counter(name)] >= MOST_WRONG && !isFamiliar(name, source);
    }

    public synchronized boolean isFamiliar(String name, Source source) {
        var sources = familiar.get(name);
        return sources != null && sources.contains(source);
    }

    public synchronized void noteWrong(String name) {
        turn();
        counts[counter(name)]++;
    }

    public synchronized void noteRight(String name, Source source) {
        var sources = familiar.computeIfAbsent(name, _ -> new LinkedHashSet<>());
        sources.addLast(source);
        if (sources.size() > MOST_SOURCES) {
            sources.removeFirst();
        }
        if (familiar.size() > MOST_NAMES) {
            familiar.pollFirstEntry();
        }
    }

    private void turn() {
        var now = clock.instant();
        if (!window.has(now)) {
            Arrays.fill(counts, 0);
            window = new Window(now, WINDOW);
        }
    }

    private static int counter(String name) {
        int hash = name.hashCode() * 0x9E3779B9; // the upper bits of a product depend on all bits
        return hash >>> (Integer.SIZE - Integer.numberOfTrailingZeros(COUNTERS));
    }
}

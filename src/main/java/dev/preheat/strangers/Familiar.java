package dev.preheat.strangers;

import dev.preheat.http.Source;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The sources from which a name was proved lately. Only its holder can add to them.
 *
 * <p>Limits: 64 sources of a name, of 10,000 names; those used the longest ago are forgotten.
 */
public final class Familiar {
    private static final int MOST_SOURCES = 64;
    private static final int MOST_NAMES = 10_000;

    private final LinkedHashMap<String, LinkedHashSet<Source>> byName = new LinkedHashMap<>(16, 0.75f, true);

    public synchronized boolean has(String name, Source source) {
        return byName.getOrDefault(name, new LinkedHashSet<>()).contains(source);
    }

    public synchronized void note(String name, Source source) {
        var sources = byName.computeIfAbsent(name, _ -> new LinkedHashSet<>());
        sources.addLast(source);
        bound(sources);
        if (byName.size() > MOST_NAMES) {
            byName.pollFirstEntry();
        }
    }

    private static void bound(Set<Source> sources) {
        if (sources.size() > MOST_SOURCES) {
            sources.remove(sources.iterator().next());
        }
    }
}

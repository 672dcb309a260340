package dev.preheat.fill;

import dev.preheat.edge.Edge;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** Which edges this process fills, and how many living processes fill each: the limits are shared among those. */
public final class Territory {
    private final Set<String> regions;
    private final AtomicReference<List<Set<String>>> living;

    /** @param regions whose edges this process fills; empty for all */
    public Territory(Set<String> regions) {
        this.regions = Set.copyOf(regions);
        this.living = new AtomicReference<>(List.of(this.regions));
    }

    /** From now on these live, this process among them: the regions of each, empty for all. */
    public void share(List<Set<String>> processes) {
        living.set(List.copyOf(processes));
    }

    boolean ours(Edge edge) {
        return covers(regions, edge);
    }

    /** How many living processes fill the edge. */
    int processes(Edge edge) {
        return (int)
                living.get().stream().filter(covered -> covers(covered, edge)).count();
    }

    /** How many live at all. */
    public int processes() {
        return living.get().size();
    }

    private static boolean covers(Set<String> regions, Edge edge) {
        return regions.isEmpty() || regions.contains(edge.region());
    }
}

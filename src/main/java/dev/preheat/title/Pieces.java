package dev.preheat.title;

import dev.preheat.edge.Item;
import dev.preheat.edge.Sight;
import dev.preheat.edge.Verdict.Lost;
import dev.preheat.edge.Verdict.Stored;
import dev.preheat.url.Url;
import dev.preheat.wire.Version;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether the slices of each file are of one version. nginx sends a player those up to the first whose ETag is another's, and
 * cuts him off there. One thread adds.
 */
public final class Pieces {
    private final Map<Whole, Version> versions = new HashMap<>();
    private final Set<Whole> mixed = new HashSet<>();

    private record Whole(Url url, Map<String, String> sends) {}

    /** Takes one more in; tells, once for each file, that it does not belong to those before. */
    public Optional<Lost> take(Item item, Stored sight) {
        if (item.slice().isEmpty()) {
            return Optional.empty();
        }
        var whole = new Whole(item.url(), item.sends());
        var first = versions.putIfAbsent(whole, sight.version());
        return first != null && !first.isOneWith(sight.version()) && mixed.add(whole)
                ? Optional.of(Sight.mixed(item, first, sight.version()))
                : Optional.empty();
    }
}

package dev.preheat.preheat;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The edges that every task fills, and the shield each pulls from.
 *
 * @param shields every edge, in the order in which they are shown; a shield is itself one of them, and no edge stands behind
 *     itself
 */
public record EdgeTree(Map<EdgeName, Optional<EdgeName>> shields) {
    public EdgeTree {
        shields = Collections.unmodifiableMap(new LinkedHashMap<>(shields));
        for (var edge : shields.keySet()) {
            check(shields, edge);
        }
    }

    /** Makes a tree of edges that all pull from the origin. */
    public static EdgeTree of(List<EdgeName> edges) {
        var shields = new LinkedHashMap<EdgeName, Optional<EdgeName>>();
        edges.forEach(edge -> shields.put(edge, Optional.empty()));
        return new EdgeTree(shields);
    }

    public List<EdgeName> edges() {
        return List.copyOf(shields.keySet());
    }

    /** The edge that is filled before this one. */
    public Optional<EdgeName> shield(EdgeName edge) {
        return shields.getOrDefault(edge, Optional.empty());
    }

    /** The edges that are filled after this one. */
    List<EdgeName> behind(EdgeName shield) {
        return shields.keySet().stream()
                .filter(edge -> shield(edge).equals(Optional.of(shield)))
                .toList();
    }

    private static void check(Map<EdgeName, Optional<EdgeName>> shields, EdgeName edge) {
        var seen = new HashSet<EdgeName>();
        for (var at = Optional.of(edge); at.isPresent(); at = shields.get(at.get())) {
            if (!shields.containsKey(at.get())) {
                throw new IllegalArgumentException("there is no edge '" + at.get() + "'");
            }
            if (!seen.add(at.get())) {
                throw new IllegalArgumentException("edge '" + edge + "' would stand behind itself");
            }
        }
    }
}

package dev.preheat.fill;

import dev.preheat.fill.Verdict.Lost;
import dev.preheat.fill.Verdict.Stored;
import dev.preheat.preheat.FailureClass;
import dev.preheat.url.Url;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether the slices of each file are of one version. nginx sends a player those up to the first whose ETag is another's, and
 * cuts him off there. One thread adds.
 */
final class Pieces {
    private final Map<Whole, Version> versions = new HashMap<>();
    private final Set<Whole> mixed = new HashSet<>();

    private record Whole(Url url, Map<String, String> sends) {}

    /** Takes one more in; tells, once for each file, that it does not belong to those before. */
    Optional<Lost> take(Target target, Stored sight) {
        if (target.slice().isEmpty()) {
            return Optional.empty();
        }
        var whole = new Whole(target.url(), target.sends());
        var first = versions.putIfAbsent(whole, sight.version());
        return first != null && !first.isOneWith(sight.version()) && mixed.add(whole)
                ? Optional.of(mixed(target, first, sight.version()))
                : Optional.empty();
    }

    /** Two parts of one file are of two versions. */
    static Lost mixed(Target target, Version one, Version other) {
        return new Lost(
                FailureClass.MIXED_VERSIONS,
                Target.name(target.url()) + " has parts of more than one version in the edge ("
                        + one.against(other, "", "")
                        + "), so players are cut off between them: delete it there, and if the servers of one origin "
                        + "give one file several ETags, hide the ETag at the edge; docs/edges.md, Two versions in one "
                        + "file, has the lines",
                false);
    }
}

package dev.preheat.fill;

import dev.preheat.media.Manifest;
import dev.preheat.preheat.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the manifests of a title name and its fill does not cover. One thread adds. */
final class Omissions {
    private static final int MOST_HOSTS_TOLD = 5;

    private final Map<String, Integer> foreign = new TreeMap<>();
    private Optional<String> firstUnreadable = Optional.empty();
    private int unreadable;
    private int leftOut;

    /** An object on a host that is no delivery domain of the project. */
    void foreign(String host) {
        foreign.merge(host, 1, Integer::sum);
    }

    /** An object that the domain's configuration does not want. */
    void leftOut() {
        leftOut++;
    }

    /** What of a manifest could not be read. */
    void unreadable(Target target, Manifest manifest) {
        unreadable += manifest.skippedParts();
        if (firstUnreadable.isEmpty() && manifest.skippedParts() > 0) {
            firstUnreadable =
                    Optional.of(target.name() + " " + manifest.skipped().getFirst());
        }
    }

    Progress.Omitted told() {
        int onForeign = foreign.values().stream().mapToInt(Integer::intValue).sum();
        var what = new ArrayList<String>();
        if (onForeign > 0) {
            what.add(onForeign + " on " + hosts() + ", no delivery domain of the project");
        }
        firstUnreadable.ifPresent(first -> what.add(unreadable + " parts that cannot be read, the first: " + first));
        if (leftOut > 0) {
            what.add(leftOut + " that the domain's configuration leaves out");
        }
        return new Progress.Omitted(
                onForeign + unreadable,
                leftOut,
                what.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", what)));
    }

    private String hosts() {
        var named = List.copyOf(foreign.keySet());
        return named.size() <= MOST_HOSTS_TOLD
                ? String.join(", ", named)
                : String.join(", ", named.subList(0, MOST_HOSTS_TOLD)) + " and " + (named.size() - MOST_HOSTS_TOLD)
                        + " more hosts";
    }
}

package dev.preheat.title;

import dev.preheat.edge.Item;
import dev.preheat.edge.Verdict.Lost;
import dev.preheat.media.Manifest;
import dev.preheat.preheat.Progress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What the manifests of a title name and its fill does not cover. One thread adds. */
public final class Omissions {
    private static final int MOST_HOSTS_TOLD = 5;

    private final Predicate<Target> isFilled;
    private final Map<String, Integer> foreign = new TreeMap<>();
    private final Map<String, Integer> disabled = new TreeMap<>();
    private final Set<Item.Key> leftOut = new HashSet<>();
    private Some unreadable = Some.NONE;
    private Some guarded = Some.NONE;
    private Some missing = Some.NONE;
    private Some tracks = Some.NONE;
    private int moreLeftOut;

    /** How many, and what is said of the first. */
    private record Some(int many, String first) {
        static final Some NONE = new Some(0, "");

        Some and(int more, String what) {
            return new Some(many + more, many == 0 ? what : first);
        }

        public Optional<String> told(String kind) {
            return many == 0 ? Optional.empty() : Optional.of(many + kind + ", the first: " + first);
        }
    }

    /** @param isFilled whether an object is filled, for the sake of some other part of it or some other manifest */
    public Omissions(Predicate<Target> isFilled) {
        this.isFilled = isFilled;
    }

    /** An object on a host that is no delivery domain of the project, or a disabled one. */
    void elsewhere(String host, Viewers viewers) {
        (viewers.isDisabled(host) ? disabled : foreign).merge(host, 1, Integer::sum);
    }

    /** An object that the domain's configuration does not want. */
    void leftOut(Target target) {
        if (isFilled.test(target)) {
            return;
        }
        if (leftOut.size() < TitleSize.MOST_OBJECTS) {
            leftOut.add(target.key());
        } else {
            moreLeftOut++;
        }
    }

    /** It is filled, whatever was noted before. */
    public void filled(Target target) {
        leftOut.remove(target.key());
    }

    /** What of a manifest could not be read. */
    public void unreadable(Target target, Manifest manifest) {
        if (manifest.skippedParts() > 0) {
            unreadable = unreadable.and(
                    manifest.skippedParts(),
                    target.name() + " " + manifest.skipped().getFirst());
        }
    }

    /** A key that its origin gives only to whom it knows. */
    public void guarded(Lost why) {
        guarded = guarded.and(1, why.reason());
    }

    /** An object that its manifest may name without it being there. */
    public void missing(Lost why) {
        missing = missing.and(1, why.reason());
    }

    /** A track that players play on without, since its playlist is none that can be read. */
    public void unreadable(Target target, String why) {
        tracks = tracks.and(1, target.name() + " " + why);
    }

    public Progress.Omitted told() {
        var what = new ArrayList<String>();
        hosts(foreign).ifPresent(hosts -> what.add(hosts + ", no delivery domain of the project"));
        hosts(disabled).ifPresent(hosts -> what.add(hosts + ", a disabled delivery domain"));
        unreadable.told(" parts that cannot be read").ifPresent(what::add);
        guarded.told(" keys that no cache may have").ifPresent(what::add);
        missing.told(" that the origin has not or no more").ifPresent(what::add);
        tracks.told(" tracks that players do without").ifPresent(what::add);
        int left = leftOut.size() + moreLeftOut;
        if (left > 0) {
            what.add(left + " that the domain's configuration leaves out");
        }
        return new Progress.Omitted(
                sum(foreign) + sum(disabled) + unreadable.many() + guarded.many() + missing.many() + tracks.many(),
                left,
                what.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", what)));
    }

    private static int sum(Map<String, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static Optional<String> hosts(Map<String, Integer> counts) {
        var named = List.copyOf(counts.keySet());
        var some = String.join(", ", named.subList(0, Math.min(MOST_HOSTS_TOLD, named.size())));
        var more = named.size() > MOST_HOSTS_TOLD ? " and " + (named.size() - MOST_HOSTS_TOLD) + " more hosts" : "";
        return named.isEmpty() ? Optional.empty() : Optional.of(sum(counts) + " on " + some + more);
    }
}

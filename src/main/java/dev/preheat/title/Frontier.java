package dev.preheat.title;

import dev.preheat.edge.Item;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The objects of a title that are known, each once, and in which order those are begun that are not yet.
 *
 * <p>What several manifests lead to stands where the best of them puts it: an I-frame playlist may be read before the
 * playlist of the same segments. What is more than a title may have is only counted
 * ({@link TitleSize}).
 */
public final class Frontier {
    private final Comparator<Target> order;
    private final PlayTime play;
    private final Consumer<Target> isNew;
    private final Set<Item.Key> seen = new HashSet<>();
    private final Map<Item.Key, Entry> open = new HashMap<>();
    private final TreeSet<Entry> waiting;
    private final TitleSize size = new TitleSize();

    private record Entry(Target target, int number) {}

    /** @param isNew told of every object once */
    public Frontier(Comparator<Target> order, PlayTime play, Consumer<Target> isNew) {
        this.order = order;
        this.play = play;
        this.isNew = isNew;
        this.waiting = new TreeSet<>(Comparator.comparing(Entry::target, order).thenComparingInt(Entry::number));
    }

    public void add(Target target) {
        var key = target.key();
        if (seen.contains(key)) {
            Optional.ofNullable(open.get(key)).ifPresent(known -> again(key, known, target));
        } else if (size.takes(target.url())) {
            seen.add(key);
            var entry = new Entry(target, seen.size());
            open.put(key, entry);
            waiting.add(entry);
            play.found(target);
            isNew.accept(target);
        }
    }

    /** Whether it is one of the objects. */
    public boolean knows(Target target) {
        return seen.contains(target.key());
    }

    /** The next to begin; where only manifests are wanted, the next of those. */
    public Optional<Target> next(boolean onlyManifests) {
        if (waiting.isEmpty() || (onlyManifests && !waiting.first().target().isManifest())) {
            return Optional.empty();
        }
        return Optional.of(waiting.removeFirst().target());
    }

    /** Notes that one that was begun has ended; returns it as it is known by now. */
    public Target ended(Target target) {
        return Optional.ofNullable(open.remove(target.key())).map(Entry::target).orElse(target);
    }

    /** How large the title is. */
    public TitleSize size() {
        return size;
    }

    private void again(Item.Key key, Entry known, Target target) {
        var better = order.compare(target, known.target()) < 0 ? target : known.target();
        var both = better.expected(better.mayBeMissing() && known.target().mayBeMissing() && target.mayBeMissing());
        if (!both.equals(known.target())) {
            var entry = new Entry(both, known.number());
            open.put(key, entry);
            if (waiting.remove(known)) {
                waiting.add(entry);
            }
            play.found(both);
            play.stored(known.target());
        }
    }
}

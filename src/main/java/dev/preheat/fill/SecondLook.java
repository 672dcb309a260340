package dev.preheat.fill;

import dev.preheat.edge.EdgeSoftware;
import dev.preheat.edge.EdgeVisit;
import dev.preheat.edge.Verdict;
import dev.preheat.edge.Verdict.Lost;
import dev.preheat.edge.Verdict.Said;
import dev.preheat.edge.Verdict.Stored;
import dev.preheat.preheat.FailureClass;
import dev.preheat.title.Crew;
import dev.preheat.title.Seen;
import dev.preheat.title.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Looks again at the objects of a title after the last was stored, since it may have pushed out the first; what is missing is
 * filled again, at most twice.
 *
 * <p>A look is a use, and saves what it is at in a cache that throws out what was used longest ago. So there is one look at
 * some of the objects, and that at what nobody has used since it was stored: where the oldest goes first, at the oldest, at
 * one in sixteen of the others, and at all that have several copies. When one of them is missing, and everywhere else, all
 * are looked at.
 */
final class SecondLook {
    private static final int LOOKS = 3;
    private static final int LEAST_OLDEST = 64;
    private static final int ONE_IN = 16;

    private final EdgeVisit edge;
    private final EdgeSoftware software;
    private final Tally tally;
    private final Crew crew;
    private final Set<Target> gone = new HashSet<>();

    SecondLook(EdgeVisit edge, EdgeSoftware software, Tally tally, Crew crew) {
        this.edge = edge;
        this.software = software;
        this.tally = tally;
        this.crew = crew;
    }

    private record Look(Seen before, Verdict now) {}

    /**
     * Looks at {@code stored}, which are in the order in which they were; what cannot be seen any more is added to
     * {@code lost}.
     */
    void at(List<Seen> stored, List<Lost> lost) throws InterruptedException {
        var unseen = missing(stored, lost);
        for (int look = 1; look < LOOKS && !unseen.isEmpty(); look++) {
            over(unseen, seen -> new Look(seen, edge.store(seen.target().item())), again -> {
                if (again.now() instanceof Lost one && !isGone(again.before(), one)) {
                    lost.add(one);
                }
            });
            unseen = unseen(stored, lost); // all of them: what is filled again may have pushed out another
        }
        report(unseen, lost);
    }

    /** The same after a pause in which the edge throws out what does not fit; what is missing then is not filled again. */
    void after(Duration pause, List<Seen> stored, List<Lost> lost) throws InterruptedException {
        Thread.sleep(pause);
        report(missing(stored, lost), lost);
    }

    private static void report(List<Seen> missing, List<Lost> lost) {
        missing.forEach(seen -> lost.add(new Lost(
                FailureClass.NOT_STORED,
                seen.target().name()
                        + " was stored and is not any more: the cache may be too small for the title, or keep one "
                        + "copy of what varies",
                true)));
    }

    private List<Seen> missing(List<Seen> all, List<Lost> lost) throws InterruptedException {
        var first = software.evictsOldestFirst() ? missedFirst(all) : all;
        var missing = unseen(first, lost);
        return missing.isEmpty() || first.size() == all.size() ? missing : unseen(all, lost);
    }

    // As many are under way at once, so far may the order of storing be from the order in which they are known to be
    // stored.
    private List<Seen> missedFirst(List<Seen> all) {
        int oldest = Math.max(LEAST_OLDEST, 2 * crew.most());
        var first = new ArrayList<Seen>();
        for (int i = 0; i < all.size(); i++) {
            var seen = all.get(i);
            boolean copies = !seen.target().plain() || seen.varies();
            if (i < oldest || i % ONE_IN == 0 || copies) {
                first.add(seen);
            }
        }
        return first;
    }

    private List<Seen> unseen(List<Seen> all, List<Lost> lost) throws InterruptedException {
        var missing = new ArrayList<Seen>();
        over(all, seen -> new Look(seen, edge.probe(seen.target().item())), look -> {
            var before = look.before();
            switch (look.now()) {
                case Stored now
                when !now.version().isOneWith(before.version()) -> lost.add(before.changed(now.version()));
                case Stored now -> tally.note(now);
                case Lost one when isGone(before, one) -> {}
                case Lost one when one.failure() == FailureClass.NOT_STORED -> missing.add(before);
                case Lost one -> lost.add(one);
            }
        });
        return missing;
    }

    // A segment of a live title that was stored and has left the window since: nobody asks for it any more.
    private boolean isGone(Seen seen, Lost one) {
        return seen.target().mayBeMissing()
                && (gone.contains(seen.target()) || (one.said() == Said.GONE && gone.add(seen.target())));
    }

    private void over(List<Seen> all, Crew.Work<Seen, Look> work, Consumer<Look> done) throws InterruptedException {
        Iterator<Seen> rest = all.iterator();
        crew.work(() -> rest.hasNext() ? Optional.of(rest.next()) : Optional.<Seen>empty(), work, done);
    }
}

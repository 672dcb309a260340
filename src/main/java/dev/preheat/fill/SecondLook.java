package dev.preheat.fill;

import dev.preheat.fill.Verdict.Lost;
import dev.preheat.fill.Verdict.Said;
import dev.preheat.fill.Verdict.Stored;
import dev.preheat.preheat.FailureClass;
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
 * <p>Where the oldest goes first, the 64 that were stored first, one in sixteen of the others and all that have several
 * copies are looked at; when one of them is missing, and everywhere else, all are.
 */
final class SecondLook {
    private static final int LOOKS = 3;
    private static final int OLDEST = 64;
    private static final int ONE_IN = 16;
    private static final long LARGE = 64L * 1024 * 1024; // a cache for video is larger than this

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

    /** A target and how it was seen stored. */
    record Seen(Target target, Stored stored) {}

    private record Look(Seen before, Verdict now) {}

    /**
     * Looks at {@code stored}; what cannot be seen any more is added to {@code lost}. A large title is looked at once more
     * where the edge throws out late what does not fit.
     */
    void at(List<Seen> stored, List<Lost> lost) throws InterruptedException {
        var settles = software.settles();
        if (stored.size() > 1) {
            again(stored, lost);
        }
        if (lost.isEmpty() && !settles.isZero() && tally.progress().bytesDone() > LARGE) {
            Thread.sleep(settles);
            report(missing(stored, lost), lost);
        }
    }

    private void again(List<Seen> stored, List<Lost> lost) throws InterruptedException {
        var unseen = missing(stored, lost);
        for (int look = 1; look < LOOKS && !unseen.isEmpty(); look++) {
            over(unseen, seen -> new Look(seen, edge.store(seen.target())), again -> {
                if (again.now() instanceof Lost one && !isGone(again.before(), one)) {
                    lost.add(one);
                }
            });
            unseen = missing(stored, lost); // all of them: what is filled again may have pushed out another
        }
        report(unseen, lost);
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

    private static List<Seen> missedFirst(List<Seen> all) {
        var first = new ArrayList<Seen>();
        for (int i = 0; i < all.size(); i++) {
            var seen = all.get(i);
            boolean copies = !seen.target().plain() || !seen.stored().variesBy().isEmpty();
            if (i < OLDEST || i % ONE_IN == 0 || copies) {
                first.add(seen);
            }
        }
        return first;
    }

    private List<Seen> unseen(List<Seen> all, List<Lost> lost) throws InterruptedException {
        var missing = new ArrayList<Seen>();
        over(all, seen -> new Look(seen, edge.probe(seen.target())), look -> {
            switch (look.now()) {
                case Stored now
                when !now.identity().equals(look.before().stored().identity()) ->
                    lost.add(new Lost(
                            FailureClass.CHANGED,
                            look.before().target().name() + " changed while the title was filled",
                            true));
                case Stored now -> tally.note(now);
                case Lost one when isGone(look.before(), one) -> {}
                case Lost one when one.failure() == FailureClass.NOT_STORED -> missing.add(look.before());
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

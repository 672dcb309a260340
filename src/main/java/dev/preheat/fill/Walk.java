package dev.preheat.fill;

import dev.preheat.fill.Verdict.Lost;
import dev.preheat.fill.Verdict.Stored;
import dev.preheat.media.Manifest;
import dev.preheat.media.Manifest.NotOne;
import dev.preheat.media.Manifest.Read;
import dev.preheat.media.Manifest.TooManyReferences;
import dev.preheat.media.Manifest.Unreadable;
import dev.preheat.media.Reference;
import dev.preheat.media.TitleManifests;
import dev.preheat.preheat.FailureClass;
import dev.preheat.preheat.FillOutcome;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One fill from its URL to all it leads to: store everything, then look again whether everything is stored, since what was
 * filled first may have been evicted by what came last.
 *
 * <p>Limits: 100,000 objects, manifests 3 deep and of 8 MiB, 10 objects lost before the rest is given up.
 */
final class Walk {
    private static final Logger log = LoggerFactory.getLogger(Walk.class);
    static final int MOST_OBJECTS = 100_000;
    private static final int DEEPEST = 3;
    private static final int MOST_LOST = 10;

    private final URI url;
    private final long lengthAtOrigin;
    private final EdgeVisit edge;
    private final Viewers viewers;
    private final TitleManifests manifests;
    private final Tally tally;
    private final FillLimits limits;
    private final EdgeSoftware software;
    private final InstantSource clock;

    private final PriorityQueue<Target> pending;
    private final PlayTime play;
    private final Selection selection;
    private final Omissions omissions = new Omissions();
    private final Set<String> seen = new HashSet<>();
    private final List<SecondLook.Seen> stored = new ArrayList<>();
    private final List<Lost> lost = new ArrayList<>();
    private int beyond;

    Walk(Title title, EdgeVisit edge, EdgeSoftware software, Tally tally, FillLimits limits, InstantSource clock) {
        this.url = title.url();
        this.lengthAtOrigin = title.lengthAtOrigin();
        this.edge = edge;
        this.viewers = title.viewers();
        this.manifests = new TitleManifests(viewers::knows);
        this.selection = title.selection();
        this.tally = tally;
        this.limits = limits;
        this.software = software;
        this.clock = clock;
        this.pending = new PriorityQueue<>(limits.order().of(limits.firstSeconds()));
        this.play = new PlayTime(limits.firstSeconds(), edge, url, clock);
    }

    /**
     * What is filled, for whom, and how much of it.
     *
     * @param lengthAtOrigin -1 where the origin does not tell it
     */
    record Title(URI url, long lengthAtOrigin, Viewers viewers, Selection selection) {}

    /** What storing one target came to, and what it leads to. */
    private record Visited(
            Target target,
            Verdict verdict,
            List<Target> leadsTo,
            Optional<Manifest> manifest,
            Optional<Lost> unreadable) {
        Visited(Target target, Verdict verdict, List<Target> leadsTo) {
            this(target, verdict, leadsTo, Optional.empty(), Optional.empty());
        }

        Visited reading(Manifest read) {
            return new Visited(target, verdict, leadsTo, Optional.of(read), unreadable);
        }

        Visited unread(Lost why) {
            return new Visited(target, verdict, leadsTo, manifest, Optional.of(why));
        }
    }

    FillOutcome run() throws InterruptedException {
        add(Target.first(url));
        try (var crew = new Crew(limits.perEdge())) {
            crew.work(this::next, this::visit, this::take);
            checkSize();
            if (lost.isEmpty()) {
                checkVersion();
                new SecondLook(edge, software, tally, crew).at(stored, lost);
            }
        }
        return outcome();
    }

    private void checkSize() {
        if (beyond > 0) {
            var reason = String.format(
                    Locale.ROOT,
                    "the title has at least %,d objects, and one may have %,d",
                    MOST_OBJECTS + (long) beyond,
                    MOST_OBJECTS);
            lost.addFirst(new Lost(FailureClass.TOO_LARGE, reason, false));
        }
    }

    // An edge may still hold, fresh, what the origin has replaced. Only the length tells it surely: several origins
    // behind one name may give one file several ETags.
    private void checkVersion() {
        long here = tally.proof(clock.instant()).copy().length().orElse(-1L);
        if (lengthAtOrigin >= 0 && here >= 0 && lengthAtOrigin != here) {
            lost.add(new Lost(
                    FailureClass.CHANGED,
                    "%s has %d bytes in the edge and %d at the origin: the edge holds an older version, purge it there"
                            .formatted(Target.name(stored.getFirst().target().url()), here, lengthAtOrigin),
                    true));
        }
    }

    private FillOutcome outcome() {
        if (lost.isEmpty()) {
            return new FillOutcome.Proved(tally.proof(clock.instant()), tally.progress());
        }
        var first = lost.stream().filter(one -> !one.again()).findFirst().orElse(lost.getFirst());
        var others = lost.size() == 1 ? "" : " (and " + (lost.size() - 1) + " more objects)";
        return new FillOutcome.Failed(first.failure(), first.reason() + others, first.again(), tally.progress());
    }

    private Optional<Target> next() {
        return lost.size() >= MOST_LOST || beyond > 0 ? Optional.empty() : Optional.ofNullable(pending.poll());
    }

    private void add(Target target) {
        if (!seen.add(target.key())) {
            return;
        }
        if (seen.size() > MOST_OBJECTS) {
            seen.remove(target.key());
            beyond++;
            pending.clear();
            return;
        }
        pending.add(target);
        play.found(target);
        tally.found(1);
    }

    private Visited visit(Target target) throws InterruptedException {
        var verdict = edge.store(target);
        if (!(verdict instanceof Stored sight)) {
            return new Visited(target, verdict, List.of());
        }
        if (target.depth() == 0 && target.plain() && target.slice().isEmpty()) {
            tally.own(sight);
        }
        var leadsTo = new ArrayList<Target>();
        if (target.plain() && target.slice().isEmpty()) {
            leadsTo.addAll(viewers.others(target, sight.variesBy()));
        }
        var visited = sliced(new Visited(target, sight, leadsTo), sight);
        boolean manifest = target.isManifest(sight) || target.mayBeManifest(sight);
        return manifest && target.plain() && visited.target().equals(target) ? followed(visited) : visited;
    }

    // What was asked for was the file's first slice, and its length came with it.
    private Visited sliced(Visited whole, Stored sight) throws InterruptedException {
        var target = whole.target();
        long size = software.sliceBytes().orElse(Long.MAX_VALUE);
        if (target.slice().isPresent() || sight.length() <= size) {
            return whole;
        }
        if (sight.length() / size >= MOST_OBJECTS) {
            return whole.unread(new Lost(FailureClass.TOO_LARGE, target.name() + " has too many slices", false));
        }
        var slices = target.slices(size, sight.length());
        var leadsTo = whole.leadsTo();
        leadsTo.addAll(slices.subList(1, slices.size()));
        return new Visited(slices.getFirst(), edge.store(slices.getFirst()), leadsTo);
    }

    private Visited followed(Visited visited) throws InterruptedException {
        return switch (edge.body(visited.target())) {
            case EdgeVisit.Body.Missing missing -> visited.unread(missing.lost());
            case EdgeVisit.Body.Text text -> followed(visited, text.bytes());
        };
    }

    private Visited followed(Visited visited, byte[] text) {
        var target = visited.target();
        return switch (manifests.read(target.url(), text, clock.instant(), MOST_OBJECTS)) {
            case NotOne _ when visited.verdict() instanceof Stored sight && !target.isManifest(sight) -> visited;
            case NotOne other -> visited.unread(unreadable(target, other.why()));
            case Unreadable unreadable -> visited.unread(unreadable(target, unreadable.why()));
            case TooManyReferences many ->
                visited.unread(new Lost(FailureClass.TOO_LARGE, target.name() + " " + many.why(), false));
            case Read read -> visited.reading(read.manifest());
        };
    }

    // What lies on other hosts belongs to others: advertisements, a second network, a licence server. But a manifest
    // that
    // leads nowhere else is the title of a domain that nobody configured.
    private void lead(Target target, Manifest manifest) {
        note(target, manifest);
        play.lasts(selection.of(manifest.seconds()));
        boolean isForeign = false;
        int ours = 0;
        for (int at = 0; at < manifest.references().size(); at++) {
            var reference = manifest.references().get(at);
            if (viewers.knows(reference.uri().getHost())) {
                ours++;
                choose(target.next(reference, at));
            } else {
                isForeign |= reference.kind() != Reference.Kind.KEY;
                omissions.foreign(reference.uri().getHost());
            }
        }
        if (isForeign && ours == 0) {
            lost.add(foreign(target, omissions.told().what().orElse("")));
        }
    }

    private void choose(Target next) {
        if (!selection.takes(next)) {
            omissions.leftOut();
        } else if (next.isManifest() && next.depth() > DEEPEST) {
            lost.add(unreadable(next, "is a manifest nested more than " + DEEPEST + " deep"));
        } else {
            add(next);
        }
    }

    private void note(Target target, Manifest manifest) {
        if (manifest.live()) {
            log.info("{} is live: what it lists now is filled", target.name());
        }
        if (manifest.skippedParts() > 0) {
            omissions.unreadable(target, manifest);
            log.warn(
                    "{} has {} parts that cannot be read: {}",
                    target.name(),
                    manifest.skippedParts(),
                    manifest.skipped());
        }
    }

    private void take(Visited visited) {
        switch (visited.verdict()) {
            case Lost one -> lost.add(one);
            case Stored sight -> {
                tally.stored(sight);
                stored.add(new SecondLook.Seen(visited.target(), sight));
                visited.unreadable().ifPresent(lost::add);
                visited.leadsTo().forEach(this::add);
                visited.manifest().ifPresent(manifest -> lead(visited.target(), manifest));
                play.stored(visited.target());
                tell();
            }
        }
    }

    private void tell() {
        tally.covers(play.secondsDone(), play.secondsKnown(), omissions.told());
        if (lost.isEmpty() && play.hasNews()) {
            play.tell(tally);
        }
    }

    private static Lost unreadable(Target target, String why) {
        return new Lost(FailureClass.MANIFEST_INVALID, target.name() + " " + why, false);
    }

    private static Lost foreign(Target target, String what) {
        return new Lost(
                FailureClass.MANIFEST_FOREIGN_HOST, target.name() + " leads only to other hosts: " + what, false);
    }
}

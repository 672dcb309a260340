package dev.preheat.fill;

import dev.preheat.fill.OriginCheck.Word.There;
import dev.preheat.fill.Verdict.Lost;
import dev.preheat.fill.Verdict.Stored;
import dev.preheat.media.Manifest;
import dev.preheat.media.Manifest.Read;
import dev.preheat.media.Manifest.TooManyReferences;
import dev.preheat.media.Manifest.Unreadable;
import dev.preheat.media.Reference;
import dev.preheat.preheat.FailureClass;
import dev.preheat.preheat.FillOutcome;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
    private static final int MOST_OBJECTS = 100_000;
    private static final int DEEPEST = 3;
    private static final int MOST_LOST = 10;

    private final URI url;
    private final EdgeVisit edge;
    private final Viewers viewers;
    private final Tally tally;
    private final FillLimits limits;
    private final EdgeSoftware software;
    private final InstantSource clock;

    private final PriorityQueue<Target> pending;
    private final FirstSeconds first;
    private final Set<String> seen = new HashSet<>();
    private final List<SecondLook.Seen> stored = new ArrayList<>();
    private final List<Lost> lost = new ArrayList<>();

    Walk(
            URI url,
            EdgeVisit edge,
            EdgeSoftware software,
            Viewers viewers,
            Tally tally,
            FillLimits limits,
            InstantSource clock) {
        this.url = url;
        this.edge = edge;
        this.viewers = viewers;
        this.tally = tally;
        this.limits = limits;
        this.software = software;
        this.clock = clock;
        this.pending = new PriorityQueue<>(limits.order().of(limits.firstSeconds()));
        this.first = new FirstSeconds(limits.firstSeconds(), edge, url, clock);
    }

    /** What storing one target came to, and what it leads to. */
    private record Visited(Target target, Verdict verdict, List<Target> leadsTo, Optional<Lost> unreadable) {}

    FillOutcome run(There atOrigin) throws InterruptedException {
        add(new Target(url, kindOf(url, Optional.empty())));
        try (var crew = new Crew(limits.perEdge())) {
            crew.work(this::next, this::visit, this::take);
            if (lost.isEmpty()) {
                checkVersion(atOrigin);
                new SecondLook(edge, software, tally, crew).at(stored, lost);
            }
        }
        return outcome();
    }

    // An edge may still hold, fresh, what the origin has replaced. Only the length tells it surely: several origins
    // behind one name may give one file several ETags.
    private void checkVersion(There atOrigin) {
        long there = atOrigin.length();
        long here = tally.proof(clock.instant()).copy().length().orElse(-1L);
        if (there >= 0 && here >= 0 && there != here) {
            lost.add(new Lost(
                    FailureClass.CHANGED,
                    "%s has %d bytes in the edge and %d at the origin: the edge holds an older version, purge it there"
                            .formatted(Target.name(stored.getFirst().target().url()), here, there),
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
        return lost.size() >= MOST_LOST ? Optional.empty() : Optional.ofNullable(pending.poll());
    }

    private void add(Target target) {
        if (!seen.add(target.key())) {
            return;
        }
        if (seen.size() > MOST_OBJECTS) {
            pending.clear();
            lost.add(new Lost(FailureClass.TOO_LARGE, "the title has more than " + MOST_OBJECTS + " objects", false));
            return;
        }
        pending.add(target);
        first.found(target);
        tally.found(1);
    }

    private Visited visit(Target target) throws InterruptedException {
        var verdict = edge.store(target);
        if (!(verdict instanceof Stored sight)) {
            return new Visited(target, verdict, List.of(), Optional.empty());
        }
        if (target.depth() == 0 && target.plain() && target.slice().isEmpty()) {
            tally.own(sight);
        }
        var leadsTo = new ArrayList<Target>();
        if (target.plain() && target.slice().isEmpty()) {
            leadsTo.addAll(viewers.others(target, sight.variesBy()));
        }
        var visited = sliced(new Visited(target, sight, leadsTo, Optional.empty()), sight);
        boolean manifest = target.kind() == Reference.Kind.PLAYLIST
                || kindOf(target.url(), sight.contentType()) == Reference.Kind.PLAYLIST;
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
            return with(whole, new Lost(FailureClass.TOO_LARGE, target.name() + " has too many slices", false));
        }
        var slices = target.slices(size, sight.length());
        var leadsTo = whole.leadsTo();
        leadsTo.addAll(slices.subList(1, slices.size()));
        return new Visited(slices.getFirst(), edge.store(slices.getFirst()), leadsTo, Optional.empty());
    }

    private Visited followed(Visited visited) throws InterruptedException {
        return switch (edge.body(visited.target())) {
            case EdgeVisit.Body.Missing missing -> with(visited, missing.lost());
            case EdgeVisit.Body.Text text -> followed(visited, text.bytes());
        };
    }

    private Visited followed(Visited visited, byte[] text) {
        var target = visited.target();
        return switch (Manifest.read(target.url(), text, clock.instant(), MOST_OBJECTS)) {
            case Unreadable unreadable -> with(visited, unreadable(target, unreadable.why()));
            case TooManyReferences many ->
                with(visited, new Lost(FailureClass.TOO_LARGE, target.name() + " " + many.why(), false));
            case Read read -> led(visited, read.manifest());
        };
    }

    private Visited led(Visited visited, Manifest manifest) {
        var target = visited.target();
        note(target, manifest);
        for (int at = 0; at < manifest.references().size(); at++) {
            var reference = manifest.references().get(at);
            if (!viewers.knows(reference.uri().getHost())) {
                if (reference.kind() != Reference.Kind.KEY) {
                    return with(visited, foreign(target, reference));
                }
                log.info(
                        "{} has a key on {}, which is no delivery domain: skipped",
                        target.name(),
                        reference.uri().getHost());
                continue;
            }
            if (reference.kind() == Reference.Kind.PLAYLIST && target.depth() >= DEEPEST) {
                return with(visited, unreadable(target, "is a manifest nested more than " + DEEPEST + " deep"));
            }
            visited.leadsTo().add(target.next(reference, at));
        }
        return visited;
    }

    private static void note(Target target, Manifest manifest) {
        if (manifest.live()) {
            log.info("{} is live: what it lists now is filled", target.name());
        }
        if (manifest.skippedParts() > 0) {
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
                if (first.stored(visited.target()) && lost.isEmpty()) {
                    first.tell(tally);
                }
            }
        }
    }

    private static Visited with(Visited visited, Lost unreadable) {
        return new Visited(visited.target(), visited.verdict(), visited.leadsTo(), Optional.of(unreadable));
    }

    private static Lost unreadable(Target target, String why) {
        return new Lost(FailureClass.MANIFEST_INVALID, target.name() + " " + why, false);
    }

    private static Lost foreign(Target target, Reference reference) {
        return new Lost(
                FailureClass.MANIFEST_FOREIGN_HOST,
                target.name() + " leads to " + reference.uri().getHost()
                        + ", which is no delivery domain of the project",
                false);
    }

    private static Reference.Kind kindOf(URI url, Optional<String> contentType) {
        return Manifest.looksLikeOne(url.getPath(), contentType) ? Reference.Kind.PLAYLIST : Reference.Kind.SEGMENT;
    }
}

package dev.preheat.fill;

import dev.preheat.edge.EdgeSoftware;
import dev.preheat.edge.EdgeVisit;
import dev.preheat.edge.Holding;
import dev.preheat.edge.Verdict.Lost;
import dev.preheat.edge.Verdict.Said;
import dev.preheat.edge.Verdict.Stored;
import dev.preheat.media.Manifest;
import dev.preheat.media.Manifest.NotOne;
import dev.preheat.media.Manifest.Read;
import dev.preheat.media.Manifest.TooManyReferences;
import dev.preheat.media.Manifest.Unreadable;
import dev.preheat.media.Reference;
import dev.preheat.media.TitleManifests;
import dev.preheat.preheat.FailureClass;
import dev.preheat.preheat.FillOutcome;
import dev.preheat.title.Crew;
import dev.preheat.title.Desk;
import dev.preheat.title.Frontier;
import dev.preheat.title.Omissions;
import dev.preheat.title.Pieces;
import dev.preheat.title.PlayTime;
import dev.preheat.title.Scope;
import dev.preheat.title.Seen;
import dev.preheat.title.Target;
import dev.preheat.title.Title;
import dev.preheat.title.TitleSize;
import dev.preheat.url.Url;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One fill from its URL to all it leads to: store everything, then look again whether everything is stored, since what was
 * filled first may have been evicted by what came last.
 *
 * <p>Limits: 100,000 objects, manifests 3 deep and of 8 MiB, 10 objects lost before the rest is given up. Of a title that
 * turns out to be too large no more is filled, and 200 more manifests are read, or up to a million objects, to say how large
 * it is.
 */
public final class Walk {
    private static final Logger log = LoggerFactory.getLogger(Walk.class);
    private static final int MOST_LOST = 10;
    private static final int MOST_COUNTED = 200;

    private final Title title;
    private final EdgeVisit edge;
    private final Tally tally;
    private final FillLimits limits;
    private final Desk desk;
    private final EdgeSoftware software;
    private final InstantSource clock;

    private final Frontier frontier;
    private final PlayTime play;
    private final Omissions omissions;
    private final Scope scope;
    private final Pieces pieces = new Pieces();
    private final Holding.Volume before;
    private final VersionCheck check;
    private final List<Seen> stored = new ArrayList<>();
    private final List<Lost> lost = new ArrayList<>();
    private final Set<Url> manifests = new HashSet<>();
    private Optional<Lost> missing = Optional.empty();
    private boolean isLive;
    private boolean isPlayable;
    private int counted;

    Walk(
            Title title,
            EdgeVisit edge,
            Desk desk,
            VersionCheck check,
            Tally tally,
            FillLimits limits,
            InstantSource clock) {
        this.title = title;
        this.edge = edge;
        this.before = edge.holding().stored();
        this.check = check;
        this.tally = tally;
        this.limits = limits;
        this.desk = desk;
        this.software = EdgeSoftware.of(edge.edge());
        this.clock = clock;
        this.play = new PlayTime(limits.firstSeconds(), edge.edge().name(), title.url(), clock);
        this.frontier = new Frontier(limits.order().of(limits.firstSeconds()), play, this::found);
        this.omissions = new Omissions(frontier::knows);
        this.scope = new Scope(title, omissions);
    }

    FillOutcome run() throws InterruptedException {
        frontier.add(Target.first(title.url()));
        try (var shelf = desk.shelf();
                var crew = new Crew(limits.at(edge.edge()).places())) {
            var manifests = new TitleManifests(title.viewers()::knows);
            var step = new Step(title, manifests, edge, desk, shelf, tally, clock);
            crew.work(this::next, step::at, this::take);
            checkSize();
            checkPresence();
            if (lost.isEmpty()) {
                lost.addAll(check.differing(lasting(), title.atOrigin(), crew));
            }
            if (lost.isEmpty() && !tally.isUnproved()) {
                lookAgain(crew);
            }
        }
        return outcome();
    }

    private void checkSize() {
        if (frontier.size().isOver()) {
            lost.addFirst(new Lost(FailureClass.TOO_LARGE, frontier.size().why(), false));
        }
    }

    // One that may be missing is no title when all of them are.
    private void checkPresence() {
        if (!isPlayable) {
            missing.ifPresent(one -> lost.add(new Lost(one.failure(), one.reason(), true)));
        }
    }

    // Where the edge throws out late what does not fit, a look that comes sooner shows nothing; but an edge that was
    // seen
    // to hold as much needs none.
    private void lookAgain(Crew crew) throws InterruptedException {
        var look = new SecondLook(edge, software, tally, crew);
        var since = edge.holding().stored().since(before);
        if (!software.settles().isZero() && !edge.holding().holds(since)) {
            log.info(
                    "{} is filled in {}; looking again in {} s, when what does not fit is thrown out",
                    title.url().withoutQuery(),
                    edge.edge().name(),
                    software.settles().toSeconds());
            look.after(software.settles(), lasting(), lost);
            if (lost.isEmpty()) {
                edge.holding().held(since);
            }
        } else if (stored.size() > 1) {
            look.at(lasting(), lost);
        }
    }

    // The manifests of a live title are fresh for seconds, and others by then.
    private List<Seen> lasting() {
        return isLive
                ? stored.stream()
                        .filter(seen -> !manifests.contains(seen.target().url()))
                        .toList()
                : stored;
    }

    private FillOutcome outcome() {
        if (lost.isEmpty()) {
            return tally.isUnproved() && !edge.acceptsUnproved()
                    ? unproved()
                    : new FillOutcome.Proved(tally.proof(clock.instant()), tally.progress());
        }
        var first = lost.stream().filter(one -> !one.again()).findFirst().orElse(lost.getFirst());
        boolean isAll = lost.size() == 1 || first.failure() == FailureClass.TOO_LARGE;
        var others = isAll ? "" : " (and " + (lost.size() - 1) + " more objects)";
        return new FillOutcome.Failed(
                first.failure(), first.reason() + others, first.again(), tally.progress(), first.after());
    }

    // Another attempt would end no better.
    private FillOutcome unproved() {
        var progress = tally.progress();
        var reason = progress.objectsDone() + " of " + progress.objectsKnown()
                + " objects filled; this edge cannot show it: " + software.remedy()
                + "; or accept it as it is by `unproved: accept` at the edge";
        return new FillOutcome.Failed(FailureClass.NOT_PROVED, reason, false, progress);
    }

    private Optional<Target> next() {
        if (lost.size() >= MOST_LOST
                || counted == MOST_COUNTED
                || frontier.size().objects() > TitleSize.MOST_COUNTED) {
            return Optional.empty();
        }
        boolean isTooLarge =
                frontier.size().isOver() || lost.stream().anyMatch(one -> one.failure() == FailureClass.TOO_LARGE);
        var next = frontier.next(isTooLarge);
        counted += isTooLarge && next.isPresent() ? 1 : 0;
        return next;
    }

    private void found(Target target) {
        omissions.filled(target);
        tally.found(1);
    }

    private void take(Step.Taken taken) {
        var target = frontier.ended(taken.asked());
        switch (taken.verdict()) {
            case Lost one when isExpected(target, one) -> tally.omitted();
            case Lost one -> {
                lost.add(one);
                return;
            }
            case Stored sight -> {
                tally.stored(sight);
                edge.holding().saw(sight.length());
                pieces.take(taken.target().item(), sight).ifPresent(lost::add);
                stored.add(Seen.of(taken.target(), sight));
                isPlayable |=
                        target.kind() == Reference.Kind.SEGMENT && taken.text().isEmpty();
                taken.trouble().ifPresent(lost::add);
                taken.leadsTo().forEach(frontier::add);
                taken.text().ifPresent(text -> read(target, text));
            }
        }
        play.stored(target);
        tell();
    }

    // Keys are often given only to viewers who paid, and what a manifest promises without knowing may not be there.
    private boolean isExpected(Target target, Lost one) {
        boolean isGuarded = target.kind() == Reference.Kind.KEY && one.said() == Said.GUARDED;
        boolean isMissing = target.mayBeMissing() && one.said() == Said.GONE;
        if (isGuarded) {
            omissions.guarded(one);
        } else if (isMissing) {
            omissions.missing(one);
            missing = missing.or(() -> Optional.of(one));
        }
        return isGuarded || isMissing;
    }

    private void read(Target target, Manifest.Reading reading) {
        switch (reading) {
            case NotOne other -> unreadable(target, other.why());
            case Unreadable unreadable -> unreadable(target, unreadable.why());
            case TooManyReferences many
            when target.depth() > 0 && many.found() > many.limit() ->
                frontier.size().more(many.found());
            case TooManyReferences many ->
                lost.add(new Lost(FailureClass.TOO_LARGE, target.name() + " " + many.why(), false));
            case Read read -> lead(target, read.manifest());
        }
    }

    // A subtitle track may be a file of its own: players play on without it.
    private void unreadable(Target target, String why) {
        if (target.rendition().dispensable()) {
            omissions.unreadable(target, why);
        } else {
            lost.add(Step.unreadable(target, why));
        }
    }

    private void lead(Target target, Manifest manifest) {
        note(target, manifest);
        play.lasts(title.selection().of(manifest.seconds()));
        for (var next : scope.of(target, manifest)) {
            Scope.pause(next.position());
            if (next.isManifest() && Scope.isTooDeep(next)) {
                lost.add(Step.tooDeep(next));
            } else {
                frontier.add(next);
            }
        }
        Scope.lost(target, manifest).ifPresent(why -> lost.add(Step.unreadable(target, why)));
        if (scope.isElsewhere(manifest)) {
            lost.add(foreign(target, omissions.told().what().orElse("")));
        }
    }

    private void note(Target target, Manifest manifest) {
        manifests.add(target.url());
        if (manifest.live()) {
            isLive = true;
            tally.live();
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

    private void tell() {
        tally.covers(play.secondsDone(), play.secondsKnown(), omissions.told());
        boolean isShown = !tally.isUnproved() || edge.acceptsUnproved();
        if (isShown && lost.isEmpty() && (isPlayable || missing.isEmpty()) && play.hasNews()) {
            tally.firstSeconds(play.tell());
        }
    }

    private static Lost foreign(Target target, String what) {
        return new Lost(
                FailureClass.MANIFEST_FOREIGN_HOST, target.name() + " leads only to other hosts: " + what, false);
    }
}

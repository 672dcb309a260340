package dev.preheat.fill;

import dev.preheat.edge.EdgeSoftware;
import dev.preheat.edge.EdgeVisit;
import dev.preheat.edge.Verdict;
import dev.preheat.edge.Verdict.Lost;
import dev.preheat.edge.Verdict.Stored;
import dev.preheat.media.Manifest;
import dev.preheat.media.TitleManifests;
import dev.preheat.preheat.FailureClass;
import dev.preheat.title.Desk;
import dev.preheat.title.Scope;
import dev.preheat.title.Seen;
import dev.preheat.title.Shelves;
import dev.preheat.title.Target;
import dev.preheat.title.Title;
import dev.preheat.title.TitleSize;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One step of a walk: stores one target, and reads it if it is a manifest. */
record Step(
        Title title,
        TitleManifests manifests,
        EdgeVisit edge,
        Desk desk,
        Shelves.Shelf shelf,
        Tally tally,
        InstantSource clock) {
    /**
     * What storing one target came to, and what it leads to.
     *
     * @param target what of it was stored: where the edge stores slices, the first
     * @param text what it says if it is a manifest
     * @param trouble why what it leads to is not known
     */
    record Taken(
            Target asked,
            Target target,
            Verdict verdict,
            List<Target> leadsTo,
            Optional<Manifest.Reading> text,
            Optional<Lost> trouble) {
        Taken(Target target, Verdict verdict, List<Target> leadsTo) {
            this(target, target, verdict, leadsTo, Optional.empty(), Optional.empty());
        }

        Taken saying(Manifest.Reading read) {
            return new Taken(asked, target, verdict, leadsTo, Optional.of(read), trouble);
        }

        Taken but(Lost why) {
            return new Taken(asked, target, verdict, leadsTo, text, Optional.of(why));
        }
    }

    /** Stores it, and reads on where it is a manifest. */
    Taken at(Target target) throws InterruptedException {
        var verdict = edge.store(target.item());
        if (!(verdict instanceof Stored sight) || target.item().slice().isPresent()) {
            return new Taken(target, verdict, List.of());
        }
        if (target.depth() == 0 && target.plain()) {
            tally.own(sight);
        }
        var leadsTo = new ArrayList<Target>();
        if (target.plain()) {
            leadsTo.addAll(title.viewers().others(target, sight.variesBy()));
            List.copyOf(leadsTo).forEach(copy -> copy.respelled().ifPresent(leadsTo::add));
            target.respelled().ifPresent(leadsTo::add);
        }
        var taken = sliced(new Taken(target, sight, leadsTo), sight);
        return target.plain() && taken.verdict() instanceof Stored ? known(taken, sight) : taken;
    }

    private Taken known(Taken taken, Stored sight) throws InterruptedException {
        var target = taken.asked();
        if (target.isManifest(sight)) {
            return followed(taken, sight);
        }
        return target.mayBeManifest(sight) ? begun(taken, sight) : taken;
    }

    private Taken begun(Taken taken, Stored sight) throws InterruptedException {
        return switch (edge.beginning(taken.asked().item())) {
            case EdgeVisit.Body.Missing missing -> taken.but(missing.lost());
            case EdgeVisit.Body.Text text when Manifest.beginsLikeOne(text.bytes()) -> followed(taken, sight);
            case EdgeVisit.Body _ -> taken;
        };
    }

    // What was asked for was the file's first slice, and its length came with it.
    private Taken sliced(Taken whole, Stored sight) throws InterruptedException {
        var target = whole.target();
        long size = EdgeSoftware.of(edge.edge()).sliceBytes().orElse(Long.MAX_VALUE);
        if (sight.length() <= size) {
            return whole;
        }
        long many = Math.ceilDiv(sight.length(), size);
        if (many >= TitleSize.MOST_OBJECTS) {
            return whole.but(tooLarge(target, many));
        }
        shelf.await(many * Shelves.OF_AN_OBJECT);
        var slices = target.slices(size, sight.length());
        var leadsTo = new ArrayList<>(whole.leadsTo());
        leadsTo.addAll(slices.subList(1, slices.size()));
        var first = slices.getFirst();
        return new Taken(target, first, edge.store(first.item()), leadsTo, whole.text(), whole.trouble());
    }

    private static Lost tooLarge(Target target, long slices) {
        return new Lost(
                FailureClass.TOO_LARGE,
                String.format(
                        Locale.ROOT,
                        "%s has %,d slices, and a title may have %,d objects",
                        target.name(),
                        slices,
                        TitleSize.MOST_OBJECTS),
                false);
    }

    private Taken followed(Taken taken, Stored sight) throws InterruptedException {
        var target = taken.asked();
        if (Scope.isTooDeep(target)) {
            return taken.but(tooDeep(target));
        }
        return shelf.keep(
                () -> desk.use(sight.length(), most -> followed(taken, sight, most))
                        .orElseGet(() -> taken.but(EdgeVisit.unreadable(target.item()))),
                made -> made.text().map(Shelves::weight).orElse(0L));
    }

    private Optional<Taken> followed(Taken taken, Stored sight, int most) throws InterruptedException {
        return switch (edge.body(taken.asked().item(), most)) {
            case EdgeVisit.Body.TooLong _ -> Optional.empty();
            case EdgeVisit.Body.Missing missing -> Optional.of(taken.but(missing.lost()));
            case EdgeVisit.Body.Text text -> Optional.of(read(taken, sight, text));
        };
    }

    private Taken read(Taken taken, Stored sight, EdgeVisit.Body.Text text) throws InterruptedException {
        var target = taken.asked();
        return switch (desk.read(
                () -> manifests.read(target.url(), text.bytes(), clock.instant(), TitleSize.MOST_OBJECTS))) {
            case Manifest.NotOne _ when !target.isManifest(sight) -> taken;
            case Manifest.Read(var manifest)
            when !manifest.live() && !text.version().isOneWith(sight.version()) ->
                taken.but(Seen.of(target, sight).changed(text.version()));
            case Manifest.Reading reading -> taken.saying(reading);
        };
    }

    static Lost tooDeep(Target target) {
        return unreadable(target, "is a manifest nested more than " + Scope.DEEPEST + " deep");
    }

    static Lost unreadable(Target target, String why) {
        return new Lost(FailureClass.MANIFEST_INVALID, target.name() + " " + why, false);
    }
}

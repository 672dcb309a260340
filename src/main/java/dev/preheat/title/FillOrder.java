package dev.preheat.title;

import dev.preheat.edge.Item;
import dev.preheat.media.Reference;
import dev.preheat.media.Rendition;
import java.util.Comparator;

/** Which of a title's objects are filled first. Manifests always are: what they lead to is not known before. */
public enum FillOrder {
    /**
     * What decoders need before they begin, then the first seconds of each rendition, lowest bit rate first; then all of
     * them side by side through time.
     */
    FIRST_SECONDS,
    /** As listed, manifest by manifest. */
    IN_ORDER,
    /** One rendition after another, lowest bit rate first. */
    LOWEST_FIRST;

    /** The order of objects; {@code firstSeconds} says how long the first seconds are. */
    public Comparator<Target> of(int firstSeconds) {
        return Comparator.comparing((Target one) -> !one.isManifest())
                .thenComparing(objects(firstSeconds))
                .thenComparingInt(Target::position)
                .thenComparingLong(
                        one -> one.item().slice().map(Item.Slice::first).orElse(0L));
    }

    private Comparator<Target> objects(int firstSeconds) {
        Comparator<Target> lowest = Comparator.comparing(Target::rendition, Rendition.LOWEST_FIRST);
        return switch (this) {
            case FIRST_SECONDS ->
                Comparator.comparingDouble((Target one) -> turn(one, firstSeconds))
                        .thenComparing(lowest)
                        .thenComparingDouble(Target::startSeconds); // of a live title the newest is listed last
            case IN_ORDER -> Comparator.comparingInt(one -> one.rendition().number());
            case LOWEST_FIRST -> lowest.thenComparingDouble(Target::startSeconds);
        };
    }

    // Keys may change with every segment: those of later ones wait for their time.
    private static double turn(Target one, int firstSeconds) {
        boolean isNeededFirst =
                one.kind() == Reference.Kind.INIT || (one.kind() == Reference.Kind.KEY && one.isWithin(firstSeconds));
        return isNeededFirst ? -2 : one.isWithin(firstSeconds) ? -1 : one.startSeconds();
    }
}

package dev.preheat.fill;

import dev.preheat.media.Rendition;
import java.util.Comparator;

/** Which of a title's objects are filled first. Manifests always are: what they lead to is not known before. */
public enum FillOrder {
    /** The first seconds of each rendition, lowest bit rate first; then all of them side by side through time. */
    FIRST_SECONDS,
    /** As listed, manifest by manifest. */
    IN_ORDER,
    /** One rendition after another, lowest bit rate first. */
    LOWEST_FIRST;

    /** The order of objects; {@code firstSeconds} says how long the first seconds are. */
    Comparator<Target> of(int firstSeconds) {
        return Comparator.comparing((Target one) -> !one.isManifest())
                .thenComparing(objects(firstSeconds))
                .thenComparingInt(Target::position)
                .thenComparingLong(one -> one.slice().map(Target.Slice::first).orElse(0L));
    }

    private Comparator<Target> objects(int firstSeconds) {
        Comparator<Target> lowest = Comparator.comparing(Target::rendition, Rendition.LOWEST_FIRST);
        return switch (this) {
            case FIRST_SECONDS ->
                Comparator.comparingDouble((Target one) -> one.isWithin(firstSeconds) ? -1 : one.startSeconds())
                        .thenComparing(lowest);
            case IN_ORDER -> Comparator.comparingInt(one -> one.rendition().number());
            case LOWEST_FIRST -> lowest;
        };
    }
}

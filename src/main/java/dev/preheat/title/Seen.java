package dev.preheat.title;

import dev.preheat.edge.Verdict;
import dev.preheat.edge.Verdict.Lost;
import dev.preheat.edge.Verdict.Stored;
import dev.preheat.preheat.FailureClass;
import dev.preheat.wire.Version;

/**
 * An object that was seen stored, as it is remembered until its title is whole: no field of its head, however many there were.
 *
 * @param varies whether its copies may differ by what is asked with
 */
public record Seen(Target target, Version version, Verdict.Times times, boolean varies) {
    public static Seen of(Target target, Stored stored) {
        return new Seen(
                target, stored.version(), stored.times(), !stored.variesBy().isEmpty());
    }

    /** It is of another version now. */
    public Lost changed(Version now) {
        return new Lost(
                FailureClass.CHANGED,
                target.name() + " changed while the title was filled (" + version.against(now, " before", " now") + ")",
                true);
    }
}

package dev.preheat.catalogue;

import java.util.Locale;

/** The objects of which the origin is asked, after a fill, whether it still has the version that the edge has. */
public enum Verify {
    /** All but those that the fill itself has just fetched. */
    EVERY_OBJECT,
    /** The URL and the manifests it leads to. */
    MANIFESTS,
    NONE;

    /** The word of the configuration: {@code every-object}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

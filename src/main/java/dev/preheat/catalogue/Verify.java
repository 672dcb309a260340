package dev.preheat.catalogue;

import java.util.Locale;

/** Of which objects the origin is asked, after a fill, whether it still has the version that the edge has. */
public enum Verify {
    /** Of all but those that the fill itself has just fetched. */
    EVERY_OBJECT,
    /** Of the URL and the manifests it leads to. */
    MANIFESTS,
    NONE;

    /** The word of the configuration: {@code every-object}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

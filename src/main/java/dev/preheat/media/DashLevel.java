package dev.preheat.media;

import dev.preheat.url.Url;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An element of a DASH manifest with those around it: MPD, Period, AdaptationSet, Representation.
 *
 * @param base what its addresses are relative to (ISO/IEC 23009-1 §5.6)
 * @param isFile whether that names a file: some BaseURL was given, and it does not end as a folder
 * @param isForSeeking whether an element says that it is for pictures while seeking: trick modes, thumbnails
 * @param choice which of several places players begin with
 * @param query what its addresses get added while playing
 * @param elements the nearest first
 */
record DashLevel(
        Url base, boolean isFile, boolean isForSeeking, PlaceChoice choice, UrlQuery query, List<XmlElement> elements) {
    // DASH-IF IOP v4.3 (November 2018) §3.2.9 trick modes, §6.2.6 thumbnails, which say either.
    private static final Set<String> FOR_SEEKING = Set.of(
            "http://dashif.org/guidelines/trickmode",
            "http://dashif.org/guidelines/thumbnail_tile",
            "http://dashif.org/thumbnail_tile");

    private static final Pattern SIDE_MEDIA = Pattern.compile("\\b(?:text|image)\\b|ttml");

    // ISO/IEC 23009-1 §5.5.3: such an element is to be taken for absent
    private static final String NOTHING = "urn:mpeg:dash:resolve-to-zero:2013";

    DashLevel {
        elements = List.copyOf(elements);
    }

    XmlElement element() {
        return elements.getFirst();
    }

    /** An attribute of the nearest element that has it. */
    Optional<String> find(String attribute) {
        return elements.stream().flatMap(one -> one.find(attribute).stream()).findFirst();
    }

    static DashLevel root(Url manifest, XmlElement mpd, Found found) {
        return new DashLevel(manifest, false, false, PlaceChoice.of(mpd), UrlQuery.of(manifest), List.of())
                .around(mpd, found);
    }

    /** Whether an element is to be taken for absent. */
    static boolean isAbsent(XmlElement element) {
        return element.find("href").filter(NOTHING::equals).isPresent();
    }

    /** An element in this one; empty when it is to be taken for absent. */
    Optional<DashLevel> in(XmlElement child, Found found) {
        if (isAbsent(child)) {
            return Optional.empty();
        }
        external(child, found);
        return Optional.of(around(child, found));
    }

    private DashLevel around(XmlElement child, Found found) {
        boolean seeking = isForSeeking;
        var added = query;
        for (var property : child.children()) {
            var scheme = property.find("schemeIdUri").orElse("");
            seeking |= FOR_SEEKING.contains(scheme);
            added = scheme.startsWith(UrlQuery.SCHEME) ? added.with(property, found) : added;
        }
        var around = new ArrayList<>(elements);
        around.addFirst(child);
        return new DashLevel(base, isFile, seeking, choice, added, around).based(child, found);
    }

    /** How many characters say what it is: to read them costs as much, and those around are read again for each in them. */
    int length() {
        return elements.stream().mapToInt(XmlElement::length).sum();
    }

    /** Whether players do without it: subtitles, pictures, and what is for seeking. */
    boolean isDispensable() {
        var media = find("contentType").orElse("") + " " + find("mimeType").orElse("");
        var codecs = find("codecs").orElse("");
        return isForSeeking
                || SIDE_MEDIA.matcher(media).find()
                || codecs.startsWith("stpp")
                || codecs.startsWith("wvtt");
    }

    /**
     * Whether it lies in another file of the title's own domains: what lies elsewhere is another's, an advertisement for
     * the most part.
     */
    boolean isElsewhereAtHome(Found found) {
        return element()
                .find("href")
                .flatMap(href -> base.resolve(href))
                .filter(found::isKnown)
                .isPresent();
    }

    /** Says so when part of an element lies in another file; what stands in its place here is read. */
    static void external(XmlElement element, Found found) {
        if (element.find("href").isPresent()) {
            found.skip(element.line(), "an xlink, which is not followed");
        }
    }

    // Several are the same files in other places: players begin with their first choice, and we with the first of those
    // that may be filled.
    private DashLevel based(XmlElement element, Found found) {
        var urls =
                choice.ordered(element.all("BaseURL").filter(one -> !one.text().isEmpty()));
        var first = Optional.<Url>empty();
        for (var one : urls) {
            if (found.isOver()) {
                return this;
            }
            var uri = base.resolve(one.text());
            found.worked(uri.map(Url::toString).orElse(one.text()).length());
            if (uri.filter(found::isKnown).isPresent()) {
                return at(uri.get());
            }
            if (uri.isEmpty()) {
                found.skip(one.line(), "no address that can be fetched");
            }
            first = first.or(() -> uri);
        }
        if (first.isEmpty() && !urls.isEmpty() && !isDispensable()) {
            found.miss(urls.getFirst().line(), "no address that can be fetched");
        }
        return first.map(this::at).orElse(this);
    }

    private DashLevel at(Url place) {
        return new DashLevel(place, !place.path().endsWith("/"), isForSeeking, choice, query, elements);
    }
}

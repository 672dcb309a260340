package dev.preheat.media;

import dev.preheat.media.Manifest.NotOne;
import dev.preheat.media.Manifest.Reading;
import dev.preheat.media.Manifest.Unreadable;
import dev.preheat.media.Rendition.Features;
import dev.preheat.url.Url;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.stream.XMLStreamException;

/** Reads one MPD (ISO/IEC 23009-1), knowing only the elements that lead to objects or say when they play. */
final class DashReader {
    private static final Set<String> KNOWN = Set.of(
            "Period",
            "AdaptationSet",
            "Representation",
            "BaseURL",
            "SegmentTemplate",
            "SegmentList",
            "SegmentBase",
            "SegmentTimeline",
            "S",
            "SegmentURL",
            "Initialization",
            "RepresentationIndex",
            "BitstreamSwitching",
            "EssentialProperty",
            "SupplementalProperty",
            "UrlQueryInfo",
            "ExtUrlQueryInfo",
            "ContentSteering",
            "ServiceDescription");

    private final Url manifest;
    private final Instant now;
    private final Found found;
    private final Map<List<String>, Features> features = new HashMap<>(); // most are inherited: one for all
    private int representations;

    private record Listed(DashLevel level, Rendition rendition) {
        long bandwidth() {
            return rendition.bandwidth() == 0 ? Long.MAX_VALUE : rendition.bandwidth();
        }
    }

    DashReader(Url manifest, Instant now, Found found) {
        this.manifest = manifest;
        this.now = now;
        this.found = found;
    }

    Reading read(String text) {
        XmlElement mpd;
        try {
            mpd = XmlElement.parse(text, KNOWN);
        } catch (XMLStreamException broken) {
            return new Unreadable(
                    "is no XML to read: line " + broken.getLocation().getLineNumber());
        }
        return switch (mpd.name()) {
            case "MPD" -> read(mpd);
            case "SmoothStreamingMedia" ->
                new Unreadable("is Smooth Streaming, which is not followed: ask for the HLS or DASH of the same title");
            default -> NotOne.OF_ANY_KIND;
        };
    }

    private Reading read(XmlElement mpd) {
        periods(mpd);
        return found.leadsToMedia() || isLive(mpd) ? found.endSorted(isLive(mpd)) : found.endEmpty();
    }

    private void periods(XmlElement mpd) {
        var root = DashLevel.root(manifest, mpd, found);
        var periods = mpd.all("Period").filter(one -> !DashLevel.isAbsent(one)).toList();
        var total = seconds(mpd, "mediaPresentationDuration");
        var ended = Optional.of(BigDecimal.ZERO);
        var last = BigDecimal.ZERO;
        for (int i = 0; i < periods.size() && !found.isOver(); i++) {
            var period = periods.get(i);
            var next = i + 1 < periods.size() ? periods.get(i + 1).find("start").flatMap(DashTime::seconds) : total;
            var own = seconds(period, "start");
            var start = own.isPresent() ? own : ended;
            boolean isEarly = start.isEmpty() && isLive(mpd);
            if (isEarly) {
                found.skip(period.line(), "a Period of which nobody says when it starts");
            }
            // Addresses need only a Period's own length: nobody says when one starts that follows an xlink. In a live
            // presentation such a one is announced, and may not be there yet.
            var span = start.map(known -> span(mpd, period, known, next))
                    .orElse(new Span(last, seconds(period, "duration"), Optional.empty()));
            last = span.start().add(span.duration().orElse(BigDecimal.ZERO));
            ended = start.flatMap(known -> span.duration().map(known::add));
            root.in(period, found).ifPresent(level -> renditions(level, span, isEarly));
        }
    }

    private Span span(XmlElement mpd, XmlElement period, BigDecimal start, Optional<BigDecimal> next) {
        var duration = seconds(period, "duration")
                .or(() -> next.map(end -> end.subtract(start)).filter(seconds -> seconds.signum() >= 0));
        return new Span(start, duration, isLive(mpd) ? window(mpd, start) : Optional.empty());
    }

    // ISO/IEC 23009-1 §5.3.1.2: what is older than timeShiftBufferDepth may be gone.
    private Optional<Span.Window> window(XmlElement mpd, BigDecimal start) {
        var depth = seconds(mpd, "timeShiftBufferDepth");
        return mpd.find("availabilityStartTime").flatMap(DashTime::instant).map(available -> {
            var until = DashTime.between(available, now).subtract(start);
            return new Span.Window(depth.map(until::subtract).orElse(BigDecimal.ZERO), until);
        });
    }

    private void renditions(DashLevel period, Span span, boolean isEarly) {
        span.duration()
                .filter(_ -> span.window().isEmpty())
                .ifPresent(seconds -> found.playsUntil(span.start().add(seconds).doubleValue()));
        period.element()
                .all("AdaptationSet")
                .flatMap(set -> period.in(set, found).stream())
                .peek(this::checkPresence)
                .flatMap(set -> set.element().all("Representation").flatMap(one -> set.in(one, found).stream()))
                .takeWhile(_ -> !found.isOver())
                .map(one -> listed(one, isEarly || one.isDispensable()))
                .sorted(Comparator.comparingLong(Listed::bandwidth))
                .takeWhile(_ -> !found.isOver())
                .forEach(one -> new DashSegments(one.level(), one.rendition(), span, found).find());
    }

    // What of a set lies in another file may be the picture or the sound.
    private void checkPresence(DashLevel set) {
        if (set.element().first("Representation").isEmpty() && !set.isDispensable() && set.isElsewhereAtHome(found)) {
            found.miss(set.element().line(), "an xlink, which is not followed, in place of an AdaptationSet");
        }
    }

    private Listed listed(DashLevel representation, boolean isDispensable) {
        found.worked(representation.length());
        long bandwidth =
                representation.find("bandwidth").map(Rendition::bandwidth).orElse(0L);
        var features = features(representation);
        var rendition = new Rendition(++representations, bandwidth, representation.isForSeeking(), features);
        return new Listed(representation, isDispensable ? rendition.leftOutAtWill() : rendition);
    }

    private Features features(DashLevel representation) {
        var told = Stream.of("height", "codecs", "lang")
                .map(attribute -> representation.find(attribute).orElse(""))
                .toList();
        return features.computeIfAbsent(told, _ -> Features.of(told.get(0), told.get(1), told.get(2)));
    }

    private static boolean isLive(XmlElement mpd) {
        return mpd.find("type").filter("dynamic"::equals).isPresent();
    }

    private Optional<BigDecimal> seconds(XmlElement element, String attribute) {
        var text = element.find(attribute);
        var seconds = text.flatMap(DashTime::seconds);
        if (text.isPresent() && seconds.isEmpty()) {
            found.skip(element.line(), attribute + " is no duration");
        }
        return seconds;
    }
}

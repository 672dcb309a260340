package dev.preheat.media;

import dev.preheat.media.Reference.Kind;
import dev.preheat.media.Slots.Slot;
import dev.preheat.media.UrlTemplate.Name;
import dev.preheat.url.Url;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What one Representation leads to. */
final class DashSegments {
    // Players read indexes where the segments are, and decoders begin anew when they switch.
    private static final Set<String> PLAYED_WITHOUT =
            Set.of("bitstreamSwitching", "BitstreamSwitching", "RepresentationIndex");

    private final DashLevel level;
    private final Rendition rendition;
    private final Span span;
    private final Found found;
    private final Map<Name, String> values = new EnumMap<>(Name.class);
    private final double start;
    private final double end;

    /**
     * What an element says of where an object is.
     *
     * @param text empty for the file that BaseURL names
     */
    private record Place(int line, Optional<String> text, Optional<ByteRange> range, boolean mayBeMissing) {
        Place(int line, Optional<String> text, Optional<ByteRange> range) {
            this(line, text, range, false);
        }
    }

    DashSegments(DashLevel level, Rendition rendition, Span span, Found found) {
        this.level = level;
        this.rendition = rendition;
        this.span = span;
        this.found = found;
        this.start = Math.max(0, span.start().doubleValue());
        this.end = span.duration()
                .map(seconds -> span.start().add(seconds).doubleValue())
                .orElse(Double.MAX_VALUE);
        values.put(Name.REPRESENTATION_ID, level.element().find("id").orElse(""));
        level.element()
                .find("bandwidth")
                .ifPresent(bandwidth -> values.put(Name.BANDWIDTH, PlayerNumber.printed(bandwidth)));
    }

    void find() {
        if (!level.query().isWhole() && !rendition.dispensable()) {
            found.miss(level.element().line(), "query parameters that are added while playing");
        }
        var info = SegmentInfo.of(level.elements());
        found.worked(info.map(SegmentInfo::length).orElse(0));
        try {
            info.ifPresent(this::initial);
            switch (info.map(SegmentInfo::name).orElse("")) {
                case "SegmentTemplate" -> template(info.orElseThrow());
                case "SegmentList" -> list(info.orElseThrow());
                default -> file();
            }
        } catch (ArithmeticException _) {
            lose(level.element().line(), "times that no number holds");
        }
    }

    // What a decoder needs before the first segment, and the index that says where in a file segments are.
    private void initial(SegmentInfo info) {
        for (var attribute : List.of("initialization", "bitstreamSwitching")) {
            info.find(attribute)
                    .filter(text -> !text.isEmpty())
                    .map(UrlTemplate::parse)
                    .ifPresent(template -> {
                        var place = new Place(
                                info.line(), filled(template), Optional.empty(), PLAYED_WITHOUT.contains(attribute));
                        add(Kind.INIT, place, start);
                    });
        }
        for (var child : SegmentInfo.INITIAL) {
            info.first(child).ifPresent(one -> {
                var range = one.find("range").flatMap(text -> range(text, one.line()));
                add(
                        Kind.INIT,
                        new Place(one.line(), one.given("sourceURL"), range, PLAYED_WITHOUT.contains(child)),
                        start);
            });
        }
        info.find("indexRange")
                .flatMap(text -> range(text, info.line()))
                .ifPresent(
                        range -> add(Kind.INIT, new Place(info.line(), Optional.empty(), Optional.of(range)), start));
    }

    private void template(SegmentInfo info) {
        var media = info.find("media").map(UrlTemplate::parse);
        if (media.isEmpty()) {
            lose(info.line(), "a SegmentTemplate without media");
            return;
        }
        var index = info.find("index").map(UrlTemplate::parse);
        int before = found.skippedParts();
        var slots = new Slots(info, span, found, rendition).all();
        checkPresence(slots.isEmpty() && found.skippedParts() == before, info.line());
        for (var slot : slots) {
            values.put(Name.NUMBER, Long.toString(slot.number()));
            values.put(Name.TIME, Long.toString(slot.time()));
            index.ifPresent(template -> add(info, template, slot.doubtful(), slot.start()));
            sequence(info, media.get(), slot);
            found.playsUntil(Math.min(slot.start() + slot.seconds(), end));
            if (found.isOver()) {
                return;
            }
        }
    }

    private void sequence(SegmentInfo info, UrlTemplate media, Slot slot) {
        long parts = media.has(Name.SUB_NUMBER) ? slot.parts() : 1;
        if (parts > found.mostReferences()) {
            found.more(parts);
            return;
        }
        for (long part = 0; part < parts && !found.isOver(); part++) {
            values.put(Name.SUB_NUMBER, Long.toString(part)); // from 0: as in dash.js and Shaka
            add(info, media, slot, slot.start() + slot.seconds() * part / parts);
        }
    }

    private void list(SegmentInfo info) {
        DashLevel.external(info.chain().getFirst(), found);
        var urls = info.all("SegmentURL").toList();
        // all is there that is listed: only its times are asked for, not which part of it is there now
        var slots = new Slots(info, span.whole(), found, rendition).ofList(urls.size());
        checkPresence(urls.isEmpty(), info.line());
        for (int i = 0; i < urls.size() && !found.isOver(); i++) {
            var one = urls.get(i);
            found.worked(one.length());
            var slot = slots.isEmpty() ? Optional.<Slot>empty() : Optional.of(slots.get(Math.min(i, slots.size() - 1)));
            double from = slot.map(Slot::start).orElse(start);
            var media = one.find("mediaRange").flatMap(text -> range(text, one.line()));
            boolean mayBeMissing = slot.filter(Slot::mayBeMissing).isPresent();
            add(Kind.SEGMENT, new Place(one.line(), one.given("media"), media, mayBeMissing), from);
            index(one, media, from);
        }
    }

    // A live presentation may have nothing yet, and a Period of no length never has.
    private void checkPresence(boolean isEmpty, int line) {
        boolean mayBeEmpty = span.window().isPresent()
                || span.duration().filter(seconds -> seconds.signum() == 0).isPresent();
        if (isEmpty && !mayBeEmpty) {
            lose(line, "a Representation without segments");
        }
    }

    // Mostly the index stands at the head of its segment, and is fetched with it.
    private void index(XmlElement one, Optional<ByteRange> media, double from) {
        var index = one.find("indexRange").flatMap(text -> range(text, one.line()));
        boolean isApart = index.isPresent() && media.isPresent() && !media.get().contains(index.get());
        if (one.given("index").isPresent() || isApart) {
            var text = one.given("index").or(() -> one.given("media"));
            add(Kind.SEGMENT, new Place(one.line(), text, index, true), from);
        }
    }

    // Stored whole, a file needs no look into its sidx for the ranges that players will ask for.
    private void file() {
        int line = level.element().line();
        if (level.isFile()) {
            add(Kind.SEGMENT, new Place(line, Optional.empty(), Optional.empty()), start);
        } else {
            lose(line, "a Representation without segments");
        }
    }

    private void lose(int line, String why) {
        found.lose(rendition, line, why);
    }

    private void add(SegmentInfo info, UrlTemplate template, Slot slot, double at) {
        add(Kind.SEGMENT, new Place(info.line(), filled(template), Optional.empty(), slot.mayBeMissing()), at);
    }

    // What cannot be filled is counted as an address that cannot be fetched.
    private Optional<String> filled(UrlTemplate template) {
        var text = template.filled(values);
        found.worked(text.map(String::length).orElse(XmlElement.LONGEST));
        return Optional.of(text.orElse(""));
    }

    private void add(Kind kind, Place place, double at) {
        Optional<Url> uri = place.text().isPresent()
                ? level.base().resolve(place.text().get())
                : Optional.of(level.base()).filter(_ -> level.isFile());
        uri.flatMap(level.query()::on)
                .ifPresentOrElse(
                        address -> found.add(
                                new Reference(kind, address, place.range(), at, rendition, place.mayBeMissing())),
                        () -> unresolved(place));
    }

    private void unresolved(Place place) {
        var why = "no address that can be fetched";
        if (place.mayBeMissing() || place.text().filter(Url::isInline).isPresent()) {
            found.skip(place.line(), why);
        } else {
            lose(place.line(), why);
        }
    }

    // Without its range an object is filled whole: more than was asked, never less.
    private Optional<ByteRange> range(String text, int line) {
        var range = ByteRange.between(text);
        if (range.isEmpty()) {
            found.skip(line, "a byte range that is none");
        }
        return range;
    }
}

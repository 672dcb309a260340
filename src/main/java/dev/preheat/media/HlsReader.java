package dev.preheat.media;

import dev.preheat.media.Manifest.NotOne;
import dev.preheat.media.Manifest.Reading;
import dev.preheat.media.Reference.Kind;
import dev.preheat.media.Rendition.Features;
import dev.preheat.url.Url;
import java.util.Optional;
import java.util.Set;

/** Reads one playlist line by line, knowing only what the lines before have said. */
final class HlsReader {
    private static final int FIRST_LINES = 10;
    private static final double LONGEST_SEGMENT_SECONDS = 1_000_000;
    private static final Set<String> NEEDED = Set.of("AUDIO", "VIDEO");
    private static final Rendition ON_THE_SIDE = Rendition.SAME.leftOutAtWill();

    private final Url base;
    private final Found found;
    private final Variables variables;
    private int lineNumber;

    private boolean hasVariants;
    private boolean hasSegments;
    private boolean hasGaps;
    private boolean hasLostAddress;
    private boolean isEnded;
    private double targetSeconds;
    private double clock;
    private int renditions;

    // What the lines since the last address say of the next one.
    private boolean isVariantNext;
    private Rendition variantNext = Rendition.SAME;
    private boolean isGapNext;
    private double secondsNext;
    private double partSeconds;
    private Optional<String> rangeNext = Optional.empty();

    private Cursor segments = Cursor.START;
    private Cursor parts = Cursor.START;

    /** Where a range begins that does not say so: after the range before, in the same object. */
    private record Cursor(Optional<Url> uri, long next) {
        static final Cursor START = new Cursor(Optional.empty(), 0);

        long nextIn(Url other) {
            return uri.filter(other::equals).isPresent() ? next : 0;
        }

        static Cursor after(Url uri, Optional<ByteRange> range) {
            return new Cursor(
                    Optional.of(uri), range.map(part -> part.last() + 1).orElse(0L));
        }
    }

    HlsReader(Url base, Found found, Variables variables) {
        this.base = base;
        this.found = found;
        this.variables = variables;
    }

    Reading read(String text) {
        if (text.lines().filter(line -> !line.isBlank()).limit(FIRST_LINES).noneMatch(HlsReader::isFirstTag)) {
            return NotOne.OF_ANY_KIND;
        }
        var lines = text.lines().iterator();
        while (lines.hasNext() && !found.isOver()) {
            lineNumber++;
            line(lines.next().strip());
        }
        return end(hasSegments && !hasVariants && !isEnded);
    }

    // Only what is live may lead to nothing, and only as long as it names nothing.
    private Reading end(boolean live) {
        boolean leadsNowhere = !found.leadsToMedia() && !hasGaps;
        if (leadsNowhere && (!live || hasLostAddress)) {
            return found.endEmpty();
        }
        if (leadsNowhere) {
            skip("it names no segment yet");
        }
        return found.end(live);
    }

    private static boolean isFirstTag(String line) {
        return line.strip().startsWith("#EXTM3U");
    }

    private void line(String line) {
        if (line.startsWith("#EXT")) {
            int colon = line.indexOf(':');
            tag(colon < 0 ? line : line.substring(0, colon), colon < 0 ? "" : line.substring(colon + 1));
        } else if (!line.isEmpty() && !line.startsWith("#")) {
            address(line);
        }
    }

    private void tag(String name, String value) {
        switch (name) {
            case "#EXT-X-DEFINE" -> define(value);
            case "#EXT-X-STREAM-INF" -> variant(Attributes.parse(value));
            case "#EXT-X-MEDIA" -> rendition(Attributes.parse(value), false);
            case "#EXT-X-I-FRAME-STREAM-INF", "#EXT-X-IMAGE-STREAM-INF" -> rendition(Attributes.parse(value), true);
            case "#EXT-X-TARGETDURATION" -> targetDuration(value);
            case "#EXT-X-PLAYLIST-TYPE" -> isEnded |= value.strip().equals("VOD");
            case "#EXT-X-ENDLIST" -> isEnded = true;
            case "#EXTINF" -> duration(value);
            case "#EXT-X-BYTERANGE" -> rangeNext = Optional.of(value);
            case "#EXT-X-GAP" -> isGapNext = true;
            case "#EXT-X-MAP" -> init(Attributes.parse(value));
            case "#EXT-X-KEY" -> key(Attributes.parse(value), Rendition.SAME);
            case "#EXT-X-SESSION-KEY" -> key(Attributes.parse(value), ON_THE_SIDE);
            case "#EXT-X-PART" -> part(Attributes.parse(value));
            default -> {} // says nothing of objects, or is left alone: docs/manifests.md
        }
    }

    private void define(String value) {
        if (!variables.define(Attributes.parse(value))) {
            skip("a definition that defines nothing");
        }
    }

    private void variant(Attributes attributes) {
        hasVariants = true;
        isVariantNext = true;
        variantNext = described(attributes, false);
    }

    private void rendition(Attributes attributes, boolean isForSeeking) {
        hasVariants = true;
        boolean isNeeded = NEEDED.contains(attributes.find("TYPE").orElse("AUDIO"));
        var told = described(attributes, isForSeeking);
        var described = isNeeded ? told : told.leftOutAtWill();
        attributes
                .find("URI") // a rendition without one is part of the variant's own segments
                .filter(text -> !text.isEmpty())
                .flatMap(text -> resolved(text, described))
                .ifPresent(uri -> addPlaylist(uri, described));
    }

    private static Rendition described(Attributes attributes, boolean isForSeeking) {
        var resolution = attributes.find("RESOLUTION").orElse("");
        var features = Features.of(
                resolution.substring(resolution.indexOf('x') + 1),
                attributes.find("CODECS").orElse(""),
                attributes.find("LANGUAGE").orElse(""));
        long bandwidth = attributes.find("BANDWIDTH").map(Rendition::bandwidth).orElse(0L);
        return new Rendition(0, bandwidth, isForSeeking, features);
    }

    private void addPlaylist(Url uri, Rendition described) {
        found.add(new Reference(Kind.PLAYLIST, uri, Optional.empty(), 0, described.numbered(++renditions)));
    }

    private void targetDuration(String value) {
        hasSegments = true;
        targetSeconds = seconds(value).orElse(targetSeconds);
    }

    private void duration(String value) {
        hasSegments = true;
        var read = seconds(value);
        if (read.isEmpty()) {
            skip("a duration that is no number");
        }
        secondsNext = read.orElse(targetSeconds);
    }

    private void init(Attributes attributes) {
        attributes
                .find("URI")
                .ifPresentOrElse(
                        text -> resolved(text, Rendition.SAME).ifPresent(uri -> {
                            var range = attributes.find("BYTERANGE").flatMap(part -> range(part, 0));
                            add(Kind.INIT, uri, range, clock);
                        }),
                        () -> lose(Rendition.SAME, "an init section without an address"));
    }

    // A licence server of a DRM system is not an object of the title: only plain keys are fetched with a GET.
    private void key(Attributes attributes, Rendition of) {
        boolean isPlain = attributes.find("KEYFORMAT").orElse("identity").equals("identity");
        if (attributes.has("METHOD", "NONE") || !isPlain) {
            return;
        }
        var text = attributes.find("URI").flatMap(variables::substituted);
        var uri = text.flatMap(base::resolve);
        if (uri.isPresent()) {
            add(Kind.KEY, uri.get(), Optional.empty(), clock);
        } else if (text.filter(Url::isOfOtherScheme).isEmpty()) { // skd: and data: are no fault
            lose(of, "a key without an address that can be fetched");
        }
    }

    private void part(Attributes attributes) {
        hasSegments = true;
        double start = clock + partSeconds;
        partSeconds += attributes.find("DURATION").flatMap(HlsReader::seconds).orElse(0.0);
        var uri = attributes.find("URI").flatMap(text -> resolved(text, Rendition.SAME));
        boolean isGap = attributes.has("GAP", "YES");
        hasGaps |= isGap;
        if (uri.isEmpty() || isGap) {
            return;
        }
        var range = attributes.find("BYTERANGE").flatMap(text -> range(text, parts.nextIn(uri.get())));
        parts = Cursor.after(uri.get(), range);
        add(Kind.SEGMENT, uri.get(), range, start);
    }

    private void address(String line) {
        resolved(line, isGapNext ? ON_THE_SIDE : variantNext).ifPresent(uri -> {
            if (isVariantNext || Manifest.looksLikeOne(uri.path(), Optional.empty())) {
                hasVariants = true;
                addPlaylist(uri, variantNext);
            } else {
                segment(uri);
            }
        });
        clock += secondsNext;
        found.playsUntil(clock);
        isVariantNext = false;
        variantNext = Rendition.SAME;
        isGapNext = false;
        secondsNext = 0;
        partSeconds = 0;
        rangeNext = Optional.empty();
    }

    private void segment(Url uri) {
        hasSegments = true;
        var range = rangeNext.flatMap(text -> range(text, segments.nextIn(uri)));
        segments = Cursor.after(uri, range);
        hasGaps |= isGapNext;
        if (!isGapNext) { // a gap says that the address leads to nothing
            add(Kind.SEGMENT, uri, range, clock);
        }
    }

    private void add(Kind kind, Url uri, Optional<ByteRange> range, double start) {
        found.add(new Reference(kind, uri, range, start, Rendition.SAME));
    }

    private Optional<Url> resolved(String text, Rendition of) {
        var address = variables.substituted(text);
        var uri = address.flatMap(base::resolve);
        if (uri.isEmpty()) {
            hasLostAddress = true;
            lose(address.filter(Url::isInline).isPresent() ? ON_THE_SIDE : of, "no address that can be fetched");
        }
        return uri;
    }

    // Without its range an object is filled whole: more than was asked, never less.
    private Optional<ByteRange> range(String text, long otherwise) {
        var range = ByteRange.parse(text, otherwise);
        if (range.isEmpty()) {
            skip("a byte range that is none");
        }
        return range;
    }

    // The number at the start, whatever follows: a title, IPTV attributes, a unit. -1 is M3U's "unknown".
    private static Optional<Double> seconds(String value) {
        var text = value.strip();
        boolean isNegative = text.startsWith("-");
        int start = isNegative || text.startsWith("+") ? 1 : 0;
        int end = start;
        while (end < text.length() && end - start < 32 && isOfNumber(text.charAt(end))) {
            end++;
        }
        try {
            double number = Double.parseDouble(text.substring(start, end));
            return Optional.of(isNegative ? 0 : number).filter(read -> read <= LONGEST_SEGMENT_SECONDS);
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    private static boolean isOfNumber(char c) {
        return (c >= '0' && c <= '9') || c == '.';
    }

    private void lose(Rendition of, String why) {
        found.lose(of, lineNumber, why);
    }

    private void skip(String why) {
        found.skip(lineNumber, why);
    }
}

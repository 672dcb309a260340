package dev.preheat.media;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * The numbers and times of the segments of one Representation.
 *
 * <p>Limits: as many as the caller may have references; numbers that a long holds. Throws an ArithmeticException where
 * sums of them leave it.
 */
final class Slots {
    private static final Set<String> COUNTED = Set.of("timescale", "duration", "startNumber");
    private static final BigDecimal ROUNDED = new BigDecimal("0.001");

    private final SegmentInfo info;
    private final Span span;
    private final Found found;
    private final Rendition rendition;
    private final BigDecimal timescale;
    private final BigDecimal offset;
    private final long startNumber;
    private final long endNumber;
    private final long sequence;

    /**
     * One segment, or one sequence of them.
     *
     * @param time in the media's own ticks
     * @param start in seconds from the start of the presentation
     * @param parts of how many it is a sequence; 1 for a segment
     * @param mayBeMissing see {@link Reference}
     */
    record Slot(long number, long time, double start, double seconds, long parts, boolean mayBeMissing) {
        Slot doubtful() {
            return new Slot(number, time, start, seconds, parts, true);
        }
    }

    Slots(SegmentInfo info, Span span, Found found, Rendition rendition) {
        this.info = info;
        this.span = span;
        this.found = found;
        this.rendition = rendition;
        this.timescale = positive("timescale").orElse(BigDecimal.ONE);
        this.offset = decimal("presentationTimeOffset").orElse(BigDecimal.ZERO);
        this.startNumber = number("startNumber").orElse(1L);
        this.endNumber = number("endNumber").filter(end -> end != 0).orElse(Long.MAX_VALUE); // 0: as in dash.js
        this.sequence = Math.max(1, number("k").orElse(1L));
    }

    List<Slot> all() {
        var timeline = info.first("SegmentTimeline");
        return timeline.isPresent() ? listed(timeline.get().all("S").toList()) : counted();
    }

    /** When the entries of a list of {@code many} play; there may be fewer, or none. */
    List<Slot> ofList(int many) {
        var timeline = info.first("SegmentTimeline");
        var ticks = info.find("duration").flatMap(PlayerNumber::decimal).orElse(BigDecimal.ZERO);
        return timeline.isPresent()
                ? listed(timeline.get().all("S").toList())
                : LongStream.range(0, many).mapToObj(k -> counted(k, ticks)).toList();
    }

    private List<Slot> counted() {
        var duration = positive("duration");
        var known = duration.isEmpty() ? Optional.of(1L) : counts(duration.get());
        if (known.isEmpty() && endNumber == Long.MAX_VALUE) {
            found.lose(rendition, info.line(), "how many segments there are: there is no duration of the Period");
            return List.of();
        }
        long most = endNumber == Long.MAX_VALUE
                ? Long.MAX_VALUE
                : Math.addExact(Math.subtractExact(endNumber, startNumber), 1);
        long count = duration.isEmpty() && most < Long.MAX_VALUE ? most : Math.min(most, known.orElse(most));
        long first = duration.map(this::firstInWindow).orElse(0L);
        var slots = new ArrayList<Slot>();
        for (long k = first; k < count && hasRoom(slots, count - k); k++) {
            slots.add(counted(k, duration.orElse(BigDecimal.ZERO)));
        }
        boolean isCountedToTheEnd = duration.flatMap(this::inPeriod).equals(Optional.of(count));
        if (isCountedToTheEnd && count > 1 && endNumber == Long.MAX_VALUE && !slots.isEmpty()) {
            slots.addLast(slots.removeLast().doubtful());
        }
        return slots;
    }

    // Players count time from 0, whatever presentationTimeOffset says: it moves only what is played.
    private Slot counted(long k, BigDecimal ticks) {
        var from = ticks.multiply(BigDecimal.valueOf(k));
        long time = from.setScale(0, RoundingMode.HALF_UP).longValueExact();
        return slot(new Media(Math.addExact(startNumber, k), time, from, ticks), sequence);
    }

    // A Period's duration is often rounded: less than a millisecond more makes no segment.
    private Optional<Long> inPeriod(BigDecimal duration) {
        return span.duration()
                .map(seconds -> seconds.signum() <= 0
                        ? 0L
                        : Math.max(1L, ticks(seconds.subtract(ROUNDED), duration, RoundingMode.CEILING)));
    }

    private Optional<Long> counts(BigDecimal duration) {
        var inPeriod = inPeriod(duration);
        var untilNow = span.window()
                .filter(_ -> !info.find("availabilityTimeOffset").equals(Optional.of("INF")))
                .map(window -> ticks(window.until().add(early()), duration, RoundingMode.FLOOR));
        return inPeriod.isPresent() && untilNow.isPresent()
                ? Optional.of(Math.min(inPeriod.get(), untilNow.get()))
                : inPeriod.or(() -> untilNow);
    }

    // Announced before they are complete, segments are not there yet in one piece.
    private BigDecimal early() {
        boolean isComplete = !info.find("availabilityTimeComplete").equals(Optional.of("false"));
        return info.find("availabilityTimeOffset")
                .filter(_ -> isComplete)
                .flatMap(PlayerNumber::decimal)
                .orElse(BigDecimal.ZERO);
    }

    private long firstInWindow(BigDecimal duration) {
        return span.window()
                .map(window -> Math.max(0, ticks(window.from(), duration, RoundingMode.FLOOR)))
                .orElse(0L);
    }

    private List<Slot> listed(List<XmlElement> entries) {
        var slots = new ArrayList<Slot>();
        long time = 0;
        long number = startNumber;
        boolean isTimeKnown = true;
        for (int i = 0; i < entries.size() && !found.isOver(); i++) {
            var entry = entries.get(i);
            found.worked(entry.length());
            var from = number(entry, "t");
            isTimeKnown = from.isPresent() || (isTimeKnown && entry.find("t").isEmpty());
            time = from.orElse(time);
            number = number(entry, "n").orElse(number);
            long ticks = number(entry, "d").orElse(-1L);
            long repeats = number(entry, "r").orElse(0L);
            if (ticks < 0 || (ticks == 0 && repeats < 0)) {
                found.lose(rendition, entry.line(), "a segment without a duration");
                continue;
            }
            var next = i + 1 < entries.size() ? entries.get(i + 1).find("t") : Optional.<String>empty();
            long count = repeats < 0
                    ? untilNext(entry, time, ticks, next.flatMap(PlayerNumber::whole))
                    : Math.addExact(repeats, 1);
            long parts = Math.max(1, number(entry, "k").orElse(1L));
            long nextNumber = Math.addExact(number, count);
            long end = Math.addExact(time, Math.multiplyExact(count, ticks));
            for (long k = repeats < 0 ? before(time, ticks) : 0;
                    isTimeKnown && k < count && hasRoom(slots, count - k);
                    k++) {
                slots.add(slot(listed(number + k, time + k * ticks, ticks), parts));
            }
            time = end;
            number = nextNumber;
        }
        return slots;
    }

    // A negative r repeats until the next entry, the Period's end, or now (ISO/IEC 23009-1 §5.3.9.6.2).
    private long untilNext(XmlElement entry, long time, long ticks, Optional<Long> nextTime) {
        var end = nextTime.or(() -> span.duration().map(seconds -> mediaTime(seconds.subtract(ROUNDED))));
        var now = span.window().map(window -> mediaTime(window.until()));
        var toEnd = end.map(at -> Math.ceilDiv(Math.subtractExact(at, time), ticks));
        var toNow = now.map(at -> Math.floorDiv(Math.subtractExact(at, time), ticks));
        if (toEnd.isEmpty() && toNow.isEmpty()) {
            found.lose(rendition, entry.line(), "a segment that repeats without an end");
            return 1;
        }
        return Math.max(0, Math.min(toEnd.orElse(Long.MAX_VALUE), toNow.orElse(Long.MAX_VALUE)));
    }

    // How many segments end before the window begins, of an entry that repeats until now: what is listed one by one, or
    // so many times, is there, whatever the clock says.
    private long before(long time, long ticks) {
        return span.window()
                .map(window -> mediaTime(window.from()))
                .map(from -> Math.max(0, Math.floorDiv(Math.subtractExact(from, time), ticks)))
                .orElse(0L);
    }

    // What there is no room for is counted in one step: there may be a billion of it.
    private boolean hasRoom(List<Slot> slots, long rest) {
        boolean room = slots.size() <= found.mostReferences() && !found.isFull();
        if (!room) {
            found.more(rest);
        }
        return room;
    }

    /**
     * A segment in the media's own ticks.
     *
     * @param from since the Period began
     */
    private record Media(long number, long time, BigDecimal from, BigDecimal ticks) {}

    private Media listed(long number, long time, long ticks) {
        return new Media(number, time, BigDecimal.valueOf(time).subtract(offset), BigDecimal.valueOf(ticks));
    }

    private Slot slot(Media one, long parts) {
        double start = Math.max(0, span.start().doubleValue() + seconds(one.from()));
        return new Slot(one.number(), one.time(), start, seconds(one.ticks()), parts, isOutsideThePeriod(one));
    }

    // Players leave out what begins when the Period has ended, or ends when it begins, and what has no duration; only
    // some count on over it and ask for it. dash.js asks for what a timeline lists beyond endNumber, others do not.
    private boolean isOutsideThePeriod(Media one) {
        boolean isListed = info.first("SegmentTimeline").isPresent();
        if (isListed && (one.ticks().signum() == 0 || one.number() > endNumber)) {
            return true;
        }
        boolean isLater = span.duration()
                .filter(seconds -> seconds.signum() > 0)
                .filter(seconds -> one.from().compareTo(seconds.multiply(timescale)) >= 0)
                .isPresent();
        return isLater
                || (one.ticks().signum() > 0 && one.from().add(one.ticks()).signum() <= 0);
    }

    private double seconds(BigDecimal ticks) {
        return ticks.doubleValue() / timescale.doubleValue();
    }

    private long mediaTime(BigDecimal seconds) {
        return seconds.multiply(timescale)
                .add(offset)
                .setScale(0, RoundingMode.CEILING)
                .longValueExact();
    }

    /** How many times {@code each} ticks go into these seconds. */
    private long ticks(BigDecimal seconds, BigDecimal each, RoundingMode rounding) {
        return seconds.multiply(timescale).divide(each, 0, rounding).longValueExact();
    }

    private Optional<BigDecimal> positive(String attribute) {
        var number = decimal(attribute);
        if (number.isPresent() && number.get().signum() <= 0) {
            found.lose(rendition, info.line(), attribute + " is no number above 0");
        }
        return number.filter(one -> one.signum() > 0);
    }

    private Optional<BigDecimal> decimal(String attribute) {
        return told(attribute).flatMap(text -> known(PlayerNumber.decimal(text), text, attribute, info.line()));
    }

    private Optional<Long> number(String attribute) {
        return told(attribute).flatMap(text -> known(PlayerNumber.whole(text), text, attribute, info.line()));
    }

    // Empty ones mean nothing to players, but for those that they divide by or count from.
    private Optional<String> told(String attribute) {
        return info.find(attribute).filter(text -> !text.isEmpty() || COUNTED.contains(attribute));
    }

    private Optional<Long> number(XmlElement entry, String attribute) {
        return entry.find(attribute).flatMap(text -> known(PlayerNumber.whole(text), text, attribute, entry.line()));
    }

    private <T> Optional<T> known(Optional<T> number, String text, String attribute, int line) {
        if (number.isEmpty()) {
            found.lose(rendition, line, attribute + " " + PlayerNumber.fault(text));
        }
        return number;
    }
}

package dev.preheat.media;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/**
 * The numbers and times of the segments of one Representation.
 *
 * <p>Limits: as many as the caller may have references; numbers that a long holds. Throws an ArithmeticException where
 * sums of them leave it.
 */
final class Slots {
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,40}");
    private static final BigDecimal ROUNDED = new BigDecimal("0.001");

    private final SegmentInfo info;
    private final Span span;
    private final Found found;
    private final long timescale;
    private final long offset;
    private final long startNumber;
    private final long endNumber;

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

    Slots(SegmentInfo info, Span span, Found found) {
        this.info = info;
        this.span = span;
        this.found = found;
        this.timescale = Math.max(1, number("timescale").orElse(1L));
        this.offset = number("presentationTimeOffset").orElse(0L);
        this.startNumber = number("startNumber").orElse(1L);
        this.endNumber = number("endNumber").orElse(Long.MAX_VALUE);
    }

    List<Slot> all() {
        var timeline = info.first("SegmentTimeline");
        return timeline.isPresent() ? listed(timeline.get().all("S").toList()) : counted();
    }

    /** When the entries of a list of {@code many} play; there may be fewer, or none. */
    List<Double> starts(int many) {
        var timeline = info.first("SegmentTimeline");
        long ticks = number("duration").orElse(0L);
        return timeline.isPresent()
                ? listed(timeline.get().all("S").toList()).stream()
                        .map(Slot::start)
                        .toList()
                : LongStream.range(0, many)
                        .mapToObj(k -> slot(k, Math.addExact(offset, Math.multiplyExact(k, ticks)), ticks, 1))
                        .map(Slot::start)
                        .toList();
    }

    private List<Slot> counted() {
        var duration = number("duration").filter(ticks -> ticks > 0);
        var known = duration.isEmpty() ? Optional.of(1L) : counts(duration.get());
        if (known.isEmpty() && endNumber == Long.MAX_VALUE) {
            found.skip(info.line(), "how many segments there are: there is no duration of the Period");
            return List.of();
        }
        long most = endNumber == Long.MAX_VALUE
                ? Long.MAX_VALUE
                : Math.addExact(Math.subtractExact(endNumber, startNumber), 1);
        long count = duration.isEmpty() && most < Long.MAX_VALUE ? most : Math.min(most, known.orElse(most));
        long first = duration.map(this::firstInWindow).orElse(0L);
        var slots = new ArrayList<Slot>();
        for (long k = first; k < count && hasRoom(slots, count - k); k++) {
            long ticks = duration.orElse(0L);
            slots.add(
                    slot(Math.addExact(startNumber, k), Math.addExact(offset, Math.multiplyExact(k, ticks)), ticks, 1));
        }
        boolean isCountedToTheEnd = duration.flatMap(this::inPeriod).equals(Optional.of(count));
        if (isCountedToTheEnd && count > 1 && endNumber == Long.MAX_VALUE && !slots.isEmpty()) {
            slots.addLast(slots.removeLast().doubtful());
        }
        return slots;
    }

    // A Period's duration is often rounded: less than a millisecond more makes no segment.
    private Optional<Long> inPeriod(long duration) {
        return span.duration()
                .map(seconds -> seconds.signum() <= 0
                        ? 0L
                        : Math.max(1L, ticks(seconds.subtract(ROUNDED), duration, RoundingMode.CEILING)));
    }

    private Optional<Long> counts(long duration) {
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
                .filter(text -> isComplete && text.matches("[0-9]{1,9}(\\.[0-9]{1,9})?"))
                .map(BigDecimal::new)
                .orElse(BigDecimal.ZERO);
    }

    private long firstInWindow(long duration) {
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
            found.worked(0);
            var from = number(entry, "t");
            isTimeKnown = from.isPresent() || (isTimeKnown && entry.find("t").isEmpty());
            time = from.orElse(time);
            number = number(entry, "n").orElse(number);
            long ticks = number(entry, "d").orElse(0L);
            if (ticks < 1) {
                found.skip(entry.line(), "a segment without a duration");
                continue;
            }
            var next = i + 1 < entries.size() ? entries.get(i + 1).find("t") : Optional.<String>empty();
            long count = repeated(entry, time, ticks, next.flatMap(Slots::parsed));
            long parts = Math.max(1, number(entry, "k").orElse(1L));
            long nextNumber = Math.addExact(number, count);
            long end = Math.addExact(time, Math.multiplyExact(count, ticks));
            for (long k = before(time, ticks);
                    isTimeKnown && k < count && number + k <= endNumber && hasRoom(slots, count - k);
                    k++) {
                slots.add(slot(number + k, time + k * ticks, ticks, parts));
            }
            time = end;
            number = nextNumber;
        }
        return slots;
    }

    // A negative r repeats until the next entry, the Period's end, or now (ISO/IEC 23009-1 §5.3.9.6.2).
    private long repeated(XmlElement entry, long time, long ticks, Optional<Long> nextTime) {
        long repeats = number(entry, "r").orElse(0L);
        if (repeats >= 0) {
            return Math.addExact(repeats, 1);
        }
        var end = nextTime.or(() -> span.duration().map(seconds -> mediaTime(seconds.subtract(ROUNDED))));
        var now = span.window().map(window -> mediaTime(window.until()));
        var toEnd = end.map(at -> Math.ceilDiv(Math.subtractExact(at, time), ticks));
        var toNow = now.map(at -> Math.floorDiv(Math.subtractExact(at, time), ticks));
        if (toEnd.isEmpty() && toNow.isEmpty()) {
            found.skip(entry.line(), "a segment that repeats without an end");
            return 1;
        }
        return Math.max(0, Math.min(toEnd.orElse(Long.MAX_VALUE), toNow.orElse(Long.MAX_VALUE)));
    }

    // How many of an entry's segments end before the window begins.
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

    private Slot slot(long number, long time, long ticks, long parts) {
        double start = span.start().doubleValue() + (double) Math.subtractExact(time, offset) / timescale;
        return new Slot(number, time, Math.max(0, start), (double) ticks / timescale, parts, false);
    }

    private long mediaTime(BigDecimal seconds) {
        return Math.addExact(offset, ticks(seconds, 1, RoundingMode.CEILING));
    }

    /** How many times {@code each} ticks go into these seconds. */
    private long ticks(BigDecimal seconds, long each, RoundingMode rounding) {
        return seconds.multiply(BigDecimal.valueOf(timescale))
                .divide(BigDecimal.valueOf(each), 0, rounding)
                .longValueExact();
    }

    private Optional<Long> number(String attribute) {
        return info.find(attribute).flatMap(text -> number(text, attribute, info.line()));
    }

    private Optional<Long> number(XmlElement entry, String attribute) {
        return entry.find(attribute).flatMap(text -> number(text, attribute, entry.line()));
    }

    private Optional<Long> number(String text, String attribute, int line) {
        var number = parsed(text);
        if (number.isEmpty()) {
            found.skip(line, attribute + (NUMBER.matcher(text).matches() ? " is too large a number" : " is no number"));
        }
        return number;
    }

    private static Optional<Long> parsed(String text) {
        return Optional.of(text)
                .filter(digits -> NUMBER.matcher(digits).matches())
                .map(BigInteger::new)
                .filter(number -> number.bitLength() < Long.SIZE)
                .map(BigInteger::longValue);
    }
}

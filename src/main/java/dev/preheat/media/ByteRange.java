package dev.preheat.media;

import java.util.Optional;

/**
 * A part of an object: {@code length} bytes from {@code first} on, counted from 0.
 *
 * <p>Limits: at least one byte; the last one's place fits a {@code long}.
 */
public record ByteRange(long first, long length) {
    private static final int MOST_DIGITS = 18; // so that neither number nor their sum leaves a long

    public ByteRange {
        if (first < 0 || length < 1 || first > Long.MAX_VALUE - length) {
            throw new IllegalArgumentException("no bytes: " + length + " from " + first);
        }
    }

    /** The place of the last byte, as {@code Range: bytes=first-last} counts. */
    public long last() {
        return first + length - 1;
    }

    boolean contains(ByteRange other) {
        return first <= other.first && other.last() <= last();
    }

    /**
     * Reads {@code <length>[@<first>]} (RFC 8216 §4.3.2.2); without a first byte it begins at {@code otherwise}.
     * Empty when it is neither, or no bytes at all.
     */
    static Optional<ByteRange> parse(String text, long otherwise) {
        int at = text.indexOf('@');
        var length = number(at < 0 ? text : text.substring(0, at));
        var first = at < 0 ? Optional.of(otherwise) : number(text.substring(at + 1));
        if (length.isEmpty() || first.isEmpty() || length.get() < 1 || first.get() > Long.MAX_VALUE - length.get()) {
            return Optional.empty();
        }
        return Optional.of(new ByteRange(first.get(), length.get()));
    }

    /** Reads {@code <first>-<last>}, as {@code Range} counts (ISO/IEC 23009-1 §5.3.9.2). Empty when it is no such bytes. */
    static Optional<ByteRange> between(String text) {
        int dash = text.indexOf('-');
        var first = number(dash < 0 ? "" : text.substring(0, dash));
        var last = number(text.substring(dash + 1));
        if (first.isEmpty() || last.isEmpty() || last.get() < first.get()) {
            return Optional.empty();
        }
        return Optional.of(new ByteRange(first.get(), last.get() - first.get() + 1));
    }

    private static Optional<Long> number(String text) {
        var digits = text.strip();
        if (digits.isEmpty() || digits.length() > MOST_DIGITS || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        return Optional.of(Long.parseLong(digits));
    }
}

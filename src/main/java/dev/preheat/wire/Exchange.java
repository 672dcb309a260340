package dev.preheat.wire;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What came of one request. */
public sealed interface Exchange {
    /** All bytes received, head and body. */
    long received();

    /**
     * An answer.
     *
     * @param headers names in lower case
     * @param length how many bytes of body were read
     * @param cut whether reading stopped before the body's end, because nobody wanted more
     * @param kept the first bytes of the body, as many as were asked for
     * @param waited nanoseconds from the request to the answer's head
     */
    @SuppressWarnings("ArrayRecordComponent") // passed on once to a reader
    record Answer(
            int status,
            Map<String, List<String>> headers,
            long length,
            boolean cut,
            byte[] kept,
            long received,
            long waited)
            implements Exchange {
        private static final Pattern BYTES = Pattern.compile("\\d{1,18}");

        public Optional<String> first(String name) {
            return all(name).stream().findFirst();
        }

        /** How long the whole is of which this is a part, by its {@code Content-Range}. */
        public Optional<Long> lengthOfWhole() {
            var range = first("content-range").orElse("");
            return number(range.substring(range.indexOf('/') + 1));
        }

        /** A number of bytes, if it is one. */
        public static Optional<Long> number(String text) {
            return BYTES.matcher(text).matches() ? Optional.of(Long.parseLong(text)) : Optional.empty();
        }

        public List<String> all(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
        }
    }

    /**
     * No answer, or only a part of one.
     *
     * @param status of the answer that broke off, 0 when none had come
     */
    record Broken(Kind kind, int status, String what, long received) implements Exchange {
        public enum Kind {
            /** No connection, or no TLS. */
            UNREACHABLE,
            /** It showed a certificate that is signed by nobody known. */
            UNKNOWN_AUTHORITY,
            /** It showed a certificate that is not accepted: expired, or for another name. */
            UNTRUSTED,
            /** The connection ended before an answer. */
            CLOSED,
            /** Silent for longer than the patience. */
            SILENT,
            /** Not silent, and yet not done in time: see {@link Allowance}. */
            SLOW,
            /** The body ended before its announced end. */
            TRUNCATED,
            /** Not HTTP, or beyond its limits. */
            GARBAGE
        }
    }
}

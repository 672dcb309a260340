package dev.preheat.wire;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * How long the other side of a connection may take for what it sends, however often a byte of it comes: for TLS, for the head
 * of an answer, for its body. Used by one thread at a time.
 *
 * <p>Limits: a connection stands after 10 s; a head is whole 10 s after its first byte, or one patience of the request if
 * that is less, and its first byte comes within the patience, whatever interim answers come before; a body brings 1,000 bytes a second over each patience, and ends after a day,
 * or after five patiences where no more than a part of it is wanted.
 */
final class Allowance {
    static final Duration CONNECTED = Duration.ofSeconds(10);
    static final Duration LONGEST = Duration.ofDays(1);
    private static final Duration REST_OF_HEAD = Duration.ofSeconds(10);
    private static final int FLOOR = 1_000;
    private static final int PATIENCES = 5;

    private final LongSupplier nanos;
    private Stage stage;

    /** A connection is being made. */
    Allowance(LongSupplier nanos, Duration connected) {
        this.nanos = nanos;
        this.stage = new Connecting(nanos.getAsLong(), connected);
    }

    /** The time for something was over though bytes of it came. */
    static final class Late extends SocketTimeoutException {
        private static final long serialVersionUID = 1;

        Late(String why) {
            super(why);
        }
    }

    private sealed interface Stage {
        /** Nanoseconds from {@code now}; none when it is over. */
        long left(long now);

        /** Says that it is over. */
        SocketTimeoutException over();
    }

    /** Nothing is awaited. */
    void rest() {
        stage = new Resting();
    }

    /** A request was sent; {@code heard} counts what has come of answers. */
    void awaitHead(Duration patience, LongSupplier heard) {
        stage = new Head(nanos.getAsLong(), patience, heard);
    }

    /** An interim answer has come, and is none. */
    void awaitHeadAgain() {
        if (stage instanceof Head head) {
            head.interim();
        }
    }

    /** The head has come; {@code heard} counts on. */
    void awaitBody(Ask ask, LongSupplier heard) {
        stage = new Body(nanos.getAsLong(), ask, heard);
    }

    /** So many bytes of the body have come. */
    void came(int bytes) {
        if (stage instanceof Body body) {
            body.came += bytes;
        }
    }

    /** Milliseconds for the next byte. */
    int left() throws SocketTimeoutException {
        long left = stage.left(nanos.getAsLong());
        if (left <= 0) {
            throw stage.over();
        }
        return (int) Math.min(Integer.MAX_VALUE, left / 1_000_000 + 1);
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.3f", time.toMillis() / 1_000.0).replaceFirst("\\.?0+$", "") + " s";
    }

    private record Resting() implements Stage {
        @Override
        public long left(long now) {
            return Long.MAX_VALUE;
        }

        @Override
        public SocketTimeoutException over() {
            throw new IllegalStateException("nothing is awaited");
        }
    }

    private record Connecting(long begun, Duration within) implements Stage {
        @Override
        public long left(long now) {
            return begun + within.toNanos() - now;
        }

        @Override
        public SocketTimeoutException over() {
            return new Late("a connection, with TLS, must stand within " + seconds(within)
                    + ", and did not; see what keeps the other side from answering");
        }
    }

    private static final class Head implements Stage {
        private final long asked;
        private final Duration patience;
        private final Duration rest;
        private final LongSupplier heard;
        private long before;
        private long begun;
        private boolean hasBegun;
        private boolean isInterim;

        Head(long asked, Duration patience, LongSupplier heard) {
            this.asked = asked;
            this.patience = patience;
            this.rest = patience.compareTo(REST_OF_HEAD) < 0 ? patience : REST_OF_HEAD;
            this.heard = heard;
            this.before = heard.getAsLong();
        }

        void interim() {
            before = heard.getAsLong();
            hasBegun = false;
            isInterim = true;
        }

        // What is heard is counted when it is no cipher any more: a ticket for another TLS session is no head.
        @Override
        public long left(long now) {
            if (!hasBegun && heard.getAsLong() > before) {
                hasBegun = true;
                begun = now;
            }
            return hasBegun ? begun + rest.toNanos() - now : asked + patience.toNanos() - now;
        }

        @Override
        public SocketTimeoutException over() {
            return hasBegun || isInterim
                    ? new Late("the head of an answer must begin within " + seconds(patience) + " and be whole "
                            + seconds(rest) + " later, and was not; see what slows down the other side")
                    : new SocketTimeoutException("no answer within " + seconds(patience));
        }
    }

    private static final class Body implements Stage {
        private final long begun;
        private final Duration longest;
        private final Duration window;
        private final long least;
        private final LongSupplier heard;
        private long before;
        private long since;
        private long came;

        Body(long now, Ask ask, LongSupplier heard) {
            this.begun = now;
            this.since = now;
            this.window = ask.patience();
            this.longest =
                    ask.most() == Long.MAX_VALUE ? LONGEST : ask.patience().multipliedBy(PATIENCES);
            this.least = FLOOR * window.toMillis() / 1_000;
            this.heard = heard;
            this.before = heard.getAsLong();
        }

        @Override
        public long left(long now) {
            if (now - since >= window.toNanos() && came >= least) {
                since = now;
                came = 0;
                before = heard.getAsLong();
            }
            return Math.min(since + window.toNanos(), begun + longest.toNanos()) - now;
        }

        @Override
        public SocketTimeoutException over() {
            if (heard.getAsLong() == before) {
                return new SocketTimeoutException("nothing of the body within " + seconds(window));
            }
            var must = came < least
                    ? "a body must bring " + least + " bytes in " + seconds(window) + ", and brought " + came
                    : "a body must be whole within " + seconds(longest) + ", and was not";
            return new Late(must + "; see what slows down the other side");
        }
    }
}

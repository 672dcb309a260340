package dev.preheat.testing;

import dev.preheat.testing.BadOrigin.Asked;
import dev.preheat.testing.BadOrigin.Line;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/** How a {@link BadOrigin} answers one path. HEAD is answered as GET would be, without the body, unless it says otherwise. */
@FunctionalInterface
public interface Behaviour {
    /** What lets an edge store an answer. */
    String FRESH = "Cache-Control: public, max-age=3600";

    void answer(Asked asked, Line line) throws IOException;

    /** 200 with this body, or the one range asked for; fresh for an hour unless {@code headers} say otherwise. */
    static Behaviour ok(byte[] body, String... headers) {
        var own = "Accept-Ranges: bytes\r\nETag: \"" + Integer.toHexString(Arrays.hashCode(body)) + "\"";
        var controlled = Stream.of(headers)
                .anyMatch(header -> header.toLowerCase(Locale.ROOT).startsWith("cache-control:"));
        var all = Stream.concat(Stream.of(headers), controlled ? Stream.of(own) : Stream.of(own, FRESH))
                .toList();
        return (asked, line) -> Replies.whole(asked, line, body, all);
    }

    /** 200 with this body, or the one range asked for, and no headers of its own but these. */
    static Behaviour only(byte[] body, String... headers) {
        return (asked, line) -> Replies.whole(asked, line, body, List.of(headers));
    }

    /** As {@code then}, after a while. */
    static Behaviour slowly(Duration pause, Behaviour then) {
        return (asked, line) -> {
            LockSupport.parkNanos(pause.toNanos());
            then.answer(asked, line);
        };
    }

    /** This status and a short text, with nothing that would let it be stored. */
    static Behaviour status(int status, String... headers) {
        return (asked, line) -> {
            var body = Replies.text("status " + status + "\n");
            line.send(Replies.head(status, List.of(headers), body.length));
            line.send(asked.isHead() ? new byte[0] : body);
        };
    }

    /** Redirects to {@code location}. */
    static Behaviour redirect(String location) {
        return status(302, "Location: " + location);
    }

    static Behaviour noStore(byte[] body) {
        return ok(body, "Cache-Control: no-store");
    }

    static Behaviour privately(byte[] body) {
        return ok(body, "Cache-Control: private, max-age=3600");
    }

    static Behaviour setCookie(byte[] body) {
        return ok(body, "Set-Cookie: visitor=1; Path=/");
    }

    static Behaviour varyStar(byte[] body) {
        return ok(body, "Vary: *");
    }

    /** Gzipped for who accepts that, plain for the others, and says that it depends. */
    static Behaviour varyAcceptEncoding(byte[] body) {
        var plain = ok(body, "Vary: Accept-Encoding");
        var zipped = ok(Replies.gzip(body), "Vary: Accept-Encoding", "Content-Encoding: gzip");
        return (asked, line) -> (asked.header("accept-encoding").contains("gzip") ? zipped : plain).answer(asked, line);
    }

    /** Always gzipped, whoever asks, and named so: {@code gzip}, or {@code x-gzip} as some servers still do. */
    static Behaviour zipped(String encoding, byte[] body) {
        return ok(Replies.gzip(body), "Content-Encoding: " + encoding);
    }

    /** Another body of {@code length} bytes, and another ETag, each time. */
    static Behaviour changing(int length) {
        return (asked, line) -> {
            var body = new byte[length];
            new Random(asked.nth() * 31L + asked.method().hashCode()).nextBytes(body);
            ok(body).answer(asked, line);
        };
    }

    /** Announces the whole body, sends half of it and closes. */
    static Behaviour truncated(byte[] body) {
        return (asked, line) -> {
            line.send(Replies.head(200, List.of(FRESH), body.length));
            line.send(asked.isHead() ? new byte[0] : Replies.half(body));
        };
    }

    /** What {@link #ok} says before its body, and closes. */
    static Behaviour withoutItsBody(byte[] body, String... headers) {
        return (asked, line) ->
                ok(body, headers).answer(new Asked("HEAD", asked.path(), asked.headers(), asked.nth()), line);
    }

    /** The whole body in one chunk, its length not announced. */
    static Behaviour chunked(byte[] body) {
        return (asked, line) -> {
            line.send(Replies.chunked());
            if (!asked.isHead()) {
                Replies.chunk(line, body);
                Replies.chunk(line, new byte[0]);
            }
        };
    }

    /** Sends half of the body in one chunk and closes without the last one. */
    static Behaviour truncatedChunked(byte[] body) {
        return (asked, line) -> {
            line.send(Replies.chunked());
            if (!asked.isHead()) {
                Replies.chunk(line, Replies.half(body));
            }
        };
    }

    /** Announces the whole body, sends half of it and then nothing until the other side gives up. */
    static Behaviour stalled(byte[] body) {
        return (asked, line) -> {
            line.send(Replies.head(200, List.of(FRESH), body.length));
            if (!asked.isHead()) {
                line.send(Replies.half(body));
                line.untilClosed();
            }
        };
    }

    /** Takes the request and says nothing until the other side gives up. */
    static Behaviour silent() {
        return (_, line) -> line.untilClosed();
    }

    /** The whole body, evenly spread over {@code duration}. */
    static Behaviour slow(byte[] body, Duration duration) {
        return (asked, line) -> {
            line.send(Replies.head(200, List.of(FRESH), body.length));
            if (!asked.isHead()) {
                Replies.drip(line, body, duration);
            }
        };
    }

    /** Sends {@code begin}, and then {@code more} again and again, a byte each {@code pause}, until the other side gives up. */
    static Behaviour dribbling(String begin, String more, Duration pause) {
        return (_, line) -> {
            line.send(begin);
            for (int at = 0; ; at = (at + 1) % more.length()) {
                LockSupport.parkNanos(pause.toNanos());
                line.send(more.substring(at, at + 1));
            }
        };
    }

    /** Sends these as they are, with a pause before each. */
    static Behaviour pieces(Duration pause, List<String> pieces) {
        return (_, line) -> {
            for (var piece : pieces) {
                LockSupport.parkNanos(pause.toNanos());
                line.send(piece);
            }
        };
    }

    /** A good answer with 64 KiB of headers. */
    static Behaviour hugeHeaders(byte[] body) {
        return ok(
                body,
                Stream.generate(() -> "X-Filler: " + "x".repeat(1_000))
                        .limit(64)
                        .toArray(String[]::new));
    }

    /** Bytes that are no HTTP. */
    static Behaviour garbage() {
        return (_, line) -> line.send("\u0016\u0003\u0001 no HTTP at all \u0000\r\n\r\n");
    }

    /** Resets the connection instead of answering. */
    static Behaviour resetAtOnce() {
        return (_, line) -> line.reset();
    }

    /** The first {@code bytes} of a file, whatever range is asked for, that is said to have {@code length}. */
    static Behaviour claiming(int bytes, long length) {
        var range = "Content-Range: bytes 0-" + (bytes - 1) + "/" + length;
        return (asked, line) -> {
            line.send(Replies.head(206, List.of(FRESH, range), bytes));
            line.send(new byte[asked.isHead() ? 0 : bytes]);
        };
    }

    /** As {@code nth} says for each request of a method, counted from 1. */
    static Behaviour each(IntFunction<Behaviour> nth) {
        return (asked, line) -> nth.apply(asked.nth()).answer(asked, line);
    }

    /** So for the first {@code times} requests of each method, then as {@code then}. */
    default Behaviour times(int times, Behaviour then) {
        return (asked, line) -> (asked.nth() <= times ? this : then).answer(asked, line);
    }

    /** The same, once {@code first} is done, each time. */
    default Behaviour after(Runnable first) {
        return (asked, line) -> {
            first.run();
            answer(asked, line);
        };
    }

    /** So for GET; every other method is answered as {@code otherwise}. */
    default Behaviour onGetElse(Behaviour otherwise) {
        return (asked, line) -> (asked.method().equals("GET") ? this : otherwise).answer(asked, line);
    }
}

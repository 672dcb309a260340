package dev.preheat.http;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * An answer ready to send. An empty body has no content type.
 *
 * @param feed sent instead of the body, for an answer whose end is not known yet
 * @param anyones true if anybody at all gets this answer, so that it proves nothing about the caller
 */
@SuppressWarnings("ArrayRecordComponent") // written once to a socket; nobody compares answers
public record Response(int status, Headers headers, byte[] body, Optional<Feed> feed, boolean anyones) {
    public Response(int status, Headers headers, byte[] body) {
        this(status, headers, body, Optional.empty(), false);
    }

    /** An answer that is sent piece by piece, and that no cache or proxy should hold back. */
    public static Response streamed(String contentType, Feed feed) {
        var headers = Headers.NONE
                .with("Content-Type", contentType)
                .with("Cache-Control", "no-store")
                .with("X-Accel-Buffering", "no"); // nginx would buffer it
        return new Response(200, headers, new byte[0], Optional.of(feed), false);
    }

    public static Response empty(int status) {
        return new Response(status, Headers.NONE, new byte[0]);
    }

    public static Response of(int status, String contentType, byte[] body) {
        return new Response(status, Headers.NONE.with("Content-Type", contentType), body);
    }

    public static Response text(int status, String text) {
        return of(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    /** The same answer with one more header field. */
    public Response with(String name, String value) {
        return new Response(status, headers.with(name, value), body, feed, anyones);
    }

    /** The same answer, marked as one that anybody gets. */
    public Response forAnyone() {
        return new Response(status, headers, body, feed, true);
    }

    /** True if this answer shows that the caller is no stranger. */
    public boolean proves() {
        return status < 400 && !anyones;
    }
}

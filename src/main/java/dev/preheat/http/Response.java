package dev.preheat.http;

import java.nio.charset.StandardCharsets;

/** An answer ready to send. An empty body has no content type. */
@SuppressWarnings("ArrayRecordComponent") // written once to a socket; nobody compares answers
public record Response(int status, Headers headers, byte[] body) {
    public static Response empty(int status) {
        return new Response(status, Headers.NONE, new byte[0]);
    }

    public static Response of(int status, String contentType, byte[] body) {
        return new Response(status, Headers.NONE.with("Content-Type", contentType), body);
    }

    public static Response text(int status, String text) {
        return of(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    /** The same answer with one header field more. */
    public Response with(String name, String value) {
        return new Response(status, headers.with(name, value), body);
    }
}

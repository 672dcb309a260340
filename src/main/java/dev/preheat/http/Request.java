package dev.preheat.http;

import java.util.Map;

/**
 * One request as it came over the wire, with the very bytes that a signature covers.
 *
 * @param id 32 lower-case hex digits of our own; answered as {@code X-Request-Id}
 * @param path the raw path, still percent-encoded, at least {@code /}
 * @param query the raw query without its {@code ?}; empty if there is none
 * @param body never longer than the server's limit; chunks already joined
 * @param remote the IP address it comes from: the peer's, or the one that a trusted proxy names
 * @param pathValues the decoded values of the route's {@code {names}}; empty before routing
 */
@SuppressWarnings("ArrayRecordComponent") // a signature covers the very bytes, and nobody compares requests
public record Request(
        String id,
        String method,
        String path,
        String query,
        Headers headers,
        byte[] body,
        String remote,
        Map<String, String> pathValues) {
    public Request {
        pathValues = Map.copyOf(pathValues);
    }

    /** The same request with the values that its route found in its path. */
    public Request matched(Map<String, String> values) {
        return new Request(id, method, path, query, headers, body, remote, values);
    }

    /** The same request from another source. */
    public Request from(String source) {
        return new Request(id, method, path, query, headers, body, source, pathValues);
    }
}

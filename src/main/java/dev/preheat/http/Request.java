package dev.preheat.http;

import java.util.Map;

/**
 * One request as it came over the wire: the bytes a signature covers, unchanged.
 *
 * @param id the request's own id, 32 lower-case hex digits; answered as {@code X-Request-Id}
 * @param path the raw path, still percent-encoded, at least {@code /}
 * @param query the raw query without its {@code ?}, empty when there is none
 * @param body never longer than the server's limit; chunks already joined
 * @param remote the IP address it comes from: the peer's, or what a trusted proxy says
 * @param pathValues what the route's {@code {names}} stand for, decoded; empty before routing
 */
@SuppressWarnings("ArrayRecordComponent") // the signature needs the very bytes, and nobody compares requests
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

    /** The same request, its path matched. */
    public Request matched(Map<String, String> values) {
        return new Request(id, method, path, query, headers, body, remote, values);
    }

    /** The same request, come from somewhere else. */
    public Request from(String source) {
        return new Request(id, method, path, query, headers, body, source, pathValues);
    }
}

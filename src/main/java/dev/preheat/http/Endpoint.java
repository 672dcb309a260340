package dev.preheat.http;

/** Answers one request. It may block: every request has a virtual thread of its own. */
@FunctionalInterface
public interface Endpoint {
    Response handle(Request request);
}

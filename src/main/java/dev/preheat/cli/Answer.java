package dev.preheat.cli;

import tools.jackson.databind.JsonNode;

/** What came back from the API. */
public sealed interface Answer {
    /**
     * A status of 2xx; the body as it came, and read.
     *
     * @param token that of X-Subject-Token; empty where none was sent
     */
    record Good(int status, String text, JsonNode body, String token) implements Answer {
        /** A member of the body that is text; empty when there is none. */
        public String member(String name) {
            return Plain.text(body.path(name).asString(""));
        }
    }

    /**
     * The server said no.
     *
     * @param code such as {@code VOD.10060}; {@code HTTP 502} where the answer is in no shape of the API
     * @param requestId empty where none was sent
     */
    record Refused(int status, String code, String message, String requestId) implements Answer {
        @Override
        public String toString() {
            return code + ": " + message + (requestId.isEmpty() ? "" : " (request " + requestId + ")");
        }
    }

    /** No answer came. */
    record Unreachable(String reason) implements Answer {
        @Override
        public String toString() {
            return reason;
        }
    }
}

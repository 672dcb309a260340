package dev.preheat.cli;

import java.time.Duration;
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
     * @param ahead how far this machine's clock is ahead of the server's, by whole seconds; zero where nobody knows
     * @param remedy what to do next, for a person; empty where there is nothing to say
     */
    record Refused(int status, String code, String message, String requestId, Duration ahead, String remedy)
            implements Answer {
        Refused(int status, String code, String message, String requestId) {
            this(status, code, message, requestId, Duration.ZERO, "");
        }

        Refused with(String other) {
            return new Refused(status, code, message, requestId, ahead, other);
        }

        /** What the server said. */
        String said() {
            return code + ": " + shortened(message) + (requestId.isEmpty() ? "" : " (request " + requestId + ")");
        }

        /** What the server said and, on a line of its own, what to do next. */
        @Override
        public String toString() {
            return remedy.isEmpty() ? said() : said() + System.lineSeparator() + "  " + remedy;
        }

        // The rest of it is for those who sign with a program of their own.
        private static String shortened(String message) {
            int rest = message.indexOf(", canonicalRequest:");
            return rest < 0 ? message : message.substring(0, rest);
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

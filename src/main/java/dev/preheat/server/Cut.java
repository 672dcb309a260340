package dev.preheat.server;

/** Why a connection or a request of somebody is cut off, as the log says it. */
enum Cut {
    SLOW_REQUEST("its request did not come whole in time"),
    SLOW_READER("it did not take an answer in time"),
    GARBAGE("what it sent is no good request"),
    HANDSHAKE("its TLS handshake failed"),
    FRAMES("it sent too many HTTP/2 frames that ask for nothing"),
    BYTES("it sent far more bytes than its requests may have"),
    PROTOCOL("its HTTP/2 session ended with an error"),
    MEMORY("too many requests were on their way at once, most of them its own"),
    PLACE("all connections were taken, most of them by its own or longest without a request that ended well");

    private final String words;

    Cut(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}

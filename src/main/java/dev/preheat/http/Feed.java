package dev.preheat.http;

import java.util.Optional;

/** The pieces of a streamed answer, sent as fast as its client reads. Closed when the answer ends, in whatever way. */
@FunctionalInterface
public interface Feed extends AutoCloseable {
    /**
     * Waits for the next piece; empty ends the answer. A client that has gone is noticed only when a piece is sent, so a
     * feed in which nothing happens for long must send pieces that say nothing.
     */
    Optional<byte[]> next() throws InterruptedException;

    @Override
    default void close() {}
}

package dev.preheat.http;

import java.util.Optional;

/** What a streamed answer sends, piece by piece, as fast as its client reads. Closed when the answer ends, however. */
@FunctionalInterface
public interface Feed extends AutoCloseable {
    /**
     * Waits for the next piece; empty ends the answer. A client that has gone is noticed only when a piece is sent: where
     * nothing happens for long, a piece that says nothing must be.
     */
    Optional<byte[]> next() throws InterruptedException;

    @Override
    default void close() {}
}

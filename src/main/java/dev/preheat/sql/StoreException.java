package dev.preheat.sql;

/** The store is away, full or broken. What was asked for did not happen; nothing of it was written. */
public final class StoreException extends RuntimeException {
    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}

package dev.preheat.sql;

/** The failure of a store that is away, full or broken. What was asked for did not happen; nothing of it was written. */
public final class StoreException extends RuntimeException {
    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The reason in the words of the database alone: SQLite's driver puts a code and words of its own before them. */
    public String why() {
        Throwable root = this;
        for (var cause = root.getCause(); cause != null; cause = root.getCause()) {
            root = cause;
        }
        return String.valueOf(root.getMessage()).replaceFirst("^\\[SQLITE_\\w+] .*\\((.+)\\)$", "$1");
    }
}

package dev.preheat.sql;

import dev.preheat.encoding.Percent;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Where rows are kept: which database, and where it is. Its text names no password. */
public sealed interface Store {
    /** A file of one machine, for one process at a time. */
    record Sqlite(Path file) implements Store {
        @Override
        public String toString() {
            return file.toString();
        }
    }

    /**
     * A server, for any number of processes.
     *
     * @param hosts {@code HOST} or {@code HOST:PORT}, several with commas: the one that takes writes is used
     * @param options of the driver, as in {@code sslmode=verify-full}
     */
    record Postgres(String hosts, String database, Role role, Map<String, String> options) implements Store {
        public Postgres {
            options = Map.copyOf(options);
        }

        @Override
        public String toString() {
            return "postgresql://" + hosts + "/" + database;
        }
    }

    /** A role of the database server, and its password. */
    record Role(String user, String password) {
        @Override
        public String toString() {
            return user;
        }
    }

    /**
     * Reads {@code sqlite:PATH} or {@code postgresql://USER:PASSWORD@HOST:PORT/DATABASE?OPTIONS}.
     *
     * @throws IllegalArgumentException with what it wants
     */
    static Store parse(String text) {
        return text.startsWith("sqlite:") ? sqlite(text.substring("sqlite:".length())) : postgres(text);
    }

    private static Store sqlite(String path) {
        try {
            if (!path.isEmpty()) {
                return new Sqlite(Path.of(path));
            }
        } catch (InvalidPathException _) {
            // said below, as for an empty one
        }
        throw new IllegalArgumentException(Form.TEXT);
    }

    private static Store postgres(String text) {
        var parts = Form.SERVER.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(Form.TEXT);
        }
        var role = new Role(decoded(parts.group("user")), decoded(parts.group("password")));
        var options = parts.group("options");
        return new Postgres(
                parts.group("hosts"),
                decoded(parts.group("database")),
                role,
                options == null ? Map.of() : options(options));
    }

    private static Map<String, String> options(String text) {
        var options = new LinkedHashMap<String, String>();
        for (var option : text.split("&")) {
            int equals = option.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException(Form.TEXT);
            }
            options.put(decoded(option.substring(0, equals)), decoded(option.substring(equals + 1)));
        }
        return options;
    }

    private static String decoded(String text) {
        if (Percent.isBroken(text)) {
            throw new IllegalArgumentException(Form.TEXT);
        }
        return Percent.decoded(text);
    }

    /** How the two are written. */
    final class Form {
        private static final String HOST = "(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::\\d{1,5})?";
        private static final Pattern SERVER =
                Pattern.compile("postgresql://(?<user>[^:@/?#\\s]+):(?<password>[^:@/?#\\s]*)@(?<hosts>" + HOST + "(?:,"
                        + HOST + ")*)/(?<database>[^/?#\\s]+)(?:\\?(?<options>[^#\\s]+))?");
        private static final String TEXT = "must be sqlite:PATH or postgresql://USER:PASSWORD@HOST:PORT/DATABASE";

        private Form() {}
    }
}

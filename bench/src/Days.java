import dev.preheat.sql.Database;
import java.time.Duration;
import java.time.Instant;

/** The tables of tasks and fills in a partition for each day, which the service does not make: to see what that would cost. */
final class Days {
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final int KEPT = 31;

    private Days() {}

    /** Makes of two empty tables two of 33 partitions: the days kept, today and tomorrow. */
    static String statements(long now) {
        var sql = new StringBuilder();
        for (var table : new String[] {"fill", "task"}) {
            sql.append("ALTER TABLE %1$s RENAME TO old_%1$s;%n".formatted(table));
            sql.append("CREATE TABLE %1$s (LIKE old_%1$s INCLUDING DEFAULTS) PARTITION BY RANGE (task_id);%n".formatted(table));
            for (long day = now / DAY - KEPT; day <= now / DAY + 1; day++) {
                sql.append("CREATE TABLE %1$s_%2$d PARTITION OF %1$s FOR VALUES FROM ('%3$012x') TO ('%4$012x');%n"
                        .formatted(table, day, day * DAY, (day + 1) * DAY));
            }
            sql.append("DROP TABLE old_%s;%n".formatted(table));
        }
        return sql + """
                ALTER TABLE task ADD PRIMARY KEY (task_id);
                ALTER TABLE fill ADD PRIMARY KEY (task_id, position);
                CREATE INDEX fill_due ON fill (edge, account, due_at, task_id, position) WHERE state < 2;
                CREATE INDEX fill_open ON fill (project_id, task_id) WHERE state < 2;
                CREATE INDEX fill_failed ON fill (project_id, task_id) WHERE state = 3;
                CREATE INDEX fill_running ON fill (edge) WHERE state = 1;
                CREATE INDEX task_listed ON task (project_id, task_id);
                """;
    }

    /** Tasks of one fill each that succeeded forty days ago, a millisecond apart. */
    static void addEnded(Database database, int tasks) {
        long first = Instant.now().toEpochMilli() - 40 * DAY;
        database.alone("bench", tx -> tx.sql("""
                INSERT INTO task (task_id, project_id, created_at)
                SELECT lpad(to_hex(n), 12, '0') || '00000000000000000000', 'p1', n
                FROM generate_series(CAST(:first AS BIGINT), CAST(:last AS BIGINT)) AS n""")
                .with("first", first)
                .with("last", first + tasks - 1)
                .update());
        database.alone("bench", tx -> tx.sql("""
                INSERT INTO fill (task_id, position, project_id, account, url, edge, state, due_at, epoch, attempt,
                    objects_done, objects_known, bytes_done, bytes_received)
                SELECT task_id, 0, 'p1', 'bench', 'http://cdn.example.com/' || task_id || '.mp4', 'e1', 2, created_at, 1, 1, 1, 1, 1, 1
                FROM task WHERE created_at BETWEEN :first AND :last""")
                .with("first", first)
                .with("last", first + tasks - 1)
                .update());
    }
}

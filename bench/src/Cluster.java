import dev.preheat.catalogue.Asset;
import dev.preheat.catalogue.AssetId;
import dev.preheat.catalogue.AssetStore;
import dev.preheat.catalogue.DeliveryDomain;
import dev.preheat.catalogue.DeliveryDomains;
import dev.preheat.catalogue.StreamingUrl;
import dev.preheat.preheat.EdgeName;
import dev.preheat.preheat.EdgeTree;
import dev.preheat.upkeep.Expiry;
import dev.preheat.preheat.FillOutcome;
import dev.preheat.preheat.FillQueue;
import dev.preheat.accept.PreheatSource;
import dev.preheat.accept.Preheater;
import dev.preheat.preheat.Progress;
import dev.preheat.preheat.Proof;
import dev.preheat.accept.RequestKey;
import dev.preheat.accept.Acceptance;
import dev.preheat.preheat.Witness;
import dev.preheat.sql.Database;
import dev.preheat.sql.Store;
import dev.preheat.tenancy.AccountName;
import dev.preheat.tenancy.Project;
import dev.preheat.tenancy.ProjectId;
import dev.preheat.tenancy.Quota;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/** The store's own statements, without HTTP: creates, claims and completions, on PostgreSQL and on SQLite, in turns. */
final class Cluster {
    private static final Project PROJECT = new Project(new ProjectId("p1"), "bench", new AccountName("bench"));
    private static final EdgeName EDGE = new EdgeName("e1");
    private static final EdgeTree EDGES = EdgeTree.of(List.of(EDGE));
    private static final int BATCH = 32;
    private static final int CHUNK = 10_000;

    private final Path dir;
    private final int port;
    private final String pgbench;
    private final int seconds;
    private final int warm;
    private final int rounds;
    private final int[] callers;
    private final int[] processes;
    private final int few;
    private final int many;
    private final int deleted;
    private final AtomicLong accepted = new AtomicLong(System.currentTimeMillis() - TimeUnit.MINUTES.toMillis(30));
    private int databases;

    private Cluster(String[] args, Options options) {
        dir = Path.of(args[0]);
        port = Integer.parseInt(args[1]);
        pgbench = args[2];
        seconds = options.number("--seconds", 5, 1);
        warm = options.number("--warm", 2, 0);
        rounds = options.number("--rounds", 3, 1);
        callers = options.numbers("--callers", "1,16,64", "4");
        processes = options.numbers("--processes", "1,2,4", "2");
        few = options.number("--few", 1_000, 100);
        many = options.number("--waiting", 1_000_000, 1_000);
        deleted = options.number("--deleted", 100_000, 100);
    }

    static void main(String[] args) throws Exception {
        var options = Options.of(args, 3);
        var cluster = new Cluster(args, options);
        boolean byDay = options.has("--by-day");
        options.checked();
        System.out.println("cluster: " + cluster.seconds + " s a window; " + Figures.machine(cluster.dir));
        if (byDay) {
            cluster.byDay();
            return;
        }
        cluster.creates();
        cluster.lifecycles();
    }

    private void creates() throws Exception {
        var rows = new ArrayList<String>();
        rows.add(Figures.row("callers", "PostgreSQL, creates/s", "SQLite", "pgbench, a transaction each", "to pgbench", "to SQLite"));
        for (int callers : this.callers) {
            var server = fresh();
            double postgres;
            try (var database = Database.open(server).orElseThrow()) {
                postgres = creates(database, callers);
            }
            double bench = pgbench(server, callers);
            double sqlite;
            try (var database = Database.open(dir.resolve("creates-" + callers + ".db")).orElseThrow()) {
                sqlite = creates(database, callers);
            }
            rows.add(Figures.row(callers, Figures.plain(postgres), Figures.plain(sqlite), Figures.plain(bench),
                    Figures.plain(postgres / bench), Figures.plain(postgres / sqlite)));
        }
        System.out.println(Figures.table(rows));
    }

    private double creates(Database database, int callers) throws Exception {
        var preheater = preheater(database);
        measured(callers, warm, () -> create(preheater));
        return measured(callers, seconds, () -> create(preheater));
    }

    private static int create(Preheater preheater) {
        var asked = new PreheatSource(Optional.of(new AssetId("a")), List.of());
        preheater.submit(PROJECT, asked, new RequestKey.None());
        return 1;
    }

    // The rows of one create of one URL into one edge, in one transaction, prepared.
    private double pgbench(Store.Postgres server, int callers) throws Exception {
        var script = Files.writeString(dir.resolve("create.sql"), """
                BEGIN;
                INSERT INTO quota_usage (account, day, used) VALUES ('pgbench', 1, 1) ON CONFLICT (account, day)
                  DO UPDATE SET used = quota_usage.used + excluded.used
                  WHERE quota_usage.used + excluded.used <= 1000000000;
                INSERT INTO task (task_id, project_id, created_at) VALUES (md5(random()::text), 'p1', 1);
                INSERT INTO fill (task_id, position, project_id, account, url, edge, state, due_at, epoch, attempt,
                  objects_done, objects_known, bytes_done, bytes_received) VALUES (md5(random()::text), 0, 'p1', 'bench',
                  'http://cdn.example.com/asset/a/index.m3u8', 'e9', 0, 1, 0, 0, 0, 0, 0, 0);
                COMMIT;
                """);
        var process = new ProcessBuilder(pgbench, "-h", "127.0.0.1", "-p", "" + port, "-U", "postgres", "-n", "-M", "prepared",
                        "-c", "" + callers, "-j", "2", "-T", "" + seconds, "-f", script.toString(), server.database())
                .redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        var found = Pattern.compile("tps = ([0-9.]+)").matcher(said);
        if (process.waitFor() != 0 || !found.find()) {
            throw new IOException(said);
        }
        return Double.parseDouble(found.group(1));
    }

    // In turns, on a store with few fills waiting and on one with many.
    private void lifecycles() throws Exception {
        var small = waiting(few);
        var large = waiting(many);
        var rows = new ArrayList<String>();
        rows.add(Figures.row("processes", String.format(Locale.ROOT, "%,d fills waiting, accepted, claimed and completed/s", few),
                String.format(Locale.ROOT, "%,d", many), "ratio"));
        for (int processes : this.processes) {
            rows.add(inTurns(small, large, processes));
        }
        System.out.println(Figures.table(rows));
        try (var database = Database.open(large).orElseThrow()) {
            long before = number(database, "pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')");
            long fills = work(List.of(database), seconds);
            long wal = number(database, "pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')") - before;
            System.out.println("a fill, from its acceptance to its proof: " + Figures.plain(wal / 1e3 / fills)
                    + " kB of WAL; kept: "
                    + number(database, "pg_total_relation_size('fill') / (SELECT COUNT(*) FROM fill)")
                    + " bytes with its indexes");
        }
    }

    private static long number(Database database, String expression) {
        return database.read(tx -> tx.sql("SELECT " + expression + " AS number").first(row -> row.number("number")))
                .orElseThrow();
    }

    private String inTurns(Store.Postgres one, Store.Postgres other, int processes) throws Exception {
        var ofOne = new ArrayList<Double>();
        var ofOther = new ArrayList<Double>();
        var ratios = new ArrayList<Double>();
        for (int round = 0; round < rounds; round++) {
            ofOne.add(lifecycles(one, processes));
            ofOther.add(lifecycles(other, processes));
            ratios.add(ofOther.getLast() / ofOne.getLast());
        }
        return Figures.row(processes, median(ofOne), median(ofOther), Figures.plain(Figures.median(ratios)));
    }

    // The same tables in a partition for each day that is kept, in turns with the tables as they are; and what deleting costs.
    private void byDay() throws Exception {
        var one = waiting(few);
        var days = fresh();
        try (var database = Database.open(days).orElseThrow()) {
            Files.writeString(dir.resolve("days.sql"), Days.statements(System.currentTimeMillis()));
            program("psql", "-q", "-v", "ON_ERROR_STOP=1", "-d", days.database(), "-f", dir.resolve("days.sql").toString());
            fill(database, few);
        }
        program("psql", "-q", "-d", days.database(), "-c", "VACUUM ANALYZE", "-c", "CHECKPOINT");
        var rows = new ArrayList<String>();
        rows.add(Figures.row("processes", "one table, accepted, claimed and completed/s", "33 partitions", "ratio"));
        for (int processes : this.processes) {
            rows.add(inTurns(one, days, processes));
        }
        System.out.println(Figures.table(rows));
        System.out.println("deleted by retention: " + Figures.plain(deleted(one, deleted)) + " tasks of one fill a second");
    }

    private double deleted(Store.Postgres server, int tasks) throws Exception {
        try (var database = Database.open(server).orElseThrow()) {
            Days.addEnded(database, tasks);
            long begun = System.nanoTime();
            var forgotten = new Expiry(database, new Quota(1_000, ZoneOffset.UTC), InstantSource.system())
                    .forget(Duration.ofDays(30), () -> true);
            if (forgotten.tasks() != tasks) {
                throw new IOException("forgot " + forgotten);
            }
            return tasks / ((System.nanoTime() - begun) / 1e9);
        }
    }

    private static String median(List<Double> values) {
        return Figures.plain(Figures.median(values)) + " (" + Figures.range(values) + ")";
    }

    // Written in chunks; then what that leaves the server to do is done, as it is where a day has gone by.
    private Store.Postgres waiting(int fills) throws Exception {
        var server = fresh();
        try (var database = Database.open(server).orElseThrow()) {
            for (int done = 0; done < fills; done += CHUNK) {
                fill(database, Math.min(CHUNK, fills - done));
            }
        }
        program("psql", "-q", "-d", server.database(), "-c", "VACUUM ANALYZE", "-c", "CHECKPOINT");
        return server;
    }

    // Each process completes what it claimed and puts as much back, so that the number of those waiting stays.
    private double lifecycles(Store.Postgres server, int processes) throws Exception {
        var open = new ArrayList<Database>();
        try {
            for (int i = 0; i < processes; i++) {
                open.add(Database.open(server).orElseThrow());
            }
            work(open, warm);
            return (double) work(open, seconds) / seconds;
        } finally {
            open.forEach(Database::close);
        }
    }

    private long work(List<Database> open, int seconds) {
        var count = new AtomicLong();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            for (var database : open) {
                var queue = new FillQueue(database, EDGES, Witness.NONE, database.clock(InstantSource.system()));
                threads.execute(() -> work(database, queue, end, count));
            }
        }
        return count.get();
    }

    private void work(Database database, FillQueue queue, long end, AtomicLong count) {
        var proof = new Proof(Proof.Kind.PROBE, Instant.EPOCH, Optional.empty());
        while (System.nanoTime() < end) {
            var claimed = queue.claim(EDGE, PROJECT.account(), BATCH);
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                claimed.forEach(fill -> threads.execute(() -> {
                    if (queue.succeed(fill, new FillOutcome.Proved(proof, Progress.NONE))) {
                        count.incrementAndGet();
                    }
                }));
            }
            fill(database, claimed.size());
        }
    }

    // As tasks of one URL each that were accepted a millisecond apart, the first of them half an hour ago.
    private void fill(Database database, int many) {
        long first = accepted.getAndAdd(many);
        database.alone("bench " + Thread.currentThread().threadId(), tx -> tx.sql("""
                INSERT INTO fill (task_id, position, project_id, account, url, edge, state, due_at, epoch, attempt,
                    objects_done, objects_known, bytes_done, bytes_received)
                SELECT lpad(to_hex(n), 12, '0') || substr(md5(random()::text), 1, 20), 0, 'p1', 'bench',
                    'http://cdn.example.com/' || md5(random()::text) || '.mp4', 'e1', 0, n, 0, 0, 0, 0, 0, 0
                FROM generate_series(CAST(:first AS BIGINT), CAST(:last AS BIGINT)) AS n""")
                .with("first", first)
                .with("last", first + many - 1)
                .update());
    }

    private Store.Postgres fresh() throws Exception {
        var name = "bench_" + ++databases;
        program("createdb", name);
        return new Store.Postgres("127.0.0.1:" + port, name, new Store.Login("postgres", ""), Map.of());
    }

    private void program(String name, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of(Path.of(pgbench).resolveSibling(name).toString(), "-h", "127.0.0.1", "-p",
                "" + port, "-U", "postgres"));
        command.addAll(List.of(arguments));
        int ended = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (ended != 0) {
            throw new IOException(name + " ended with " + ended);
        }
    }

    private static Preheater preheater(Database database) {
        var assets = new AssetStore(database);
        var now = Instant.EPOCH;
        assets.put(new Asset(PROJECT.id(), new AssetId("a"), "a", true,
                List.of(StreamingUrl.stored("http://cdn.example.com/asset/a/index.m3u8")), now, now));
        var domains = new DeliveryDomains(
                List.of(new DeliveryDomain("cdn.example.com", PROJECT.id(), true, Optional.empty())));
        var quota = new Quota(1_000_000_000, ZoneOffset.UTC);
        return new Preheater(domains, assets, new Acceptance(database, EDGES, quota, database.clock(InstantSource.system()), () -> {}));
    }

    /** Does something once; how much that was. */
    @FunctionalInterface
    private interface Step {
        int run();
    }

    private static double measured(int callers, int seconds, Step step) {
        var count = new AtomicLong();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < callers; i++) {
                threads.execute(() -> {
                    while (System.nanoTime() < end) {
                        count.addAndGet(step.run());
                    }
                });
            }
        }
        return (double) count.get() / seconds;
    }
}

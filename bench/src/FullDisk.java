import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** A disk that is full for a while under creates that commit in groups: what is refused, what is lost, and what comes after. */
final class FullDisk implements AutoCloseable {
    private static final Pattern TASK = Pattern.compile("\"task_id\":\"([0-9a-f]{32})\"");
    private static final Pattern USED = Pattern.compile("\"used\":(\\d+)");
    private static final int BLOCK = 4_096;
    private static final int URLS = 2;
    private static final long LEAST_FILE = 1_000_000; // the log and what SQLite's driver unpacks
    private static final int LOGGED = 1_000; // bytes of log a call: its line of audit is some 350

    private final Path disk;
    private final How how;
    private final boolean mounted;
    private final AtomicInteger number = new AtomicInteger();
    private final Map<String, Integer> accepted = new ConcurrentHashMap<>();
    private final List<String> wrongs = new ArrayList<>();

    /** @param limit milliseconds that any answer may take */
    private record How(int seconds, int callers, int megabytes, int limit, int within, boolean mounted) {}

    /** What was answered in one part of the run. */
    private record Part(String name, AtomicInteger good, AtomicInteger refused, AtomicInteger other, AtomicLong slowest) {
        Part(String name) {
            this(name, new AtomicInteger(), new AtomicInteger(), new AtomicInteger(), new AtomicLong());
        }
    }

    private FullDisk(Path disk, How how) throws IOException {
        this.disk = disk;
        this.how = how;
        Service.delete(disk);
        Files.createDirectories(disk);
        mounted = how.mounted() && runs(
                "mount", "-t", "tmpfs", "-o", "size=" + how.megabytes() + "m,mode=700", "preheat-full-disk", disk.toString());
        if (!mounted) {
            System.out.println("no disk is mounted, as that needs root: a limit on the size of files stands in for a full one");
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::unmount));
    }

    static void main(String[] args) throws Exception {
        var dir = Path.of(args[0]);
        var options = Options.of(args, 1);
        var how = new How(
                options.number("--minutes", 10, 0) * 60 + options.number("--seconds", 0, 5),
                options.number("--callers", 16, 8),
                options.number("--megabytes", 64, 16),
                options.number("--limit-ms", 2_000, 5_000),
                options.number("--within", 300, 60),
                !options.has("--unmounted"));
        options.checked();
        System.out.println("full-disk: a tmpfs of " + how.megabytes() + " MB, full for " + how.seconds() + " s, "
                + how.callers() + " callers; " + Figures.machine(dir.getParent()));
        Service.delete(dir.resolve("service"));
        try (var full = new FullDisk(dir.resolve("disk"), how)) {
            full.run(dir);
        }
    }

    private void run(Path dir) throws Exception {
        var documents = Files.createDirectories(dir.resolve("documents/film"));
        for (int n = 0; n < 10; n++) {
            Files.write(documents.resolve(n + ".ts"), new byte[2_000]);
        }
        var origins = List.of(Caches.freePort());
        try (var origin = Caches.origin(dir.resolve("origin"), documents.getParent(), origins);
                var edge = Edges.NGINX.start(new Edges.Place(dir.resolve("edge"), Caches.freePort(), origin.port, 0));
                var service = start(dir.resolve("service"), edge.port)) {
            service.must(Requests.publishFilm());
            measured(service);
            finished(service, edge);
        }
        if (!wrongs.isEmpty()) {
            throw new IllegalStateException(String.join("; ", wrongs));
        }
    }

    private Service start(Path home, int edge) throws IOException {
        Service.prepare(home, edge, "");
        var file = home.resolve("preheat.yaml");
        Files.writeString(file, Files.readString(file).replaceFirst("store: .*", "store: sqlite:" + disk + "/preheat.db"));
        return Service.start(home);
    }

    private void measured(Service service) throws Exception {
        var parts = new ArrayList<Part>();
        var rows = new ArrayList<String>();
        rows.add(Figures.row("", "creates accepted", "refused", "answered otherwise", "slowest create, s", "slowest show, s",
                "slowest /healthz, s", "WAL, MB", "log, kB", "RSS, MB"));
        rows.add(part(service, new Part("room"), Math.max(2, how.seconds() / 60), parts));
        fill(service);
        rows.add(part(service, new Part("full"), how.seconds(), parts));
        free(service);
        long freed = System.nanoTime();
        while (create(service, parts.getFirst()) != 202) {
            TimeUnit.MILLISECONDS.sleep(20);
            if (System.nanoTime() - freed > how.within() * 1e9) {
                throw new IllegalStateException("no create was accepted within " + how.within() + " s of room on the disk");
            }
        }
        double again = (System.nanoTime() - freed) / 1e9;
        rows.add(part(service, new Part("room again"), Math.max(2, how.seconds() / 60), parts));
        System.out.println(Figures.table(rows));
        System.out.printf("%nWith room again the first create was accepted after %.2f s%n", again);
        if (parts.get(1).refused().get() == 0) {
            wrongs.add("no create was refused: the disk was never full");
        }
    }

    /** Takes all that is left of the disk. */
    private void fill(Service service) throws IOException {
        if (!mounted) {
            long size = Math.max(LEAST_FILE, Files.size(disk.resolve("preheat.db")));
            limit(service, "" + size);
            return;
        }
        try (OutputStream out = Files.newOutputStream(disk.resolve("ballast"))) {
            while (true) {
                out.write(new byte[BLOCK]);
            }
        } catch (IOException full) {
            if (disk.toFile().getUsableSpace() >= BLOCK) {
                throw full;
            }
        }
    }

    private void free(Service service) throws IOException {
        if (mounted) {
            Files.delete(disk.resolve("ballast"));
        } else {
            limit(service, "unlimited");
        }
    }

    private static void limit(Service service, String bytes) throws IOException {
        if (!runs("prlimit", "--fsize=" + bytes + ":unlimited", "--pid", "" + service.pid())) {
            throw new IllegalStateException("prlimit failed; it is in Debian's util-linux");
        }
    }

    /** Callers create for some seconds, while somebody else shows tasks and asks for /healthz. */
    private String part(Service service, Part part, int seconds, List<Part> parts) throws Exception {
        parts.add(part);
        long until = System.nanoTime() + seconds * 1_000_000_000L;
        long log = Files.size(service.dir.resolve("log"));
        var threads = IntStream.range(0, how.callers())
                .mapToObj(_ -> Thread.ofVirtual().start(() -> creates(service, part, until)))
                .toList();
        var looks = new Looks();
        while (System.nanoTime() - until < 0) {
            looks.look(service);
            TimeUnit.MILLISECONDS.sleep(100);
        }
        for (var thread : threads) {
            thread.join();
        }
        log = Files.size(service.dir.resolve("log")) - log;
        judge(part, looks, log);
        return Figures.row(part.name() + ", " + seconds + " s", part.good(), part.refused(), part.other(), seconds(part.slowest().get()),
                seconds(looks.slowestShow), seconds(looks.slowestHealth), Figures.plain(looks.wal / 1e6),
                log / 1_000, Math.round(service.megabytes("VmRSS")));
    }

    private void judge(Part part, Looks looks, long log) {
        if (part.refused().get() > 0 && log / part.refused().get() > LOGGED) {
            wrongs.add(part.name() + ": the log has " + log / part.refused().get() + " bytes for each create that was refused");
        }
        long slowest = Math.max(part.slowest().get(), Math.max(looks.slowestShow, looks.slowestHealth));
        if (slowest > how.limit() * 1_000_000L) {
            wrongs.add(part.name() + ": an answer took " + seconds(slowest) + " s");
        }
        if (looks.failed > 0 || part.other().get() > 0) {
            wrongs.add(part.name() + ": " + looks.failed + " shows or health checks and " + part.other() + " creates were answered otherwise");
        }
    }

    private void creates(Service service, Part part, long until) {
        try {
            while (System.nanoTime() - until < 0) {
                create(service, part);
                Thread.sleep(100);
            }
        } catch (IOException broken) {
            part.other().incrementAndGet();
            System.err.println("  " + part.name() + ": " + broken);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private int create(Service service, Part part) throws IOException {
        int mine = number.incrementAndGet();
        var request = Requests.creates(mine, 1, URLS).getFirst();
        long began = System.nanoTime();
        try (var connection = new Connection(service.port)) {
            int status = connection.send(request);
            part.slowest().accumulateAndGet(System.nanoTime() - began, Math::max);
            count(status, connection.body(), mine, part);
            return status;
        }
    }

    private void count(int status, String body, int mine, Part part) {
        var task = TASK.matcher(body);
        if (status == 202 && task.find()) {
            part.good().incrementAndGet();
            accepted.put(task.group(1), mine);
        } else if (status == 500 && body.contains("VOD.10051")) {
            part.refused().incrementAndGet();
        } else {
            part.other().incrementAndGet();
            System.err.println("  " + part.name() + ": " + status + " " + body);
        }
    }

    private final class Looks {
        private long slowestShow;
        private long slowestHealth;
        private long wal;
        private int failed;

        void look(Service service) throws IOException {
            var some = accepted.keySet().stream().findAny();
            if (some.isPresent()) {
                slowestShow = Math.max(slowestShow, timed(service, Requests.show(some.get())));
            }
            slowestHealth = Math.max(slowestHealth, timed(service, "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n".getBytes()));
            wal = Math.max(wal, Files.size(disk.resolve("preheat.db-wal")));
        }

        private long timed(Service service, byte[] request) throws IOException {
            long began = System.nanoTime();
            try (var connection = new Connection(service.port)) {
                failed += connection.send(request) == 200 ? 0 : 1;
            }
            return System.nanoTime() - began;
        }
    }

    /** All that was accepted succeeds and is stored; the quota is what that costs. */
    private void finished(Service service, Caches edge) throws IOException, InterruptedException {
        long began = System.nanoTime();
        for (var task : accepted.keySet()) {
            int left = how.within() - (int) ((System.nanoTime() - began) / 1_000_000_000);
            service.until(task, Service::ended, left, () -> Thread.sleep(200));
        }
        edge.mustHave(accepted.values().stream()
                .flatMap(mine -> IntStream.range(0, URLS).mapToObj(n -> Requests.path(mine, n)))
                .toList());
        var quota = USED.matcher(service.must(Requests.signed("GET", "/preheat/v1/projects/" + Requests.PROJECT + "/quota", "", "")));
        if (!quota.find() || Integer.parseInt(quota.group(1)) != URLS * accepted.size()) {
            wrongs.add("the quota has " + quota.group(1) + " and not " + URLS * accepted.size());
        }
        System.out.printf("All %,d accepted tasks succeeded %.1f s later and are at the edge; the quota is what they cost.%n",
                accepted.size(), (System.nanoTime() - began) / 1e9);
    }

    @Override
    public void close() {
        unmount();
    }

    private void unmount() {
        try {
            if (Files.readString(Path.of("/proc/mounts")).contains(" " + disk.toRealPath() + " ")) {
                runs("umount", "-l", disk.toString());
            }
        } catch (IOException broken) {
            System.err.println(disk + " stays mounted: " + broken);
        }
    }

    /** Whether a program did as it was told. */
    private static boolean runs(String... words) throws IOException {
        try {
            return new ProcessBuilder(words).inheritIO().start().waitFor() == 0;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String seconds(long nanos) {
        return "%.3f".formatted(nanos / 1e9);
    }
}

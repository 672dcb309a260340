import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Signed, durable creates a second, beside the same server without the write, in turns; or shows of such tasks, beside
 * another jar.
 */
final class Creates {
    private static final int SHOWN = 1_000;

    private final Settings settings;
    private int signed; // how many so far: the service would know a request that comes again

    /**
     * How it is measured.
     *
     * @param warm requests that each server has answered before
     * @param signed ahead of time for each second of a window
     * @param against the other server: another jar, or empty: the same one without the write
     * @param call {@code create}, or {@code show} for tasks that were created before
     */
    private record Settings(
            int seconds, int rounds, int urls, int[] callers, int warm, int signed, String against, String call) {
        Settings {
            if (!List.of("create", "show").contains(call) || (call.equals("show") && against.isEmpty())) {
                throw new IllegalArgumentException("--call must be create, or show with --against, but is " + call);
            }
        }

        boolean shows() {
            return call.equals("show");
        }

        String other() {
            return against.isEmpty() ? "not stored" : "the other jar";
        }
    }

    /** What one window came to; the latencies in milliseconds, the CPU in microseconds a request. */
    private record Window(double perSecond, double p50, double p99, double serverCpu, double ownCpu, double otherCores) {}

    private Creates(Settings settings) {
        this.settings = settings;
    }

    static void main(String[] args) throws Exception {
        var dir = Path.of(args[0]);
        var options = Options.of(args, 1);
        var settings = new Settings(
                options.number("--seconds", 4, 1),
                options.number("--rounds", 5, 1),
                options.number("--urls", 1, 1),
                options.numbers("--callers", "1,16,256", "4"),
                options.number("--warm", 100_000, 0),
                options.number("--signed", 20_000, 5_000),
                options.text("--against", "", ""),
                options.text("--call", "create", "create"));
        options.checked();
        System.out.println(settings.call() + "s: " + settings.urls() + " URL(s) a request, " + settings.rounds() + " rounds of "
                + settings.seconds() + " s; " + Figures.machine(dir.getParent()));
        try (var edge = Service.silentEdge();
                var stored = Service.start(Service.prepare(dir.resolve("stored"), edge.getLocalPort(), ""));
                var other = Service.start(
                        Service.prepare(dir.resolve("other"), edge.getLocalPort(), ""),
                        settings.against().isEmpty()
                                ? Unstored.command(stored.command(), dir.resolve("unstored-classes"))
                                : stored.command(Path.of(settings.against())))) {
            new Creates(settings).run(stored, other);
        }
    }

    private void run(Service stored, Service other) throws Exception {
        check(stored, 200);
        check(other, settings.against().isEmpty() ? 400 : 200);
        var name = settings.other();
        var rows = new ArrayList<String>();
        var first = settings.shows() ? "shown" : "stored";
        rows.add(Figures.row("callers", first + "/s", name + "/s", "ratio", first + " p50, p99 ms", name + " p50, p99 ms",
                "server CPU µs, " + first, name, "generator CPU µs", "other cores busy", "appends+force/s"));
        warm(stored);
        warm(other);
        for (int callers : settings.callers()) {
            rows.add(level(stored, other, callers));
        }
        System.out.println(Figures.table(rows));
    }

    // the two really are what they claim to be: one knows the task it accepted, the other does not
    private void check(Service service, int expected) throws IOException {
        service.must(Requests.publishFilm());
        var task = service.create(fresh(1).getFirst());
        try (var connection = new Connection(service.port)) {
            int status = connection.send(Requests.show(task));
            if (status != expected) {
                throw new IllegalStateException("GET of task " + task + " gave " + status + ", not " + expected);
            }
        }
    }

    // until the compiler has had its say: it took half of the CPU after 20,000 requests
    private void warm(Service service) throws Exception {
        try (var callers = new Callers(service, 64)) {
            for (double sent = 0; sent < settings.warm(); ) {
                sent += settings.seconds() * callers.window(settings.seconds()).perSecond();
            }
        }
    }

    private List<byte[]> fresh(int count) {
        signed += count;
        return Requests.creates(signed - count, count, settings.urls());
    }

    private String level(Service stored, Service other, int callers) throws Exception {
        var with = new ArrayList<Window>();
        var without = new ArrayList<Window>();
        var flushes = new ArrayList<Double>();
        try (var a = new Callers(stored, callers);
                var b = new Callers(other, callers)) {
            a.window(settings.seconds());
            b.window(settings.seconds());
            for (int round = 0; round < settings.rounds(); round++) {
                with.add(a.window(settings.seconds()));
                without.add(b.window(settings.seconds()));
                flushes.add(appends(stored.dir.resolve("flushes")));
                System.err.printf("  %d callers: %s and %s%n", callers, with.getLast(), without.getLast());
            }
        }
        var ratios = new ArrayList<Double>();
        for (int i = 0; i < with.size(); i++) {
            ratios.add(with.get(i).perSecond() / without.get(i).perSecond());
        }
        return Figures.row(
                callers,
                median(with, Window::perSecond) + " (" + Figures.range(all(with, Window::perSecond)) + ")",
                median(without, Window::perSecond) + " (" + Figures.range(all(without, Window::perSecond)) + ")",
                Figures.plain(Figures.median(ratios)),
                median(with, Window::p50) + ", " + median(with, Window::p99),
                median(without, Window::p50) + ", " + median(without, Window::p99),
                median(with, Window::serverCpu),
                median(without, Window::serverCpu),
                median(with, Window::ownCpu),
                Figures.plain(Math.max(0, Figures.median(all(with, Window::otherCores)))),
                Figures.plain(Figures.median(flushes)));
    }

    /** What the disk can do: appends of 4 KiB, each forced, one after another for a second. */
    private static double appends(Path file) throws IOException {
        int count = 0;
        long began = System.nanoTime();
        try (var channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            while (System.nanoTime() - began < 1_000_000_000L) {
                channel.write(ByteBuffer.allocate(4096));
                channel.force(false);
                count++;
            }
        }
        return count * 1e9 / (System.nanoTime() - began);
    }

    /** Callers on kept connections, each on a virtual thread of its own, that send one request after another. */
    private final class Callers implements AutoCloseable {
        private final Service service;
        private final List<Connection> connections = new ArrayList<>();
        private final List<byte[]> shows = new ArrayList<>();
        private int last;

        Callers(Service service, int count) throws IOException {
            this.service = service;
            for (int i = 0; settings.shows() && i < SHOWN; i++) {
                shows.add(Requests.show(service.create(fresh(1).getFirst())));
            }
            for (int i = 0; i < count; i++) {
                connections.add(new Connection(service.port));
            }
        }

        Window window(int seconds) throws Exception {
            var latencies = new ArrayList<long[]>();
            var ended = new CountDownLatch(connections.size());
            var failures = new AtomicInteger();
            var requests = settings.shows()
                    ? shows
                    : fresh(Math.max(settings.signed() * seconds, 2 * last)); // signed before the clock starts
            var next = new AtomicInteger();
            var busy = Figures.busy();
            var serverCpu = service.cpu();
            long ownCpu = ownCpu();
            long began = System.nanoTime();
            for (var connection : connections) {
                Thread.startVirtualThread(() -> {
                    try {
                        var mine = calls(connection, began + seconds * 1_000_000_000L, requests, next);
                        synchronized (latencies) {
                            latencies.add(mine);
                        }
                    } catch (IOException | RuntimeException failed) {
                        failures.incrementAndGet();
                        failed.printStackTrace();
                    } finally {
                        ended.countDown();
                    }
                });
            }
            ended.await();
            double took = (System.nanoTime() - began) / 1e9;
            double own = (ownCpu() - ownCpu) / 1e9;
            double server = service.cpu().minus(serverCpu).toNanos() / 1e9;
            double all = Figures.busy().minus(busy).toNanos() / 1e9;
            if (failures.get() > 0) {
                throw new IllegalStateException(failures + " callers failed");
            }
            var sorted = latencies.stream().flatMapToLong(Arrays::stream).sorted().toArray();
            last = sorted.length;
            return new Window(
                    sorted.length / took,
                    Figures.percentile(sorted, 0.5) / 1e6,
                    Figures.percentile(sorted, 0.99) / 1e6,
                    server * 1e6 / sorted.length,
                    own * 1e6 / sorted.length,
                    (all - own - server) / took);
        }

        private long[] calls(Connection connection, long until, List<byte[]> requests, AtomicInteger next)
                throws IOException {
            var nanos = new long[1024];
            int count = 0;
            for (long began = System.nanoTime(); began < until; began = System.nanoTime()) {
                int at = next.getAndIncrement();
                if (at >= requests.size() && !settings.shows()) {
                    break; // a second that ends early: no more are signed
                }
                int status = connection.send(requests.get(at % requests.size()));
                if (status != (settings.shows() ? 200 : 202)) {
                    throw new IllegalStateException("answered " + status + " " + connection.body());
                }
                if (count == nanos.length) {
                    nanos = Arrays.copyOf(nanos, 2 * count);
                }
                nanos[count++] = System.nanoTime() - began;
            }
            return Arrays.copyOf(nanos, count);
        }

        @Override
        public void close() throws IOException {
            for (var connection : connections) {
                connection.close();
            }
        }
    }

    private static long ownCpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private interface Of {
        double of(Window window);
    }

    private static List<Double> all(List<Window> windows, Of of) {
        return windows.stream().map(of::of).toList();
    }

    private static String median(List<Window> windows, Of of) {
        return Figures.plain(Figures.median(all(windows, of)));
    }
}

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * All attackers of a soak, in a process of their own, so that what they do to their own machine is not taken for what they do to
 * the service's; it ends by itself.
 */
final class Floods {
    private static final int LAST_WAIT_SECONDS = 5;
    private static final int LONGEST_START_MILLIS = 5_000;

    private final Map<String, AtomicInteger> tries = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> cut = new ConcurrentHashMap<>();
    private final Map<String, String> said = new ConcurrentHashMap<>();
    private final int port;
    private final long until;
    private final int start;

    private Floods(int port, int seconds) {
        this.port = port;
        this.start = Math.min(LONGEST_START_MILLIS, seconds * 100);
        this.until = System.nanoTime() + seconds * 1_000_000_000L;
    }

    /** All there are. */
    static List<Flood> all(int connections) {
        return Stream.of(
                        TwoFloods.all(),
                        OneFloods.all(),
                        TlsFloods.all(connections),
                        CallFloods.all(),
                        TenantFloods.all(connections))
                .flatMap(List::stream)
                .toList();
    }

    /** Of {@code names}, with commas, or {@code all}. */
    static List<Flood> named(String names, int connections) {
        var all = all(connections);
        if (names.equals("all")) {
            return all;
        }
        var wanted = List.of(names.split(","));
        var chosen = all.stream().filter(flood -> wanted.contains(flood.name())).toList();
        if (chosen.size() < wanted.size()) {
            throw new IllegalArgumentException("--floods must be some of " + all.stream().map(Flood::name).toList()
                    + " with commas, or all, but is " + names);
        }
        return chosen;
    }

    /** The service's port, that of the evil origin, the connections it takes, how many seconds, and which floods. */
    static void main(String[] args) throws Exception {
        int connections = Integer.parseInt(args[2]);
        var floods = new Floods(Integer.parseInt(args[0]), Integer.parseInt(args[3]));
        try (var _ = new Evil(Integer.parseInt(args[1]))) {
            floods.run(named(args[4], connections));
        }
        System.out.println(floods.table());
        System.exit(0); // whoever still waits for an answer
    }

    private void run(List<Flood> floods) throws InterruptedException {
        var threads = new ArrayList<Thread>();
        for (int n = 0; n < floods.size(); n++) {
            var flood = floods.get(n);
            tries.put(flood.name(), new AtomicInteger());
            cut.put(flood.name(), new AtomicInteger());
            // each flood has an address of its own, as a stranger has; the account that means harm has one too
            var source = "127.0.1." + (n + 1);
            IntStream.range(0, flood.attackers())
                    .forEach(i -> threads.add(Thread.ofVirtual().start(() -> attack(flood, new Target(port, source, i, until)))));
        }
        while (System.nanoTime() - until < 0) {
            TimeUnit.MILLISECONDS.sleep(200);
            Target.forget();
        }
        Target.closeAll();
        for (var thread : threads) {
            thread.join(LAST_WAIT_SECONDS * 1_000L / threads.size() + 1);
        }
    }

    private void attack(Flood flood, Target at) {
        try {
            at.pause(at.number() * start / flood.attackers()); // not all in one millisecond
            while (!at.over()) {
                tries.get(flood.name()).incrementAndGet();
                once(flood, at);
                at.pause(flood.pauseMillis());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void once(Flood flood, Target at) throws InterruptedException {
        try {
            flood.attack().once(at);
        } catch (IOException ended) {
            if (!at.over()) {
                cut.get(flood.name()).incrementAndGet();
                said.put(flood.name(), String.valueOf(ended));
            }
        }
    }

    private String table() {
        var rows = new ArrayList<String>();
        rows.add(Figures.row("flood", "tries", "cut off by the service", "the last time with"));
        new TreeMap<>(tries)
                .forEach((name, count) -> rows.add(Figures.row(name, count, cut.get(name), said.getOrDefault(name, ""))));
        return Figures.table(rows);
    }
}

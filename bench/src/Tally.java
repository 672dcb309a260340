import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.LongStream;

/** How honest calls were answered, by their kind and by what carried them. */
final class Tally {
    private static final int MOST_TOLD = 20;

    private final long began = System.nanoTime();
    private final long limitNanos;
    private final Map<String, Row> rows = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> told = new ConcurrentLinkedQueue<>();

    /** @param limitMillis what takes longer is too slow */
    Tally(int limitMillis) {
        limitNanos = limitMillis * 1_000_000L;
    }

    private static final class Row {
        private final List<Long> nanos = new ArrayList<>();
        private int failed;

        synchronized void answered(long took, boolean well) {
            nanos.add(took);
            failed += well ? 0 : 1;
        }

        synchronized long[] sorted() {
            return nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        }

        synchronized int failed() {
            return failed;
        }
    }

    /** @param fault why it is not what an honest call is answered; empty when it is */
    void answered(String kind, String wire, long nanos, String fault) {
        rows.computeIfAbsent(kind + " | " + wire, _ -> new Row()).answered(nanos, fault.isEmpty());
        if ((nanos > limitNanos || !fault.isEmpty()) && told.size() < MOST_TOLD) {
            var line = String.format("  at %.1f s: %s, %s: %s after %.2f s", (System.nanoTime() - began - nanos) / 1e9, kind, wire,
                    fault.isEmpty() ? "answered" : fault, nanos / 1e9);
            told.add(line);
            System.err.println(line);
        }
    }

    int calls() {
        return all().length;
    }

    long failed() {
        return rows.values().stream().mapToLong(Row::failed).sum();
    }

    long late() {
        return late(all());
    }

    double slowest() {
        return seconds(all(), 1);
    }

    double p99() {
        return seconds(all(), 0.99);
    }

    /** What was wrong, the first of it. */
    List<String> told() {
        return List.copyOf(told);
    }

    /** A row for each kind and wire. */
    String table() {
        var lines = new ArrayList<String>();
        lines.add(Figures.row("call", "over", "calls", "p50, s", "p99, s", "slowest, s", "over "
                + limitNanos / 1_000_000 + " ms", "failed"));
        rows.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(one -> {
            var sorted = one.getValue().sorted();
            lines.add(Figures.row(one.getKey(), sorted.length, plain(sorted, 0.5), plain(sorted, 0.99), plain(sorted, 1),
                    late(sorted), one.getValue().failed()));
        });
        return Figures.table(lines);
    }

    private long[] all() {
        return rows.values().stream().flatMapToLong(row -> LongStream.of(row.sorted())).sorted().toArray();
    }

    private long late(long[] nanos) {
        return Arrays.stream(nanos).filter(one -> one > limitNanos).count();
    }

    private static String plain(long[] sorted, double share) {
        return String.format("%.3f", seconds(sorted, share));
    }

    private static double seconds(long[] sorted, double share) {
        return Figures.percentile(sorted, share) / 1e9;
    }
}

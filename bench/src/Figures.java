import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Medians, the machine's load, and how a figure is printed. */
final class Figures {
    private static final double TICKS = 100; // of /proc/stat: USER_HZ, 100 on every Linux of today

    private Figures() {}

    static double median(Collection<Double> values) {
        var sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** The value that {@code share} of the sorted ones do not exceed. */
    static double percentile(long[] sorted, double share) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.min(sorted.length - 1, sorted.length * share)];
    }

    static String plain(double value) {
        if (value >= 1_000) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value);
    }

    /** The smallest and the largest, for a reader who wants to know how much a median hides. */
    static String range(Collection<Double> values) {
        return plain(values.stream().min(Double::compare).orElseThrow()) + " to "
                + plain(values.stream().max(Double::compare).orElseThrow());
    }

    static String row(Object... cells) {
        return "| " + String.join(" | ", Arrays.stream(cells).map(String::valueOf).toList()) + " |";
    }

    static String table(List<String> rows) {
        int columns = (int) rows.getFirst().chars().filter(c -> c == '|').count() - 1;
        return rows.getFirst() + "\n" + "|---".repeat(columns) + "|\n" + String.join("\n", rows.subList(1, rows.size()));
    }

    /** CPU time of all processes of the machine since it started. */
    static Duration busy() throws IOException {
        var fields = Files.readString(Path.of("/proc/stat")).lines().findFirst().orElseThrow().split(" +");
        long ticks = 0;
        for (int i = 1; i <= 8; i++) { // user nice system idle iowait irq softirq steal
            ticks += i == 4 || i == 5 ? 0 : Long.parseLong(fields[i]);
        }
        return Duration.ofMillis((long) (ticks * 1_000 / TICKS));
    }

    /** The load average of the last minute. */
    static String load() throws IOException {
        return Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
    }

    /** The machine and its load, in one line. */
    static String machine(Path dir) throws IOException {
        var load = Files.readString(Path.of("/proc/loadavg")).split(" ");
        return Runtime.getRuntime().availableProcessors() + " cores, " + Files.getFileStore(dir).type() + ", JDK "
                + Runtime.version() + ", load average " + load[0] + " " + load[1] + " " + load[2];
    }
}

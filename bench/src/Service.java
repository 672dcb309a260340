import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The packaged service as {@code ./preheat serve} runs it: a process of its own, with its own data directory. */
final class Service implements AutoCloseable {
    private static final Path REPOSITORY = Path.of("").toAbsolutePath();
    private static final int READY_SECONDS = 300; // it may have to be built

    private final Process process;
    final Path dir;
    final int port;
    final long nanosToReady;

    private Service(Process process, Path dir, int port, long nanosToReady) {
        this.process = process;
        this.dir = dir;
        this.port = port;
        this.nanosToReady = nanosToReady;
    }

    /** A directory with a configuration for one nginx at {@code edgePort}; emptied if it was there. */
    static Path prepare(Path dir, int edgePort, String extra) throws IOException {
        return prepare(dir, List.of(edgePort), "nginx", extra);
    }

    static Path prepare(Path dir, List<Integer> edgePorts, String software, String extra) throws IOException {
        return prepare(dir, new Setup(edgePorts, software, "", extra));
    }

    /**
     * What a service is to know.
     *
     * @param ofDomain further keys of its domain, each after a comma
     * @param extra further lines
     */
    record Setup(List<Integer> edgePorts, String software, String ofDomain, String extra) {}

    static Path prepare(Path dir, Setup setup) throws IOException {
        delete(dir);
        Files.createDirectories(dir);
        // as soon as the repository's example knows the throttle, this must be off
        var throttled = Files.readString(REPOSITORY.resolve("preheat.example.yaml")).lines().anyMatch(
                line -> line.startsWith("throttle:"));
        var file = Files.createFile(
                dir.resolve("preheat.yaml"), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, """
                listen: 127.0.0.1:0
                store: sqlite:%s/preheat.db
                quota: { assets-per-day: 1000000000, zone: UTC }
                accounts:
                  - name: bench
                    projects: [ { id: %s, name: bench } ]
                    users:
                      - { name: bench, owner: true, access-keys: [ { ak: %s, sk: %s } ] }
                domains:
                  - { name: %s, project: %s%s }
                edges:
                """.formatted(dir, Requests.PROJECT, Requests.KEY, Requests.SECRET, Requests.DOMAIN, Requests.PROJECT,
                                setup.ofDomain())
                + setup.edgePorts().stream()
                        .map(port -> "  - { name: edge-" + port + ", address: http://127.0.0.1:" + port + ", software: "
                                + setup.software() + " }\n")
                        .collect(Collectors.joining())
                + (throttled ? "throttle: { create-per-minute: 0, show-per-minute: 0 }\n" : "")
                + setup.extra());
        return dir;
    }

    static Service start(Path dir) throws IOException {
        return start(dir, List.of(REPOSITORY.resolve("preheat").toString()));
    }

    /** @param command what stands for {@code ./preheat} */
    static Service start(Path dir, List<String> command) throws IOException {
        var arguments = new ArrayList<>(command);
        arguments.addAll(List.of("serve", "--config", dir + "/preheat.yaml", "--data", dir.toString()));
        var builder = new ProcessBuilder(arguments)
                .redirectError(ProcessBuilder.Redirect.appendTo(dir.resolve("log").toFile()));
        long began = System.nanoTime();
        var process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        var late = CompletableFuture.delayedExecutor(READY_SECONDS, TimeUnit.SECONDS);
        var bound = CompletableFuture.runAsync(process::destroyForcibly, late);
        BufferedReader out = process.inputReader();
        var line = out.readLine();
        while (line != null && !line.startsWith("preheat ready ")) { // a JVM that is profiled says so
            line = out.readLine();
        }
        long ready = System.nanoTime() - began;
        bound.cancel(false);
        if (line == null) {
            throw new IllegalStateException("not ready within " + READY_SECONDS + " s, or ended before; see " + dir + "/log");
        }
        return new Service(process, dir, Integer.parseInt(line.substring(line.lastIndexOf(':') + 1)), ready);
    }

    /** How {@code ./preheat} runs the JVM, without the verb: the same flags for a comparison. */
    List<String> command() throws IOException {
        var all = List.of(Files.readString(Path.of("/proc/" + process.pid() + "/cmdline")).split("\0"));
        return all.subList(0, all.indexOf("serve"));
    }

    /** The same with another jar. */
    List<String> command(Path jar) throws IOException {
        if (!Files.isReadable(jar)) {
            throw new IllegalArgumentException("--against must name a jar with its lib beside it, such as target/run/preheat.jar"
                    + " of another checkout, but there is no " + jar);
        }
        var command = new ArrayList<>(command());
        command.set(command.indexOf("-jar") + 1, jar.toAbsolutePath().toString());
        return command;
    }

    /** CPU time of the process so far. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** A line of /proc/PID/status in MB: VmRSS is what it holds now, VmHWM the most it ever held. */
    double megabytes(String name) throws IOException {
        var status = Files.readString(Path.of("/proc/" + process.pid() + "/status"));
        var found = Pattern.compile(name + ":\\s+(\\d+) kB").matcher(status);
        if (!found.find()) {
            throw new IllegalStateException("no " + name);
        }
        return Long.parseLong(found.group(1)) / 1024.0;
    }

    long pid() {
        return process.pid();
    }

    /** How many files and connections it has open. */
    int files() throws IOException {
        try (var open = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
            return (int) open.count();
        }
    }

    /** Sends one request that must succeed; the body of its answer. */
    String must(byte[] request) throws IOException {
        try (var connection = new Connection(port)) {
            int status = connection.send(request);
            if (status / 100 != 2) {
                throw new IllegalStateException("answered " + status + " " + connection.body());
            }
            return connection.body();
        }
    }

    /** The id of a new task. */
    String create(byte[] request) throws IOException {
        return must(request).replaceAll("[^0-9a-f]*task_id\":\"|\"}", "");
    }

    /** What is done until a task is asked for again. */
    interface Pause {
        void take() throws IOException, InterruptedException;
    }

    /**
     * Asks for a task until its answer is as wanted, which is returned.
     *
     * @throws IllegalStateException with what was answered, when a fill has failed or {@code seconds} are over
     */
    String until(String task, Predicate<String> wanted, int seconds, Pause pause)
            throws IOException, InterruptedException {
        long began = System.nanoTime();
        for (var shown = task(task); ; shown = task(task)) {
            if (shown.contains("\"state\":\"failed\"")) {
                throw new IllegalStateException("a fill was not proved: " + shown + "; see " + dir + "/log");
            }
            if (wanted.test(shown)) {
                return shown;
            }
            if (System.nanoTime() - began > seconds * 1e9) {
                throw new IllegalStateException(
                        "not there within " + seconds + " s (--within): " + shown + "; see " + dir + "/log");
            }
            pause.take();
        }
    }

    /** Whether none of a task's fills waits or runs any more. */
    static boolean ended(String shown) {
        return !shown.contains("\"state\":\"waiting\"") && !shown.contains("\"state\":\"running\"");
    }

    /** A task with its fills, as the product's own API shows it. */
    String task(String id) throws IOException {
        return must(Requests.showTask(id));
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** An edge that takes connections and never says a word: fills stay queued, and nobody is busy with them. */
    static ServerSocket silentEdge() throws IOException {
        return new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
    }

    static void delete(Path dir) throws IOException {
        if (Files.exists(dir)) {
            try (var all = Files.walk(dir)) {
                for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            }
        }
    }
}

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.DoubleAccumulator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What asks edges for a title, and what that costs the machine it runs on. */
sealed interface Clients {
    String name();

    /** How many of the title's URLs it is given: one in so many. */
    default int part() {
        return 1;
    }

    Cost fill(List<Caches> edges, List<String> uris) throws Exception;

    /**
     * @param began in seconds of the epoch
     * @param seconds from then to the end: of the last process, or to {@code succeed}
     * @param megabytes the most that was resident at a time, of all its processes; 0 where that says nothing
     * @param said what went wrong; empty when nothing did
     */
    record Cost(double began, double seconds, double cpu, double megabytes, String said) {
        /** What the whole would have cost, of which this was one in {@code times}. */
        Cost times(double times) {
            return new Cost(began, seconds * times, cpu * times, megabytes, said);
        }
    }

    static double now() {
        return System.currentTimeMillis() / 1e3;
    }

    /** Every rival, {@code curl} first. */
    static List<Command> rivals(Path dir) {
        return List.of(
                new Command(dir, "curl", "`curl --parallel --parallel-max 50`", 1,
                        "url = \"http://HOST/URI\"\noutput = \"/dev/null\"\n",
                        "curl -q -s --no-progress-meter --parallel --parallel-max 50 --connect-to ::127.0.0.1:PORT -K LIST"),
                new Command(dir, "aria2c", "`aria2c -j50`", 1,
                        "http://127.0.0.1:PORT/URI\n",
                        "aria2c --no-conf -q --download-result=hide -j50 --file-allocation=none --allow-overwrite=true"
                                + " --header 'Host: HOST' -d DISCARD -i LIST"),
                new Command(dir, "wget", "`wget -i`", 1,
                        "http://127.0.0.1:PORT/URI\n",
                        "wget --no-config -q --no-proxy --header 'Host: HOST' -O /dev/null -i LIST"),
                new Command(dir, "loop", "a `curl` for each URL, one after another", 10,
                        "http://HOST/URI\n",
                        "while read -r url; do"
                                + " curl -q -s -o /dev/null --connect-to ::127.0.0.1:PORT \"$url\" || exit; done <LIST"));
    }

    /** Programs that are given a list of URLs; one process for each edge, all at the same time. */
    record Command(Path dir, String word, String name, int part, String entry, String line) implements Clients {
        private static final Path MEMORY = Path.of("/dev/shm");
        private static final int MOST_SECONDS = 600;

        String program() {
            return line.startsWith("while") ? "curl" : line.substring(0, line.indexOf(' '));
        }

        @Override
        public Cost fill(List<Caches> edges, List<String> uris) throws Exception {
            var discard = Files.createTempDirectory(Files.isWritable(MEMORY) ? MEMORY : dir, "preheat-bench");
            try {
                return run(edges.stream().map(edge -> forEdge(edge.port, uris, discard)).toList());
            } finally {
                Service.delete(discard);
            }
        }

        private String forEdge(int port, List<String> uris, Path discard) {
            var list = dir.resolve(word + "-" + port + ".txt");
            Caches.write(list, uris.stream()
                    .map(uri -> named(entry, port).replace("URI", uri))
                    .collect(Collectors.joining()));
            return named(line, port)
                    .replace("LIST", list.toString())
                    .replace("DISCARD", discard.resolve("" + port).toString());
        }

        private static String named(String text, int port) {
            return text.replace("HOST", Requests.DOMAIN).replace("PORT", "" + port);
        }

        private Cost run(List<String> lines) throws Exception {
            var script = dir.resolve(word + ".sh");
            var errors = dir.resolve(word + ".err");
            Caches.write(script, lines.stream().collect(Collectors.joining(
                    " &\n", "exec 2>" + errors + "\nTIMEFORMAT='%U %S'\ntime { ", " &\nbad=0; for one in $(jobs -p); do"
                            + " wait $one || bad=$?; done; }\nexit $bad\n")));
            var builder = new ProcessBuilder("bash", script.toString());
            builder.environment().keySet().removeIf(key -> key.toLowerCase(Locale.ROOT).endsWith("_proxy"));
            double at = Clients.now();
            long began = System.nanoTime();
            var process = builder.start();
            double megabytes = 0;
            while (!process.waitFor(10, TimeUnit.MILLISECONDS)) {
                megabytes = Math.max(megabytes, megabytes(process.pid()));
                if (System.nanoTime() - began > MOST_SECONDS * 1e9) {
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    process.destroyForcibly();
                    throw new IllegalStateException(name + " took more than " + MOST_SECONDS + " s");
                }
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            var spent = Files.readAllLines(errors).getLast().split(" ");
            double cpu = Double.parseDouble(spent[0]) + Double.parseDouble(spent[1]);
            return new Cost(at, seconds, cpu, megabytes, process.exitValue() == 0 ? "" : "ended with " + process.exitValue());
        }

        /** The most each process below this one had until now, together; without the shells between. */
        private static double megabytes(long pid) {
            return of(pid, "task/" + pid + "/children").lines()
                    .flatMap(line -> Stream.of(line.strip().split(" ")))
                    .filter(child -> !child.isEmpty())
                    .mapToDouble(child -> most(child) + megabytes(Long.parseLong(child)))
                    .sum();
        }

        private static double most(String pid) {
            var status = of(Long.parseLong(pid), "status");
            var found = Pattern.compile("VmHWM:\\s+(\\d+) kB").matcher(status);
            return status.startsWith("Name:\tbash") || !found.find() ? 0 : Long.parseLong(found.group(1)) / 1024.0;
        }

        private static String of(long pid, String name) {
            try {
                return Files.readString(Path.of("/proc/" + pid + "/" + name));
            } catch (IOException _) {
                return ""; // it has ended
            }
        }
    }

    /**
     * The packaged service: one task for the asset, from the call that creates it to the answer {@code succeed}.
     *
     * @param tasks how many it has had
     * @param within how many seconds a task may take
     */
    record Preheat(String name, Service service, AtomicInteger tasks, int within) implements Clients {

        @Override
        public Cost fill(List<Caches> edges, List<String> uris) throws Exception {
            var before = service.cpu();
            var request = Requests.preheatFilm(tasks.incrementAndGet());
            var megabytes = new DoubleAccumulator(Math::max, 0);
            double at = Clients.now();
            long began = System.nanoTime();
            var task = service.create(request);
            service.until(task, Service::ended, within, () -> {
                megabytes.accumulate(service.megabytes("VmRSS"));
                Thread.sleep(10);
            });
            var shown = service.must(Requests.show(task));
            double seconds = (System.nanoTime() - began) / 1e9;
            double cpu = service.cpu().minus(before).toNanos() / 1e9;
            if (!shown.contains("\"succeed\"")) {
                throw new IllegalStateException("a fill was not proved: " + service.task(task) + "; see " + service.dir + "/log");
            }
            return new Cost(at, seconds, cpu, megabytes.get(), "");
        }
    }

    /** The service once more, where all is stored already: probes, and what it asks the origin. */
    record Again(Preheat preheat) implements Clients {
        @Override
        public String name() {
            return preheat.name() + ", once more";
        }

        @Override
        public Cost fill(List<Caches> edges, List<String> uris) throws Exception {
            return preheat.fill(edges, uris);
        }
    }

    /** 16 connections to each edge with the lightest request that fills it; each ends when its last object is stored. */
    record Native(Edges software) implements Clients {
        private static final int CONNECTIONS = 16;

        @Override
        public String name() {
            return "the lightest request, " + CONNECTIONS + " connections";
        }

        @Override
        public Cost fill(List<Caches> edges, List<String> uris) throws Exception {
            var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            long before = system.getProcessCpuTime();
            double at = Clients.now();
            long began = System.nanoTime();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                var all = edges.stream()
                        .flatMap(edge -> connections(edge, uris).stream().map(threads::submit))
                        .toList();
                for (Future<Void> one : all) {
                    one.get();
                }
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            return new Cost(at, seconds, (system.getProcessCpuTime() - before) / 1e9, 0, "");
        }

        private List<Callable<Void>> connections(Caches edge, List<String> uris) {
            var next = new AtomicInteger();
            return Collections.nCopies(CONNECTIONS, () -> {
                try (var connection = new Connection(edge.port)) {
                    int last = -1;
                    for (int i = next.getAndIncrement(); i < uris.size(); i = next.getAndIncrement()) {
                        connection.send(software.lightest(uris.get(i)).getBytes());
                        last = i;
                    }
                    if (last >= 0) {
                        connection.send(Caches.probe(uris.get(last), "native")); // waits for what is under way
                    }
                }
                return null;
            });
        }
    }
}

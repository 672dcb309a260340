import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** One service, its honest callers and some floods, from its start until all that it accepted has succeeded. */
final class SoakRound {
    private static final int PATIENCE_SECONDS = 30;

    private final SoakSite site;
    private final int connections;
    private final int limit;
    private final AtomicInteger creates;

    SoakRound(SoakSite site, int connections, int limit, AtomicInteger creates) {
        this.site = site;
        this.connections = connections;
        this.limit = limit;
        this.creates = creates;
    }

    /** Seconds of floods, without any before them, and for what was accepted to succeed after them. */
    record Times(int flooded, int quiet, int within) {}

    /** The service's figures while it was flooded. */
    private record Cost(double before, double most, double after, double cores, double all, int files, int filesMost, int filesAfter,
            long log) {}

    /** How a round ended: {@code wrongs} is empty when all was well. */
    record Ended(Tally quiet, Tally flooded, String attackers, Cost cost, int accepted, List<String> wrongs) {
        String row(String name) {
            return Figures.row(name, flooded.calls(), Figures.plain(flooded.p99()), Figures.plain(flooded.slowest()), flooded.late(),
                    flooded.failed(), Math.round(cost.most), Figures.plain(cost.cores), cost.log,
                    String.join("; ", wrongs));
        }

        String summary() {
            return """

                    %,d tasks were accepted; RSS %.0f MB before, at most %.0f MB, %.0f MB after; %.2f cores of the %.2f that were busy; open files %d before, \
                    at most %d, %d after; %,d kB of log; honest calls: %,d, p99 %.3f s, slowest %.3f s, %d too slow, %d failed
                    %s""".formatted(accepted, cost.before, cost.most, cost.after, cost.cores, cost.all, cost.files, cost.filesMost,
                            cost.filesAfter, cost.log, flooded.calls(), flooded.p99(), flooded.slowest(), flooded.late(),
                            flooded.failed(), wrongs.isEmpty() ? "All was well." : "WRONG: " + String.join("\n", wrongs));
        }
    }

    /** @param command empty: {@code ./preheat} */
    Ended run(List<String> command, String floods, Times times) throws Exception {
        try (var service = site.start(connections, command)) {
            site.publish(service.port);
            var quiet = new Tally(limit);
            var accepted = new HashMap<>(honest(service, quiet, () -> TimeUnit.SECONDS.sleep(times.quiet())));
            var flooded = new Tally(limit);
            var said = new StringBuilder();
            var cost = new ArrayList<Cost>();
            accepted.putAll(honest(service, flooded, () -> cost.add(flood(service, floods, times.flooded(), said))));
            var wrongs = new ArrayList<>(judged(flooded));
            wrongs.addAll(lost(service, accepted, times.within()));
            return new Ended(quiet, flooded, said.toString(), cost.getFirst(), accepted.size(), wrongs);
        }
    }

    private interface Meanwhile {
        void happens() throws Exception;
    }

    private Map<String, String> honest(Service service, Tally tally, Meanwhile meanwhile) throws Exception {
        var honest = new Honest(service.port, site.trust(), tally, creates);
        try (honest) {
            honest.begin();
            meanwhile.happens();
        }
        return honest.accepted();
    }

    private List<String> judged(Tally tally) {
        var wrongs = new ArrayList<String>();
        if (tally.failed() > 0) {
            wrongs.add(tally.failed() + " honest calls failed");
        }
        if (tally.late() > 0) {
            wrongs.add(tally.late() + " honest calls took more than " + limit + " ms, the slowest %.2f s".formatted(tally.slowest()));
        }
        if (!wrongs.isEmpty()) {
            wrongs.add("first: " + tally.told().getFirst().strip());
        }
        return wrongs;
    }

    private Cost flood(Service service, String floods, int seconds, StringBuilder said) throws IOException, InterruptedException {
        double before = service.megabytes("VmRSS");
        int files = service.files();
        long log = Files.size(service.dir.resolve("log"));
        var cpu = service.cpu();
        var busy = Figures.busy();
        long began = System.nanoTime();
        var attackers = attackers(service.port, floods, seconds);
        var output = CompletableFuture.supplyAsync(() -> read(attackers));
        double most = before;
        int filesMost = files;
        while (attackers.isAlive() && System.nanoTime() - began < (seconds + PATIENCE_SECONDS) * 1e9) {
            TimeUnit.MILLISECONDS.sleep(200);
            most = Math.max(most, service.megabytes("VmRSS"));
            filesMost = Math.max(filesMost, service.files());
        }
        double cores = service.cpu().minus(cpu).toNanos() / (double) (System.nanoTime() - began);
        double all = Figures.busy().minus(busy).toNanos() / (double) (System.nanoTime() - began);
        attackers.destroyForcibly();
        said.append(output.join());
        TimeUnit.SECONDS.sleep(2); // what was cut off has ended
        return new Cost(before, most, service.megabytes("VmRSS"), cores, all, files, filesMost, service.files(),
                (Files.size(service.dir.resolve("log")) - log) / 1_000);
    }

    /** Nicer than the service: other people's machines do not take its processor. */
    private Process attackers(int port, String floods, int seconds) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(List.of("nice", "-n", "10", java, "-Xmx700m", "-cp", System.getProperty("java.class.path"),
                        "Floods", "" + port, "" + site.evilPort, "" + connections, "" + seconds, floods))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return process;
    }

    private static String read(Process process) {
        try (var out = process.inputReader()) {
            return out.readAllAsString();
        } catch (IOException broken) {
            return "the attackers' process broke: " + broken;
        }
    }

    /** What was accepted and is not there, or did not succeed, or is at no edge. */
    private List<String> lost(Service service, Map<String, String> accepted, int within) throws Exception {
        var signer = SoakSite.honest(service.port);
        var left = new ArrayList<>(accepted.keySet());
        var wrongs = new ArrayList<String>();
        long began = System.nanoTime();
        try (var wire = new Wire.Kept(service.port, site.trust())) {
            while (!left.isEmpty() && System.nanoTime() - began < within * 1e9) {
                look(wire, signer, left, wrongs);
                TimeUnit.MILLISECONDS.sleep(200);
            }
        }
        if (!left.isEmpty()) {
            wrongs.add(left.size() + " of " + accepted.size() + " accepted tasks had not succeeded after " + within + " s");
        }
        if (wrongs.isEmpty()) {
            site.mustHave(List.copyOf(accepted.values()));
        }
        return wrongs.size() > 5 ? List.of(wrongs.size() + " tasks: " + wrongs.getFirst()) : wrongs;
    }

    /** Takes from {@code left} what has ended; returns early when there is no answer. */
    private static void look(Wire wire, Signer signer, List<String> left, List<String> wrongs) throws InterruptedException {
        try {
            for (var task : List.copyOf(left)) {
                var end = Honest.ended(wire, signer, task);
                if (!end.isEmpty()) {
                    left.remove(task);
                }
                if (!end.isEmpty() && !end.equals("succeed")) {
                    wrongs.add(task + " " + end);
                }
            }
        } catch (IOException away) {
            System.err.println("  after the floods: " + away);
        }
    }
}

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** Every flood side by side, or each for itself, while honest callers of another account are timed. */
final class Soak {
    private final SoakSite site;
    private final How how;
    private final List<String> wrongs = new ArrayList<>();
    private final AtomicInteger creates = new AtomicInteger();

    /**
     * What is done.
     *
     * @param quiet seconds without floods before
     * @param connections what the service takes: few, so that a flood fills it
     * @param limit milliseconds that an honest call may take
     * @param within seconds for all that was accepted to succeed, after the floods
     * @param apart each flood for itself, beside a service of its own
     */
    private record How(
            int seconds, int quiet, int connections, int limit, int within, boolean apart, String floods, String against) {}

    private Soak(SoakSite site, How how) {
        this.site = site;
        this.how = how;
    }

    static void main(String[] args) throws Exception {
        var dir = Path.of(args[0]);
        var options = Options.of(args, 1);
        var how = new How(
                options.number("--minutes", 10, 0) * 60 + options.number("--seconds", 0, 8),
                options.number("--quiet", 10, 2),
                options.number("--connections", 400, 400),
                options.number("--limit-ms", 1_000, 5_000),
                options.number("--within", 300, 60),
                options.has("--apart"),
                options.text("--floods", "all", "all"),
                options.text("--against", "", ""));
        options.checked();
        Floods.named(how.floods(), how.connections());
        System.out.println("soak: " + how.seconds() + " s of floods, limits.connections " + how.connections() + "; "
                + Figures.machine(dir.getParent()));
        try (var site = new SoakSite(dir)) {
            new Soak(site, how).run();
        }
    }

    private void run() throws Exception {
        if (!how.against().isEmpty()) {
            command(); // a wrong one is known at once
            System.out.println("\n**The other jar**\n");
            new Soak(site, how).all(command());
            System.out.println("\n**This one**\n");
        }
        all(List.of());
        if (!wrongs.isEmpty()) {
            throw new IllegalStateException(String.join("; ", wrongs));
        }
    }

    private List<String> command() throws IOException {
        try (var service = site.start(how.connections(), List.of())) {
            return service.command(Path.of(how.against()));
        }
    }

    private void all(List<String> command) throws Exception {
        if (how.apart()) {
            apart(command);
            return;
        }
        var round = new SoakRound(site, how.connections(), how.limit(), creates);
        var ended = round.run(command, how.floods(), new SoakRound.Times(how.seconds(), how.quiet(), how.within()));
        System.out.println(ended.quiet().table().replaceFirst("call", "before the floods"));
        System.out.println();
        System.out.println(ended.flooded().table().replaceFirst("call", "during the floods"));
        System.out.println();
        System.out.println(ended.attackers());
        System.out.println(ended.summary());
        wrongs.addAll(ended.wrongs());
    }

    private void apart(List<String> command) throws Exception {
        var floods = Floods.named(how.floods(), how.connections());
        int each = Math.max(4, how.seconds() / floods.size());
        var rows = new ArrayList<String>();
        rows.add(Figures.row("flood, " + each + " s alone", "honest calls", "p99, s", "slowest, s", "over " + how.limit() + " ms",
                "failed", "RSS at most, MB", "service's CPU, cores", "log, kB", "wrong"));
        for (var flood : floods) {
            var ended = new SoakRound(site, how.connections(), how.limit(), creates)
                    .run(command, flood.name(), new SoakRound.Times(each, how.quiet(), how.within()));
            rows.add(ended.row(flood.name()));
            System.err.println(rows.getLast());
            wrongs.addAll(ended.wrongs().stream().map(wrong -> flood.name() + ": " + wrong).toList());
            TimeUnit.SECONDS.sleep(1);
        }
        System.out.println(rows.stream().collect(Collectors.collectingAndThen(Collectors.toList(), Figures::table)));
    }
}

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** From exec to `preheat ready` and to the first 202, beside a JVM that does nothing. */
final class StartUp {
    private StartUp() {}

    /** What a JVM costs that has nothing to do. */
    static final class Nothing {
        private Nothing() {}

        static void main() {}
    }

    private record Start(double readyMillis, double acceptedMillis, double cpuMillis) {}

    static void main(String[] args) throws Exception {
        var dir = Path.of(args[0]);
        var options = Options.of(args, 1);
        int rounds = options.number("--rounds", 10, 1);
        options.checked();
        System.out.println("start: " + rounds + " rounds; " + Figures.machine(dir.getParent()));
        try (var edge = Service.silentEdge()) {
            run(Service.prepare(dir, edge.getLocalPort(), ""), rounds);
        }
    }

    private static void run(Path dir, int rounds) throws IOException, InterruptedException {
        List<String> command;
        try (var first = Service.start(dir)) {
            first.must(Requests.publishFilm());
            command = first.command();
        }
        var script = new ArrayList<Start>();
        var direct = new ArrayList<Start>();
        var nothing = new ArrayList<Double>();
        for (int round = 0; round < rounds; round++) {
            script.add(start(dir, script(), 2 * round));
            direct.add(start(dir, command, 2 * round + 1));
            nothing.add(nothing(command));
        }
        var rows = new ArrayList<String>();
        rows.add(Figures.row("", "ready, ms", "first 202, ms", "CPU until then, ms"));
        rows.add(row("`./preheat serve`", script));
        rows.add(row("its `java -jar` alone", direct));
        rows.add(Figures.row("a JVM with the same flags that does nothing", Figures.plain(Figures.median(nothing)), "", ""));
        System.out.println(Figures.table(rows));
    }

    private static List<String> script() {
        return List.of(Path.of("preheat").toAbsolutePath().toString());
    }

    private static Start start(Path dir, List<String> command, int number) throws IOException {
        var request = Requests.creates(number, 1, 1).getFirst();
        long began = System.nanoTime();
        try (var service = Service.start(dir, command)) {
            service.create(request);
            double accepted = (System.nanoTime() - began) / 1e6;
            return new Start(service.nanosToReady / 1e6, accepted, service.cpu().toMillis());
        }
    }

    private static double nothing(List<String> command) throws IOException, InterruptedException {
        var same = new ArrayList<>(command.subList(0, command.indexOf("-jar")));
        same.addAll(List.of("-cp", System.getProperty("java.class.path"), Nothing.class.getName()));
        long began = System.nanoTime();
        int exit = new ProcessBuilder(same).inheritIO().start().waitFor();
        if (exit != 0) {
            throw new IllegalStateException("java ended with " + exit);
        }
        return (System.nanoTime() - began) / 1e6;
    }

    private static String row(String name, List<Start> starts) {
        var ready = starts.stream().map(Start::readyMillis).toList();
        var accepted = starts.stream().map(Start::acceptedMillis).toList();
        return Figures.row(
                name,
                Figures.plain(Figures.median(ready)) + " (" + Figures.range(ready) + ")",
                Figures.plain(Figures.median(accepted)) + " (" + Figures.range(accepted) + ")",
                Figures.plain(Figures.median(starts.stream().map(Start::cpuMillis).toList())));
    }
}

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/** Callers of one account who want nothing but what the service is for, one call after another, each of them timed. */
final class Honest implements AutoCloseable {
    static final Pattern TASK = Pattern.compile("\"task_id\":\"([0-9a-f]{32})\"");
    private static final int PAUSE_MILLIS = 100;
    private static final int SIGN_IN_EVERY = 24;

    private final int port;
    private final Signer signer;
    private final Tally tally;
    private final SSLContext trust;
    private final AtomicInteger creates;
    private final Map<String, String> accepted = new ConcurrentHashMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;

    /** @param creates how many there were before, as no two may ask for the same */
    Honest(int port, SSLContext trust, Tally tally, AtomicInteger creates) {
        this.port = port;
        this.signer = SoakSite.honest(port);
        this.tally = tally;
        this.trust = trust;
        this.creates = creates;
    }

    /** Sends two callers on their way over each wire. */
    Honest begin() {
        for (int i = 0; i < 2; i++) {
            begin(new Wire.Kept(port, trust), i);
            begin(new Wire.Fresh(port, trust), i);
            begin(new Wire.Two(trust), i);
        }
        return this;
    }

    /** Every task that was promised, with the path of its one URL. */
    Map<String, String> accepted() {
        return Map.copyOf(accepted);
    }

    /** Returns when every caller has had its last answer. */
    @Override
    public void close() {
        stopped = true;
        try {
            for (var thread : threads) {
                thread.join();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void begin(Wire wire, int number) {
        threads.add(Thread.ofVirtual().start(() -> {
            try (wire) {
                new Caller(wire, number).run();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    private static boolean known(Wire.Reply reply) {
        return reply.status() / 100 == 2;
    }

    /** What has become of a task; empty while it is under way. */
    static String ended(Wire wire, Signer signer, String task) throws IOException, InterruptedException {
        var reply = wire.send(signer.show("look", task));
        if (reply.status() == 429) { // the account's minute is over, which says nothing of the task
            Thread.sleep(PAUSE_MILLIS);
            return "";
        }
        if (!known(reply)) {
            return "lost: answered " + reply.status() + " " + reply.body();
        }
        return reply.body().contains("\"succeed\"") ? "succeed" : reply.body().contains("\"failed\"") ? "failed: " + reply.body() : "";
    }

    private final class Caller {
        private final Wire wire;
        private int turn;
        private String task = "";

        Caller(Wire wire, int number) {
            this.wire = wire;
            turn = number * SIGN_IN_EVERY / 2;
        }

        void run() throws InterruptedException {
            while (!stopped) {
                one();
                turn++;
                Thread.sleep(PAUSE_MILLIS);
            }
        }

        private void one() throws InterruptedException {
            if (turn % SIGN_IN_EVERY == SIGN_IN_EVERY - 1) {
                timed(Call.signIn("sign-in", signer.host(), SoakSite.HONEST, SoakSite.HONEST, SoakSite.PASSWORD), 201);
                return;
            }
            switch (turn % 4) {
                case 0 -> create();
                case 1 -> show();
                case 2 -> timed(Call.plain("/healthz", signer.host(), "/healthz"), 200);
                default -> timed(Call.plain("/readyz", signer.host(), "/readyz"), 200);
            }
        }

        private void create() throws InterruptedException {
            var path = "film/" + turn / 4 % SoakSite.FILMS + ".ts?auth_key=" + creates.incrementAndGet();
            var found = TASK.matcher(timed(signer.create("create", Requests.url(path)), 202));
            if (found.find()) {
                task = found.group(1);
                accepted.put(task, path);
            }
        }

        private void show() throws InterruptedException {
            if (!task.isEmpty()) {
                timed(signer.show("show", task), 200);
            }
        }

        /** The body of a good answer; else none, and it is counted. */
        private String timed(Call call, int expected) throws InterruptedException {
            long began = System.nanoTime();
            try {
                var reply = wire.send(call);
                var fault = reply.status() == expected ? "" : "answered " + reply.status() + " " + reply.body();
                tally.answered(call.kind(), wire.name(), System.nanoTime() - began, fault);
                return fault.isEmpty() ? reply.body() : "";
            } catch (IOException broken) {
                tally.answered(call.kind(), wire.name(), System.nanoTime() - began, broken.toString());
                return "";
            }
        }
    }
}

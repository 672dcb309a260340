package dev.preheat.own;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.api.WireFixture;
import dev.preheat.preheat.Fill;
import dev.preheat.preheat.FillOutcome.Proved;
import dev.preheat.preheat.PreheatTask;
import dev.preheat.preheat.Progress;
import dev.preheat.preheat.Proof;
import dev.preheat.preheat.TaskId;
import dev.preheat.tenancy.AccountName;
import dev.preheat.tenancy.Project;
import dev.preheat.tenancy.ProjectId;
import dev.preheat.testing.Awaits;
import dev.preheat.testing.RawHttp;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody sees who watches a task, over real connections. */
class WatchTaskTest {
    private static final Instant NOW = Instant.parse("2025-11-26T12:00:00Z");

    @TempDir
    Path dir;

    private WireFixture wire;
    private String task;

    @BeforeEach
    void open() throws Exception {
        wire = new WireFixture(dir, Map.of());
        var body = "{\"asset_id\":\"f488337c31c8e4622f1590735b134c65\"}";
        var created = RawHttp.exchange(
                wire.server.port(),
                head("POST", "/v1.0/" + WireFixture.PROJECT + "/asset/preheating") + "Content-Length: " + body.length()
                        + "\r\n\r\n" + body);
        task = created.replaceFirst("(?s).*\"task_id\":\"(\\w+)\".*", "$1");
    }

    @AfterEach
    void close() {
        wire.close();
    }

    @Test
    void theTaskComesFirstThenEveryChangeThenTheEnd() throws Exception {
        try (var watcher = new Watcher("")) {
            assertThat(watcher.event().name()).isEqualTo("task");
            var fills = claim();
            assertThat(watcher.event("fill").data()).contains("\"state\":\"running\"");
            var firstSeconds = new Progress(1, 2, 3, 4).with(new Progress.Play(0, 0, Optional.of(NOW)));
            wire.queue.renew(fills.get(0), firstSeconds);
            assertThat(watcher.event("first_seconds").data())
                    .contains("\"edge\":\"sg-1\",\"first_seconds_at\":\"2025-11-26T12:00:00Z\"");
            fills.forEach(this::prove);
            assertThat(watcher.event("finished").data())
                    .isEqualTo("{\"task_id\":\"" + task + "\",\"status\":\"succeed\"}");
            assertThat(watcher.ended()).isTrue();
        }
    }

    @Test
    void whatOneAccountWatchesIsLookedAtOneAfterAnotherAndHoldsUpNobodyElse() {
        var seen = wire.tasks.find(WireFixture.PROJECT, new TaskId(task)).orElseThrow();
        var acme = new Project(WireFixture.PROJECT, "a", WireFixture.ACCOUNT);
        var globex = new Project(new ProjectId("fedcba9876543210fedcba9876543210"), "g", new AccountName("globex"));
        var looking = new ConcurrentHashMap<TaskId, ProjectId>();
        var release = new CountDownLatch(1);
        TaskWatches.Look slow = (project, id) -> {
            looking.put(id, project);
            try {
                release.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            return Optional.empty();
        };
        try (var watches = new TaskWatches(slow, 100)) {
            for (int i = 1; i <= 20; i++) {
                watches.open(i == 20 ? globex : acme, numbered(seen, i), "");
            }
            Awaits.await("a look for each account", Duration.ofSeconds(10), () -> looking.size() == 2);
            Awaits.holds("and no other", Duration.ofSeconds(1), () -> looking.size() == 2);
            assertThat(looking.values()).containsExactlyInAnyOrder(acme.id(), globex.id());
            release.countDown();
            Awaits.await("all to have been looked at", Duration.ofSeconds(10), () -> looking.size() == 20);
        }
    }

    private static PreheatTask numbered(PreheatTask task, int number) {
        return new PreheatTask(new TaskId("%032x".formatted(number)), task.project(), task.createdAt(), task.fills());
    }

    @Test
    void aChangeIsToldWithinASecond() throws Exception {
        var fastest = Duration.ofHours(1);
        try (var watcher = new Watcher("")) {
            watcher.event("task");
            for (var fill : claim()) { // the machine may be busy, but not each time
                watcher.event("fill");
                var changed = Instant.now();
                prove(fill);
                watcher.event("fill");
                var took = Duration.between(changed, Instant.now());
                fastest = took.compareTo(fastest) < 0 ? took : fastest;
            }
        }
        assertThat(fastest).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void howeverManyAreWatchedALookIsDueWithinASecond() {
        assertThat(TaskWatches.pause(1, 0)).isGreaterThan(Duration.ofMillis(100));
        assertThat(TaskWatches.pause(100_000, 0)).isLessThan(Duration.ofSeconds(1));
        assertThat(TaskWatches.pause(1, Duration.ofSeconds(10).toNanos())).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void whoComesBackMissesNothing() throws Exception {
        String seen;
        try (var watcher = new Watcher("")) {
            seen = watcher.event().id();
        }
        claim().forEach(this::prove);
        Awaits.await("the end is seen", Duration.ofSeconds(20), () -> wire.watches.looking() == 0);
        try (var watcher = new Watcher(seen)) {
            assertThat(watcher.event().data()).contains("\"status\":\"succeed\"");
            assertThat(watcher.event().name()).isEqualTo("finished");
        }
    }

    @Test
    void whoHasSeenAllIsToldNothingTwice() throws Exception {
        String seen;
        try (var watcher = new Watcher("")) {
            seen = watcher.event().id();
        }
        try (var watcher = new Watcher(seen)) {
            claim().forEach(this::prove);
            assertThat(watcher.event().name()).as("no task first").isEqualTo("fill");
            assertThat(watcher.event("finished").data()).contains("succeed");
        }
    }

    @Test
    void aTaskThatIsDeletedEndsItsWatchesClearly() throws Exception {
        try (var watcher = new Watcher("")) {
            watcher.event();
            wire.forgetAll();
            assertThat(watcher.event("gone").data()).isEqualTo("{\"task_id\":\"" + task + "\"}");
            assertThat(watcher.ended()).isTrue();
        }
    }

    @Test
    void aTaskBegunAnewAfterItsEndIsWatchedAnew() throws Exception {
        wire.control.cancel(WireFixture.PROJECT, new TaskId(task), "x");
        try (var watcher = new Watcher("")) {
            watcher.event("finished");
        }
        wire.control.retry(WireFixture.PROJECT, new TaskId(task));
        try (var watcher = new Watcher("")) {
            assertThat(watcher.event().data()).contains("\"status\":\"processing\"");
            claim().forEach(this::prove);
            assertThat(watcher.event("finished").data()).contains("succeed");
        }
    }

    @Test
    void manyWatchersSeeTheSameAndOneThreadLooks() throws Exception {
        var watchers = new ArrayList<Watcher>();
        for (int i = 0; i < 50; i++) {
            watchers.add(new Watcher(""));
        }
        assertThat(wire.watches.looking()).isEqualTo(1);
        claim().forEach(this::prove);
        for (var watcher : watchers) {
            assertThat(watcher.event("finished").data()).contains("succeed");
            watcher.close();
        }
        Awaits.await("nobody watches", Duration.ofSeconds(20), () -> wire.watches.looking() == 0);
    }

    @Test
    void stoppingEndsTheWatches() throws Exception {
        try (var watcher = new Watcher("")) {
            watcher.event();
            wire.watches.close();
            assertThat(watcher.ended()).isTrue();
        }
    }

    private List<Fill> claim() {
        return wire.queue.claim(WireFixture.EDGE, WireFixture.ACCOUNT, 9);
    }

    private void prove(Fill fill) {
        wire.queue.succeed(fill, new Proved(new Proof(Proof.Kind.PROBE, NOW, Optional.empty()), Progress.NONE));
    }

    private static String head(String method, String path) {
        return method + " " + path + " HTTP/1.1\r\nHost: a\r\nX-Auth-Token: " + WireFixture.token("AKEXAMPLE", NOW)
                + "\r\n";
    }

    private record Event(String id, String name, String data) {}

    /** Reads events as they come. */
    private final class Watcher implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader lines;

        Watcher(String seen) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), wire.server.port());
            socket.setSoTimeout(20_000);
            var path = "/preheat/v1/projects/" + WireFixture.PROJECT + "/tasks/" + task + "/events";
            var request = head("GET", path) + (seen.isEmpty() ? "" : "Last-Event-ID: " + seen + "\r\n") + "\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            while (!line().startsWith("retry:")) {
                // the head
            }
        }

        /** The next one. */
        Event event() throws IOException {
            var id = "";
            for (var line = line(); ; line = line()) {
                if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("event: ")) {
                    return new Event(id, line.substring(7), line().substring("data: ".length()));
                }
            }
        }

        /** The next one of this name. */
        Event event(String name) throws IOException {
            var event = event();
            while (!event.name().equals(name)) {
                event = event();
            }
            return event;
        }

        /** Whether the answer ends, with its last chunk. */
        boolean ended() throws IOException {
            var line = line();
            while (!line.equals("0")) {
                line = line();
            }
            return true;
        }

        private String line() throws IOException {
            return Optional.ofNullable(lines.readLine()).orElseThrow(() -> new IOException("the connection ended"));
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException broken) {
                throw new IllegalStateException(broken);
            }
        }
    }
}

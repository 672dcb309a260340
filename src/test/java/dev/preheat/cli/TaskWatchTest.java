package dev.preheat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.testing.FakeApi;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class TaskWatchTest {
    private static final String TASK = "0193a0b1c2d3000011112222333344ff";

    @Test
    void drawsOneViewOverTheLastOnATerminal() throws IOException {
        try (var api = new FakeApi()) {
            api.answers(200, task("processing", fill("sg-1", "running", 40), fill("sg-10", "waiting", 0)))
                    .answers(200, task("succeed", fill("sg-1", "succeeded", 80), fill("sg-10", "succeeded", 80)));

            assertThat(shown(api, new TaskWatch.Look.Redrawn(80))).isEqualTo("""
                    \033[?7ltask %1$s processing: 0 of 2 fills ended
                    sg-1   running    [##########..........] 40/80    1.2 kB  http://c/f.m3u8
                    sg-10  waiting    [....................]  0/80    1.2 kB  http://c/f.m3u8
                    \033[?7h\033[3A\033[J\033[?7ltask %1$s succeed: 2 of 2 fills ended
                    sg-1   succeeded  [####################] 80/80    1.2 kB  http://c/f.m3u8
                    sg-10  succeeded  [####################] 80/80    1.2 kB  http://c/f.m3u8
                    \033[?7h""".formatted(TASK));
        }
    }

    @Test
    void showsWhatIsUnderWayFirstAndCountsTheRest() throws IOException {
        var fills = new String[30];
        for (int i = 0; i < fills.length; i++) {
            fills[i] = fill("e" + i, i == 29 ? "running" : "succeeded", 80);
        }
        try (var api = new FakeApi()) {
            var first = task("processing", fills);
            fills[29] = fill("e29", "succeeded", 80);
            api.answers(200, first).answers(200, task("succeed", fills));

            var lines = shown(api, new TaskWatch.Look.Redrawn(80)).lines().toList();

            assertThat(lines.get(1)).startsWith("e29  running");
            assertThat(lines.get(19)).isEqualTo("… and 12 more");
        }
    }

    @Test
    void showsNotesWholeAndShortensAddressesOnANarrowTerminal() throws IOException {
        var url = "http://cdn.example.com/films/a-film-with-a-long-name/2026/master-playlist.m3u8";
        var proof = "\"proof\":{\"kind\":\"probe\",\"at\":\"2026-11-30T08:26:50.259Z\","
                + "\"fresh_until\":\"2026-12-01T08:26:26.506Z\"}";
        var failure = "\"failure\":{\"class\":\"not_stored\",\"reason\":\"the origin's Cache-Control forbids to store "
                + "http://cdn.example.com/films/a-film-with-a-long-name/2026/master-playlist.m3u8 (no-store)\"}";
        try (var api = new FakeApi()) {
            api.answers(
                    200,
                    task("failed", fill("sg-1", "succeeded\"," + proof + ",\"x\":\"", 80), failed("sg-2", failure))
                            .replace("http://c/f.m3u8", url));

            var lines = shown(api, new TaskWatch.Look.Redrawn(80));

            assertThat(lines.replaceAll("\033\\[[?0-9]*[a-zA-Z]", "")).isEqualTo("""
                    task %s failed: 2 of 2 fills ended, 1 failed
                    sg-2  failed     [....................]  1/80    1.2 kB  http://…r-playlist.m3u8
                        not_stored: the origin's Cache-Control forbids to store
                        http://cdn.example.com/films/a-film-with-a-long-name/2026/master-playlist.m3
                        u8 (no-store)
                    sg-1  succeeded  [####################] 80/80    1.2 kB  http://…r-playlist.m3u8
                        proved by probe 2026-11-30T08:26:50.259Z, fresh until
                        2026-12-01T08:26:26.506Z
                    """.formatted(TASK));
            assertThat(lines.lines().toList())
                    .allSatisfy(line -> assertThat(line.replaceAll("\033\\[[?0-9]*[a-zA-Z]", ""))
                            .hasSizeLessThan(81));
        }
    }

    @Test
    void showsEveryFailureWhenAllHasEndedHoweverMany() throws IOException {
        var fills = new String[40];
        for (int i = 0; i < fills.length; i++) {
            fills[i] = failed(
                    "e" + i, "\"failure\":{\"class\":\"timeout\",\"reason\":\"no byte in 30 s from e" + i + "\"}");
        }
        try (var api = new FakeApi()) {
            api.answers(200, task("failed", fills));

            assertThat(shown(api, new TaskWatch.Look.Redrawn(80)))
                    .contains("    timeout: no byte in 30 s from e0\n", "    timeout: no byte in 30 s from e39\n")
                    .doesNotContain("… and");
        }
    }

    @Test
    void leavesOutTheBarWhereAnAddressWouldHaveNoRoom() throws IOException {
        var edge = "an-edge-with-a-name-that-is-far-too-long";
        try (var api = new FakeApi()) {
            api.answers(200, task("succeed", fill(edge, "succeeded", 80)));

            assertThat(shown(api, new TaskWatch.Look.Redrawn(80)))
                    .contains(edge + "  succeeded  80/80    1.2 kB  http://c/f.m3u8\n");
        }
    }

    @Test
    void saysOnceThatTheFirstSecondsAreThere() throws IOException {
        var running = "{\"edge\":\"e1\",\"state\":\"running\",\"objects_done\":9,\"objects_known\":80,"
                + "\"first_seconds_at\":\"2026-11-22T18:00:03Z\"}";
        try (var api = new FakeApi()) {
            api.answers(200, task("processing", running))
                    .answers(200, task("succeed", running.replace("running", "succeeded")));
            assertThat(shown(api, new TaskWatch.Look.Lines()))
                    .containsOnlyOnce(
                            "first seconds of every rendition of http://c/f.m3u8 in e1 since 2026-11-22T18:00:03Z");
        }
    }

    @Test
    void goesOnAfterTheFirstFailedFill() throws IOException {
        try (var api = new FakeApi()) {
            api.answers(200, task("failed", fill("e1", "failed", 1), fill("e2", "running", 2)))
                    .answers(200, task("failed", fill("e1", "failed", 1), fill("e2", "succeeded", 80)));

            assertThat(shown(api, new TaskWatch.Look.Lines())).isEqualTo("""
                    e1 failed 1/80 objects 1.2 kB http://c/f.m3u8
                    e2 running 2/80 objects 1.2 kB http://c/f.m3u8
                    e2 succeeded 80/80 objects 1.2 kB http://c/f.m3u8
                    task %s failed: 2 of 2 fills ended, 1 failed
                    """.formatted(TASK));
        }
    }

    @Test
    void saysWhyAndWhenItIsTriedAgain() throws IOException {
        var failure = "\"failure\":{\"class\":\"timeout\",\"reason\":\"no byte in 30 s\"}";
        try (var api = new FakeApi()) {
            api.answers(
                            200,
                            task("processing", fill("e1", "waiting\",\"due_at\":\"SOON\"," + failure + ",\"x\":\"", 1)))
                    .answers(200, task("processing", fill("e1", "running\"," + failure + ",\"x\":\"", 1)))
                    .answers(200, task("succeed", fill("e1", "succeeded\"," + failure + ",\"x\":\"", 1)));

            assertThat(shown(api, new TaskWatch.Look.Lines())).startsWith("""
                    e1 waiting 1/80 objects 1.2 kB http://c/f.m3u8 (attempt 1 at SOON, after timeout: no byte in 30 s)
                    e1 running 1/80 objects 1.2 kB http://c/f.m3u8 (attempt 0, after timeout: no byte in 30 s)
                    e1 succeeded 1/80 objects 1.2 kB http://c/f.m3u8
                    """);
        }
    }

    @Test
    void aServiceThatStaysAwayIsAskedForAMinuteHoweverLongEachAnswerTakes() throws IOException {
        var now = new AtomicReference<>(Instant.parse("2026-11-22T18:00:00Z"));
        try (var api = new FakeApi()) {
            api.answers(200, task("processing", fill("sg-1", "running", 40))).answers(502, "away");
            var watch = new TaskWatch(
                    client(api),
                    new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
                    new TaskWatch.Look.Silent(),
                    Duration.ofMillis(1),
                    () -> now.getAndUpdate(time -> time.plusSeconds(25)));

            assertThat(watch.follow(TASK)).isInstanceOf(Answer.Refused.class);

            assertThat(api.lines()).filteredOn(line -> line.endsWith(TASK)).hasSize(1 + 3);
        }
    }

    @Test
    void staysSilentWhenTold() throws IOException {
        try (var api = new FakeApi()) {
            api.answers(200, task("succeed", fill("sg-1", "succeeded", 80)));

            assertThat(shown(api, new TaskWatch.Look.Silent())).isEmpty();
        }
    }

    private static String shown(FakeApi api, TaskWatch.Look look) {
        var out = new ByteArrayOutputStream();
        var shown = new PrintStream(out, true, StandardCharsets.UTF_8);
        var watch = new TaskWatch(client(api), shown, look, Duration.ofMillis(1), InstantSource.system());
        assertThat(watch.follow(TASK)).isInstanceOf(Answer.Good.class);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static ApiClient client(FakeApi api) {
        var access = new ApiClient.Access(URI.create(api.endpoint()), "p1", "AK", "SK");
        return new ApiClient(access, InstantSource.system());
    }

    private static String task(String status, String... fills) {
        return """
                {"task_id":"%s","status":"%s","urls":[{"url":"http://c/f.m3u8","fills":[%s]}]}""".formatted(TASK, status, String.join(",", fills));
    }

    private static String failed(String edge, String failure) {
        return fill(edge, "failed\"," + failure + ",\"x\":\"", 1);
    }

    private static String fill(String edge, String state, int done) {
        return """
                {"edge":"%s","state":"%s","attempts":0,"objects_done":%d,"objects_known":80,"bytes_done":1234}""".formatted(edge, state, done);
    }
}

package dev.preheat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.testing.FakeApi;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class TaskWatchTest {
    private static final String TASK = "0193a0b1c2d3000011112222333344ff";

    @Test
    void drawsOneViewOverTheLastOnATerminal() throws IOException {
        try (var api = new FakeApi()) {
            api.answers(200, task("processing", fill("sg-1", "running", 40), fill("sg-10", "waiting", 0)))
                    .answers(200, task("succeed", fill("sg-1", "succeeded", 80), fill("sg-10", "succeeded", 80)));

            assertThat(shown(api, TaskWatch.Look.REDRAWN)).isEqualTo("""
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
            api.answers(200, task("failed", fills));

            var lines = shown(api, TaskWatch.Look.REDRAWN).lines().toList();

            assertThat(lines.get(1)).startsWith("e29  running");
            assertThat(lines).hasSize(21);
            assertThat(lines.get(19)).isEqualTo("… and 12 more");
        }
    }

    @Test
    void staysSilentWhenTold() throws IOException {
        try (var api = new FakeApi()) {
            api.answers(200, task("succeed", fill("sg-1", "succeeded", 80)));

            assertThat(shown(api, TaskWatch.Look.SILENT)).isEmpty();
        }
    }

    private static String shown(FakeApi api, TaskWatch.Look look) {
        var out = new ByteArrayOutputStream();
        var client = new ApiClient(
                new ApiClient.Access(URI.create(api.endpoint()), "p1", "AK", "SK"), InstantSource.system());
        var watch =
                new TaskWatch(client, new PrintStream(out, true, StandardCharsets.UTF_8), look, Duration.ofMillis(1));
        assertThat(watch.follow(TASK)).isInstanceOf(Answer.Good.class);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String task(String status, String... fills) {
        return """
                {"task_id":"%s","status":"%s","urls":[{"url":"http://c/f.m3u8","fills":[%s]}]}""".formatted(TASK, status, String.join(",", fills));
    }

    private static String fill(String edge, String state, int done) {
        return """
                {"edge":"%s","state":"%s","attempts":0,"objects_done":%d,"objects_known":80,"bytes_done":1234}""".formatted(edge, state, done);
    }
}

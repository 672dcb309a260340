package dev.preheat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.testing.FakeApi;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The verbs about tasks, the quota and the edges: what they ask, print and exit with. */
class TaskVerbsTest {
    private static final String TASK = "0193a0b1c2d3000011112222333344ff";
    private static final String CANCELLED = """
            {"task_id":"%s","status":"failed","created_at":"2026-11-22T18:00:00Z","urls":[{"url":"http://c/f.m3u8","status":"failed",
            "fills":[{"edge":"sg-1","state":"failed","attempts":2,"objects_done":3,"objects_known":80,"bytes_done":954,
            "bytes_received":700,"first_seconds_at":"2026-11-22T18:00:01Z","live":true,
            "omitted":{"skipped":2,"left_out":0,"what":"2 on ads.example.net"},
            "failure":{"class":"cancelled","reason":"cancelled by ann"}}]}]}""".formatted(TASK);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private FakeApi api;

    @BeforeEach
    void start() throws IOException {
        api = new FakeApi();
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void listsTasksInColumnsAndSaysHowToGoOn() {
        api.answers(200, """
                {"tasks":[{"task_id":"%s","status":"processing","created_at":"2026-11-22T18:00:00Z","first_url":"http://c/f.m3u8",
                "urls":3,"fills":{"waiting":2,"running":1,"succeeded":2,"failed":1},"objects_done":12,"objects_known":80,
                "bytes_done":3400000,"bytes_received":9000}],"next":"AZrA"}""".formatted(TASK));
        assertThat(run("tasks", "--status", "processing", "--since", "2026-11-22T00:00:00Z"))
                .isZero();
        assertThat(out).hasToString("""
                TASK                              CREATED               STATUS      FILLS  OBJECTS  BYTES   URL
                %s  2026-11-22T18:00:00Z  processing  3/6    12/80    3.4 MB  http://c/f.m3u8 and 2 more
                """.formatted(TASK));
        assertThat(err).hasToString("there may be more: --after AZrA\n");
        assertThat(api.asked().getFirst().header("Authorization")).contains("AKEXAMPLE");
    }

    @Test
    void showsAllThereIsToKnowOfATask() {
        api.answers(200, CANCELLED);
        assertThat(run("task", TASK)).isEqualTo(1);
        assertThat(out).hasToString("""
                task %s failed: 1 of 1 fills ended, 1 failed, created 2026-11-22T18:00:00Z

                http://c/f.m3u8 failed
                  sg-1 failed, attempts 2
                    objects 3 of 80, 954 B stored, 700 B received
                    live: filled is what was listed when it was read
                    first seconds of every rendition since 2026-11-22T18:00:01Z
                    not filled: 2 on ads.example.net
                    last failure cancelled: cancelled by ann
                """.formatted(TASK));
    }

    @Test
    void cancelsAndRetries() {
        api.answers(200, CANCELLED);
        assertThat(run("cancel", TASK)).isZero();
        assertThat(run("retry", TASK, "--json")).isZero();
        assertThat(api.lines())
                .containsExactly(
                        "POST /preheat/v1/projects/p1/tasks/" + TASK + "/cancel",
                        "POST /preheat/v1/projects/p1/tasks/" + TASK + "/retry");
        assertThat(Verbs.said(out)).contains("1 failed").endsWith(CANCELLED + "\n");
    }

    @Test
    void aRefusalIsThree() {
        api.answers(400, "1f2e", "{\"error_code\":\"VOD.10062\",\"error_msg\":\"Media asset does not exist.\"}");
        for (var verb : new String[] {"task", "cancel", "retry"}) {
            assertThat(run(verb, TASK)).isEqualTo(3);
        }
        assertThat(Verbs.said(err)).startsWith("VOD.10062: Media asset does not exist. (request 1f2e)\n");
        assertThat(Verbs.said(out)).isEmpty();
    }

    @Test
    void showsTheQuota() {
        api.answers(200, """
                {"account":"acme","assets_per_day":1000,"used":12,"left":988,"day":"2026-11-22","resets_at":"2026-11-23T00:00:00Z"}""");
        assertThat(run("quota")).isZero();
        assertThat(out).hasToString("12 of 1000 used on 2026-11-22, 988 left; begins anew at 2026-11-23T00:00:00Z\n");
    }

    @Test
    void showsTheEdges() {
        api.answers(200, """
                {"edges":[{"name":"sg-1","software":"nginx","region":"ap","state":"up","abilities":{"probes":true,"stores_parts":true},
                "load":{"fills":2,"objects":7,"places":32},"last_proof_at":"2026-11-22T11:59:00Z"},
                {"name":"sg-2","software":"varnish","region":"","shield":"sg-1","state":"away","away_since":"2026-11-22T11:58:00Z",
                "load":{"fills":0,"objects":0,"places":32}}]}""");
        assertThat(run("edges")).isZero();
        assertThat(out).hasToString("""
                EDGE  SOFTWARE  REGION  SHIELD  STATE                            PROBES  FILLS  OBJECTS  LAST PROOF
                sg-1  nginx     ap      -       up                               yes     2      7/32     2026-11-22T11:59:00Z
                sg-2  varnish   -       sg-1    away since 2026-11-22T11:58:00Z  ?       0      0/32     -
                """);
    }

    @Test
    void followsATaskByItsEvents() {
        var begun = """
                {"task_id":"%s","status":"processing","urls":[{"url":"http://c/f.m3u8","fills":[{"edge":"sg-1","state":"waiting"}]}]}""".formatted(TASK);
        var fill = """
                {"task_id":"%s","status":"processing","url":"http://c/f.m3u8","fill":{"edge":"sg-1","state":"running","attempts":1,"objects_done":40,"objects_known":80,"bytes_done":954}}""".formatted(TASK);
        api.answers(200, begun)
                .answers(200, CANCELLED)
                .tells("retry: 1000\n\nevent: task\ndata: " + begun + "\n\n:\n\nid: 1\nevent: fill\ndata: " + fill
                        + "\n\nevent: finished\ndata: {}\n\n");
        assertThat(run("status", TASK, "--watch")).isEqualTo(1);
        assertThat(Verbs.said(out).lines().toList())
                .contains("sg-1 running 40/80 objects 954 B http://c/f.m3u8")
                .last()
                .asString()
                .endsWith("failed: 1 of 1 fills ended, 1 failed");
        assertThat(api.lines()).hasSize(3);
    }

    @Test
    void printsACompletionScript() {
        assertThat(run("completion")).isZero();
        assertThat(Verbs.said(out)).contains("complete -F", "tasks", "--watch");
    }

    private int run(String... arguments) {
        var environment = Map.of(
                "PREHEAT_ENDPOINT",
                api.endpoint(),
                "HUAWEICLOUD_SDK_AK",
                "AKEXAMPLE",
                "HUAWEICLOUD_SDK_SK",
                "secret",
                "HUAWEICLOUD_SDK_PROJECT_ID",
                "p1");
        return new Verbs(environment, "", out, err).run(arguments);
    }
}

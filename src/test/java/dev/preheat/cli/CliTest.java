package dev.preheat.cli;

import static dev.preheat.cli.Verbs.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.testing.FakeApi;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody at a shell sees. */
class CliTest {
    private static final String TASK = "0193a0b1c2d3000011112222333344ff";
    private static final String WAITING = fills("processing", "\"state\":\"waiting\",\"attempts\":0");
    private static final String RUNNING = fills(
            "processing",
            "\"state\":\"running\",\"attempts\":1,\"objects_done\":12,\"objects_known\":80,\"bytes_done\":3400000");
    private static final String PROVED = fills("succeed", """
            "state":"succeeded","attempts":1,"objects_done":80,"objects_known":80,"bytes_done":22700000,
            "proof":{"kind":"probe","at":"2026-11-22T18:00:12Z","fresh_until":"2026-11-23T18:00:12Z"}""");
    private static final String BROKEN = fills("failed", """
            "state":"failed","attempts":5,"objects_done":3,"objects_known":80,"bytes_done":954,
            "failure":{"class":"origin_error","reason":"HTTP 404 for /film/5.ts"}""");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, String> environment = new HashMap<>();
    private FakeApi api;

    @TempDir
    private Path dir;

    @BeforeEach
    void start() throws IOException {
        api = new FakeApi();
        environment.putAll(Map.of(
                "PREHEAT_ENDPOINT",
                api.endpoint(),
                "HUAWEICLOUD_SDK_AK",
                "AKEXAMPLE",
                "HUAWEICLOUD_SDK_SK",
                "secret",
                "HUAWEICLOUD_SDK_PROJECT_ID",
                "p1"));
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void preheatsAnAssetAndPrintsTheTaskAlone() {
        api.answers(202, "{\"task_id\":\"" + TASK + "\"}");

        assertThat(run("preheat", "--asset", "a1")).isZero();

        assertThat(out).hasToString(TASK + "\n");
        assertThat(said(err)).isEmpty();
        assertThat(api.lines()).containsExactly("POST /v1.0/p1/asset/preheating {\"asset_id\":\"a1\"}");
    }

    @Test
    void printsTheAnswerOfAPreheatItselfWithJson() {
        api.answers(202, "{\"task_id\":\"" + TASK + "\"}");

        assertThat(run("preheat", "--asset", "a1", "--json")).isZero();

        assertThat(out).hasToString("{\"task_id\":\"" + TASK + "\"}\n");
    }

    @Test
    void preheatsSeveralUrlsInOneRequest() {
        api.answers(202, "{\"task_id\":\"" + TASK + "\"}");

        assertThat(run("preheat", "--url", "http://c/1", "http://c/2", "--url", "http://c/3"))
                .isZero();

        assertThat(api.lines())
                .containsExactly(
                        "POST /v1.0/p1/asset/preheating {\"urls\":[\"http://c/1\",\"http://c/2\",\"http://c/3\"]}");
    }

    @Test
    void signsWithTheKeysOfTheEnvironment() {
        api.answers(202, "{\"task_id\":\"" + TASK + "\"}");

        run("preheat", "--asset", "a1");

        var asked = api.asked().getFirst();
        assertThat(asked.header("Authorization")).contains("AKEXAMPLE");
        assertThat(asked.header("X-sdk-date")).isNotEmpty();
        assertThat(asked.header("Content-type")).isEqualTo("application/json");
    }

    @Test
    void showsARefusalWithItsRequest() {
        api.answers(403, "1f2e", "{\"error_code\":\"VOD.10060\",\"error_msg\":\"Media asset a1 is not published.\"}");

        assertThat(run("preheat", "--asset", "a1")).isEqualTo(3);

        assertThat(said(out)).isEmpty();
        assertThat(err).hasToString("""
                VOD.10060: Media asset a1 is not published. (request 1f2e)
                  publish it first: ./preheat asset publish ID; ./preheat asset list shows what is published
                """);
    }

    @Test
    void saysWhenTheAnswerIsNotPreheats() {
        api.answers(502, "<html>bad gateway");

        assertThat(run("status", TASK)).isEqualTo(3);

        assertThat(said(err)).isEqualTo("HTTP 502: this is no answer of Preheat; is the endpoint right?\n");
    }

    @Test
    void saysWhenNothingAnswers() throws IOException {
        try (var closed = new ServerSocket(0)) {
            environment.put("PREHEAT_ENDPOINT", "http://127.0.0.1:" + closed.getLocalPort());
        }

        assertThat(run("status", TASK, "--watch")).isEqualTo(4);

        assertThat(err).hasToString("nothing answers at " + environment.get("PREHEAT_ENDPOINT") + "\n");
    }

    @Test
    void saysWhichKeyIsMissing() {
        environment.remove("HUAWEICLOUD_SDK_SK");

        assertThat(run("preheat", "--asset", "a1")).isEqualTo(2);

        assertThat(said(err)).startsWith("set HUAWEICLOUD_SDK_SK to its secret key\n");
        assertThat(api.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "preheat --asset a1",
                "cancel " + TASK,
                "retry " + TASK,
                "asset put a1 --title t --url http://c/1",
                "asset publish a1",
                "asset unpublish a1",
                "asset delete a1"
            })
    void whatChangesSomethingMayHaveAName(String verb) {
        api.answers(200, "{\"task_id\":\"" + TASK + "\"}");

        run((verb + " --idempotency-key k-1").split(" "));

        assertThat(api.asked()).singleElement().satisfies(asked -> {
            assertThat(asked.header("Idempotency-key")).isEqualTo("k-1");
            assertThat(asked.header("Authorization")).contains("idempotency-key;x-sdk-date, ");
        });
    }

    @Test
    void aNameIsOfOneRequest() {
        var eleven = "asset delete 1 2 3 4 5 6 7 8 9 10 11 --idempotency-key k-1".split(" ");

        assertThat(run(eleven)).isEqualTo(2);

        assertThat(said(err)).startsWith("--idempotency-key names one request, and this takes 2 of them\n");
        assertThat(run("cancel", TASK, "--idempotency-key", "a b")).isEqualTo(2);
        assertThat(api.asked()).isEmpty();
    }

    @Test
    void onlyWhatChangesSomethingHasTheName() {
        api.answers(202, "{\"task_id\":\"" + TASK + "\"}").answers(200, PROVED);

        run("preheat", "--asset", "a1", "--watch", "--idempotency-key", "k-1");

        assertThat(api.asked())
                .extracting(asked -> asked.method() + asked.header("Idempotency-key"))
                .containsExactly("POSTk-1", "GET");
    }

    @Test
    void temporaryKeysShowAndSignTheirSecurityToken() {
        environment.put("HUAWEICLOUD_SDK_SECURITY_TOKEN", "temporary+/=");
        api.answers(202, "{\"task_id\":\"" + TASK + "\"}");

        assertThat(run("preheat", "--asset", "a1")).isZero();

        var asked = api.asked().getFirst();
        assertThat(asked.header("X-security-token")).isEqualTo("temporary+/=");
        assertThat(asked.header("Authorization")).contains("SignedHeaders=content-type;x-sdk-date;x-security-token,");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"HUAWEICLOUD_SDK_AK", "HUAWEICLOUD_SDK_SK", "HUAWEICLOUD_SDK_SECURITY_TOKEN", "PREHEAT_TOKEN"})
    void aSecretWithALineEndIsRefusedAndNotRepeated(String variable) {
        environment.put(variable, "s3cret\r");

        assertThat(run("preheat", "--asset", "a1")).isEqualTo(2);

        assertThat(said(err))
                .startsWith(
                        variable + " has a character that is no visible ASCII one, such as a blank or a line's end\n")
                .doesNotContain("s3cret");
        assertThat(api.asked()).isEmpty();
    }

    @Test
    void refusesAnEndpointWithAUserAndDoesNotRepeatIt() {
        assertThat(run("status", TASK, "--endpoint", "http://ann:s3cret@127.0.0.1:1"))
                .isEqualTo(2);

        assertThat(said(err))
                .startsWith("an endpoint is http:// or https://, a host and perhaps a port\n")
                .doesNotContain("s3cret");
    }

    @Test
    void refusesAnEndpointWithAPath() {
        assertThat(run("status", TASK, "--endpoint", "http://127.0.0.1:1/v1")).isEqualTo(2);

        assertThat(said(err))
                .startsWith("an endpoint is http:// or https://, a host and perhaps a port,"
                        + " not 'http://127.0.0.1:1/v1'\n");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            delimiter = '|',
            value = {
                "stauts x --watch | there is no verb 'stauts'; did you mean status? | preheat",
                "qouta | there is no verb 'qouta'; did you mean quota? | preheat",
                "frobnicate | there is no verb 'frobnicate' | preheat",
                "asset pubish a | there is no verb 'pubish'; did you mean publish? | preheat asset",
                "asset put a --titel t --url http://c/1 | there is no option --titel of preheat asset put; did you mean --title? | preheat asset put",
                "status x --wach | there is no option --wach of preheat status; did you mean --watch? | preheat status",
                "status x y | 'y' is more than preheat status takes | preheat status"
            })
    void aTypoIsNamedFirst(String command, String said, String verb) {
        assertThat(run(command.split(" "))).isEqualTo(2);

        assertThat(err).hasToString(said + "\n./" + verb + " --help says what there is.\n");
        assertThat(api.asked()).isEmpty();
    }

    @Test
    void aMemberThatWasMistypedIsNamedBeforeTheRefusal() throws IOException {
        api.answers(400, "{\"error_code\":\"VOD.10053\",\"error_msg\":\"illegal field: {streaming_urls}.\"}");

        assertThat(run("asset", "import", file("{\"asset_id\":\"a1\",\"title\":\"t\",\"streaming_url\":[],\"x\":1}")))
                .isEqualTo(3);

        assertThat(said(err))
                .startsWith(
                        "a1: an asset has no member 'streaming_url'; did you mean streaming_urls?\na1: VOD.10053: ");
    }

    @Test
    void refusesToPreheatNothing() {
        assertThat(run("preheat")).isEqualTo(2);

        assertThat(said(err)).startsWith("name what to preheat: --asset ID or --url URL\n");
    }

    @Test
    void watchesAPreheatOnStandardError() {
        api.answers(202, "{\"task_id\":\"" + TASK + "\"}").answers(200, PROVED);

        assertThat(run("preheat", "--asset", "a1", "--watch")).isZero();

        assertThat(out).hasToString(TASK + "\n");
        assertThat(said(err)).endsWith("task " + TASK + " succeed: 1 of 1 fills ended\n");
    }

    @Test
    void showsAProvedTaskAsATable() {
        api.answers(200, PROVED);

        assertThat(run("status", TASK)).isZero();

        assertThat(api.lines()).containsExactly("GET /preheat/v1/projects/p1/tasks/" + TASK);
        assertThat(out).hasToString("""
                task %s succeed: 1 of 1 fills ended, created 2026-11-22T18:00:00Z
                EDGE  STATE      OBJECTS  BYTES    URL                       NOTE
                sg-1  succeeded  80/80    22.7 MB  http://cdn.example/f.mpd  proved by probe 2026-11-22T18:00:12Z, fresh until 2026-11-23T18:00:12Z
                """.formatted(TASK));
    }

    @Test
    void saysSinceWhenTheFirstSecondsAreThere() {
        api.answers(200, fills("processing", "\"state\":\"running\",\"first_seconds_at\":\"2026-11-22T18:00:03Z\""));

        assertThat(run("status", TASK)).isEqualTo(5);

        assertThat(said(out))
                .endsWith(
                        "\nfirst seconds of every rendition of http://cdn.example/f.mpd in sg-1 since 2026-11-22T18:00:03Z\n");
    }

    @Test
    void aFailedTaskEndsWithOneAndSaysWhy() {
        api.answers(200, BROKEN);

        assertThat(run("status", TASK)).isEqualTo(1);

        assertThat(said(out))
                .contains("sg-1  failed  3/80     954 B  http://cdn.example/f.mpd"
                        + "  origin_error: HTTP 404 for /film/5.ts\n");
    }

    @Test
    void aTaskUnderWayEndsWithFive() {
        api.answers(200, RUNNING);

        assertThat(run("status", TASK)).isEqualTo(5);
    }

    @Test
    void printsTheAnswerItselfWithJson() {
        api.answers(200, PROVED);

        assertThat(run("status", TASK, "--json")).isZero();

        assertThat(out).hasToString(PROVED + "\n");
    }

    @Test
    void watchesInAPipeWithOneLineForEachChange() {
        api.answers(200, WAITING).answers(200, WAITING).answers(200, RUNNING).answers(200, PROVED);

        assertThat(run("status", TASK, "--watch")).isZero();

        assertThat(out).hasToString("""
                sg-1 waiting 0/0 objects 0 B http://cdn.example/f.mpd
                sg-1 running 12/80 objects 3.4 MB http://cdn.example/f.mpd
                sg-1 succeeded 80/80 objects 22.7 MB http://cdn.example/f.mpd (proved by probe 2026-11-22T18:00:12Z, fresh until 2026-11-23T18:00:12Z)
                task %s succeed: 1 of 1 fills ended
                """.formatted(TASK));
    }

    @Test
    void goesOnWatchingWhileTheServiceIsAway() {
        api.answers(200, RUNNING)
                .answers(500, "{\"error_code\":\"VOD.10051\",\"error_msg\":\"Internal system error.\"}")
                .answers(200, BROKEN);

        assertThat(run("status", TASK, "--watch")).isEqualTo(1);

        assertThat(said(out)).contains("VOD.10051: Internal system error.; asking again for a minute\n");
    }

    @Test
    void neverLetsAServerSteerTheTerminal() {
        api.answers(200, BROKEN.replace("HTTP 404", "\\u001b[2J \\u009b2J \\u202egnp \\u2028"));

        run("status", TASK);

        assertThat(said(out)).contains("?[2J ?2J ?gnp ?").doesNotContain("\033", "\u009b", "\u202e", "\u2028");
    }

    @Test
    void importsAnArray() throws IOException {
        api.answers(201, "{}").answers(200, "{}");
        var file = file("""
                [ {"asset_id": "a1", "title": "One", "published": true, "streaming_urls": ["http://c/1"]},
                  {"asset_id": "a/2", "title": "Two"} ]""");

        assertThat(run("asset", "import", file)).isZero();

        assertThat(api.lines())
                .containsExactly(
                        "PUT /preheat/v1/projects/p1/assets/a1"
                                + " {\"title\":\"One\",\"published\":true,\"streaming_urls\":[\"http://c/1\"]}",
                        "PUT /preheat/v1/projects/p1/assets/a%2F2 {\"title\":\"Two\"}");
        assertThat(out).hasToString("assets: 1 created, 1 replaced, 0 refused\n");
        assertThat(said(err)).isEmpty();
    }

    @Test
    void importsLinesAndGoesOnAfterARefusal() throws IOException {
        api.answers(201, "{}")
                .answers(400, "{\"error_code\":\"VOD.10053\",\"error_msg\":\"illegal field: {title}.\"}")
                .answers(201, "{}");
        var file = file("""
                {"asset_id": "a1"}
                {"asset_id": "a2"}
                {"title": "no id"}
                {"asset_id": "a3"}
                """);

        assertThat(run("asset", "import", file)).isEqualTo(3);

        assertThat(err).hasToString("""
                a2: VOD.10053: illegal field: {title}.
                  a title is 1 to 128 bytes of UTF-8 on one line
                entry 3: not sent: it has no asset_id
                """);
        assertThat(out).hasToString("assets: 2 created, 0 replaced, 2 refused\n");
    }

    @Test
    void importsOneAsset() throws IOException {
        api.answers(201, "{}");

        assertThat(run("asset", "import", file("{\"asset_id\": \"a1\"}"))).isZero();

        assertThat(out).hasToString("assets: 1 created, 0 replaced, 0 refused\n");
    }

    @Test
    void stopsAnImportThatWouldBeRefusedThroughout() throws IOException {
        api.answers(401, "{\"error_msg\":\"no\",\"error_code\":\"APIGW.0301\",\"request_id\":\"7a\"}");

        assertThat(run("asset", "import", file("{\"asset_id\": \"a1\"}{\"asset_id\": \"a2\"}")))
                .isEqualTo(3);

        assertThat(api.asked()).hasSize(1);
        assertThat(err).hasToString("a1: APIGW.0301: no (request 7a)\n");
    }

    @Test
    void saysWhereAFileStopsBeingJson() throws IOException {
        api.answers(201, "{}");
        var file = file("{\"asset_id\": \"a1\"}\n{\"asset_id\": }");

        assertThat(run("asset", "import", file)).isEqualTo(2);

        assertThat(said(err)).startsWith(file + " is no JSON at line 2: ");
        assertThat(out).hasToString("assets: 1 created, 0 replaced, 0 refused\n");
    }

    @Test
    void saysWhenTheFileIsNotThere() {
        assertThat(run("asset", "import", "nowhere.json")).isEqualTo(2);

        assertThat(err)
                .hasToString("nowhere.json cannot be read by user " + System.getProperty("user.name")
                        + ": there is no such file or directory\n");
    }

    private int run(String... arguments) {
        return new Verbs(environment, "", out, err).run(arguments);
    }

    private String file(String json) throws IOException {
        return Files.writeString(dir.resolve("assets.json"), json).toString();
    }

    private static String fills(String status, String fill) {
        return """
                {"task_id":"%s","status":"%s","created_at":"2026-11-22T18:00:00Z","urls":[{"url":"http://cdn.example/f.mpd",\
                "status":"%s","fills":[{"edge":"sg-1",%s}]}]}""".formatted(TASK, status, status, fill);
    }
}

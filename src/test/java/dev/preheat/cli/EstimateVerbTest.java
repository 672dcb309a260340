package dev.preheat.cli;

import static dev.preheat.cli.Verbs.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.testing.FakeApi;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code preheat estimate} prints. */
class EstimateVerbTest {
    private static final String KNOWN = """
            {"quota":{"cost":1,"left":999},"objects":121,"bytes":48000000,"expected_seconds":2.5,"exact":false,"urls":[
            {"url":"http://c/i.m3u8","objects":120,"bytes":47000000,"exact":false,"seconds":600,"expected_seconds":2.4,
            "omitted":{"skipped":1,"left_out":0,"what":"1 on ads.example.net"}},
            {"url":"http://c/f.mp4","objects":1,"bytes":1000000,"exact":true,"expected_seconds":0.04}]}""";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private FakeApi api;

    @BeforeEach
    void start() throws IOException {
        api = new FakeApi();
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void printsALineForEachUrlAndTheSum() {
        api.answers(200, KNOWN);
        assertThat(run("estimate", "--asset", "a1")).isZero();
        assertThat(said(out)).isEqualTo("""
                http://c/i.m3u8: 120 objects, about 47.0 MB, at least 2.4 s, plays 600 s; without 1 on ads.example.net
                http://c/f.mp4: 1 objects, 1.0 MB, at least 0.0 s
                in each edge 121 objects, about 48.0 MB, at least 2.5 s; costs 1 of the 999 left of today's quota
                """);
        assertThat(api.lines()).containsExactly("POST /preheat/v1/projects/p1/estimate {\"asset_id\":\"a1\"}");
    }

    @Test
    void saysWhatNobodyKnowsAndEndsWithOne() {
        api.answers(200, """
                {"quota":{"cost":1,"left":9},"objects":0,"bytes":0,"expected_seconds":0.0,"exact":false,"urls":[
                {"url":"http://c/f.mp4","unknown":"the origin answered 404"}]}""");
        assertThat(run("estimate", "--url", "http://c/f.mp4")).isEqualTo(1);
        assertThat(said(out)).startsWith("http://c/f.mp4: unknown: the origin answered 404\n");
    }

    @Test
    void saysWhatNobodyTellsTheLengthOfAndWhatWouldFail() {
        api.answers(200, """
                {"quota":{"cost":1,"left":9},"objects":123457,"expected_seconds":3.0,"exact":false,"urls":[
                {"url":"http://c/i.m3u8","objects":123457,"exact":false,"expected_seconds":3.0,
                "would_fail":{"class":"too_large","reason":"the title has 123,457 objects"}}]}""");
        assertThat(run("estimate", "--url", "http://c/i.m3u8")).isZero();
        assertThat(said(out)).startsWith("""
                http://c/i.m3u8: 123457 objects, nobody tells how many bytes, at least 3.0 s; would fail, too_large: the title \
                has 123,457 objects
                in each edge 123457 objects, nobody tells how many bytes,""");
    }

    @Test
    void printsTheAnswerItselfWhenAsked() {
        api.answers(200, KNOWN);
        assertThat(run("estimate", "--asset", "a1", "--json")).isZero();
        assertThat(said(out)).isEqualTo(KNOWN + "\n");
    }

    @Test
    void wantsToKnowWhat() {
        assertThat(run("estimate")).isEqualTo(2);
        assertThat(said(err)).startsWith("name what to preheat: --asset ID or --url URL\n");
    }

    @Test
    void isRefusedAsThePreheatWouldBe() {
        api.answers(403, "1f2e", "{\"error_code\":\"VOD.10060\",\"error_msg\":\"Not published.\"}");
        assertThat(run("estimate", "--asset", "a1")).isEqualTo(3);
        assertThat(said(err)).startsWith("VOD.10060: Not published. (request 1f2e)\n  publish it first: ");
    }

    private int run(String... arguments) {
        var environment = Map.of(
                "PREHEAT_ENDPOINT", api.endpoint(),
                "HUAWEICLOUD_SDK_AK", "AKEXAMPLE",
                "HUAWEICLOUD_SDK_SK", "secret",
                "HUAWEICLOUD_SDK_PROJECT_ID", "p1");
        return new Verbs(environment, "", out, err).run(arguments);
    }
}

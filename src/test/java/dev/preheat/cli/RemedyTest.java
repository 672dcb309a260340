package dev.preheat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.testing.FakeApi;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a refusal is followed by: what to do next, on a line of its own. */
class RemedyTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final String IAM = "Incorrect IAM authentication information: ";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, String> environment = new HashMap<>();
    private FakeApi api;

    @BeforeEach
    void start() throws IOException {
        api = new FakeApi();
        environment.putAll(Map.of(
                "PREHEAT_ENDPOINT",
                api.endpoint(),
                "HUAWEICLOUD_SDK_AK",
                "AK1",
                "HUAWEICLOUD_SDK_SK",
                "s",
                "HUAWEICLOUD_SDK_PROJECT_ID",
                "p1"));
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void aWrongSecretIsNamedFirstAndTheLongTextOfTheSignatureIsNot() {
        refuses(
                401,
                "APIGW.0301",
                IAM + "verify aksk signature fail, canonicalRequest:POST|/v1.0/p1/asset/preheating/|");

        assertThat(said("preheat", "--asset", "a1")).isEqualTo("""
                APIGW.0301: Incorrect IAM authentication information: verify aksk signature fail
                  HUAWEICLOUD_SDK_SK is not the secret key (sk) that stands beside access key AK1 in the service's \
                preheat.yaml; after five wrong ones the key is locked for five minutes
                """);
    }

    @Test
    void anUnknownKeyIsThatOfAnotherService() {
        refuses(401, "APIGW.0301", IAM + "ak AK1 not exist");

        assertThat(said("quota"))
                .contains("\n  no user of " + api.endpoint()
                        + " has access key AK1: set HUAWEICLOUD_SDK_AK to an ak of its");
    }

    @ParameterizedTest
    @CsvSource({
        "'Mon, 23 Nov 2026 12:21:03 GMT', 21 min 3 s behind the service's",
        "'Mon, 23 Nov 2026 10:00:00 GMT', 2 h ahead of the service's",
        "'Thu, 23 Nov 2023 11:59:59 GMT', 1096 d 1 s ahead of the service's"
    })
    void aClockThatIsOffIsMeasured(String date, String off) throws IOException {
        var access = new ApiClient.Access(URI.create("http://unused"), "p1", "AK1", "s");
        var there = DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from);
        var no = new Answer.Refused(
                401,
                "APIGW.0301",
                IAM + "calc ak sk signature fail:signature expired",
                "",
                Duration.between(there, NOW),
                "");

        assertThat(new Remedy(access, new ApiClient(access, () -> NOW), "/").of(no))
                .isEqualTo("the clock of this machine is " + off
                        + ", and may be off by 15 minutes at most; set the one that is wrong");
    }

    @Test
    void theClockIsReadFromTheAnswer() {
        refuses(401, "APIGW.0301", IAM + "calc ak sk signature fail:signature expired");
        var access = new ApiClient.Access(URI.create(api.endpoint()), "p1", "AK1", "s");

        assertThat(new ApiClient(access, () -> Instant.EPOCH).quota().toString())
                .containsPattern("\n  the clock of this machine is \\d+ d .* behind the service's, and");
    }

    @Test
    void aForeignProjectIsFollowedByOnesOwn() {
        refuses(403, "VOD.10057", "Tenant ID verification failed.");
        api.answers(200, "{\"projects\":[{\"id\":\"p7\",\"name\":\"cn-north-4\"},{\"id\":\"p8\",\"name\":\"eu\"}]}");

        assertThat(said("preheat", "--asset", "a1")).isEqualTo("""
                VOD.10057: Tenant ID verification failed.
                  project p1 is no project of the account of access key AK1, which has p7 (cn-north-4), p8 (eu); name one \
                with --project
                """);
        assertThat(api.lines()).endsWith("GET /v3/projects");
    }

    @Test
    void aTitleThatNobodyListsIsFollowedByTheCommandThatLists() {
        refuses(400, "VOD.10062", "Media asset or resource does not exist, please check.");

        assertThat(said("preheat", "--url", "http://cdn.example/f.mpd"))
                .endsWith("\n  project p1 has no such title: ./preheat asset list --json lists all with their URLs,"
                        + " ./preheat asset put adds one\n");
        assertThat(said("status", "0193a0b1c2d3000011112222333344ff"))
                .endsWith("\n  project p1 has no such task, or has forgotten it; ./preheat tasks lists those it has\n");
    }

    @Test
    void aSpentQuotaIsFollowedByWhatIsUsedAndWhenItBeginsAnew() {
        refuses(403, "VOD.10086", "The total number of pre-heated URLs cannot exceed {10}.");
        api.answers(
                200,
                "{\"assets_per_day\":10,\"used\":9,\"left\":1,\"day\":\"2026-11-23\",\"resets_at\":\"2026-11-24T00:00:00Z\"}");

        assertThat(said("preheat", "--asset", "a1")).isEqualTo("""
                VOD.10086: The total number of pre-heated URLs cannot exceed {10}.
                  today's quota: 9 of 10 used on 2026-11-23, 1 left; begins anew at 2026-11-24T00:00:00Z
                """);
    }

    @Test
    void anAutoPreheatThatWasRefusedIsSaidWhereverItHappens() {
        var asset = "{\"asset_id\":\"a1\",\"published\":true,\"auto_preheat\":true,\"auto_refused\":\"quota_spent\"}";
        api.answers(200, "{\"asset_info_array\":[{\"asset_id\":\"a1\",\"status\":\"PUBLISHED\"}]}")
                .answers(200, asset);
        var refusal =
                "refused, quota_spent: ./preheat quota says when the day begins anew; then ./preheat preheat --asset a1\n";

        assertThat(run("asset", "publish", "a1")).isZero();
        assertThat(err).hasToString("a1 is not preheated by itself: " + refusal);

        assertThat(run("asset", "show", "a1")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("preheated by itself: " + refusal);
    }

    @Test
    void aPasswordThatIsWrongIsOneOfTheServices() {
        environment.put("PREHEAT_PASSWORD", "x");
        api.answers(401, "{\"error\":{\"code\":401,\"message\":\"The username or password is wrong.\"}}");

        assertThat(said("token", "--account", "a", "--user", "u"))
                .contains("\n  account, user and password are those of `accounts` in the service's preheat.yaml;");
    }

    private void refuses(int status, String code, String message) {
        api.answers(status, "{\"error_code\":\"%s\",\"error_msg\":\"%s\"}".formatted(code, message));
    }

    private String said(String... arguments) {
        err.reset();
        assertThat(run(arguments)).isEqualTo(3);
        return Verbs.said(err);
    }

    private int run(String... arguments) {
        return new Verbs(environment, "", out, err).run(arguments);
    }
}

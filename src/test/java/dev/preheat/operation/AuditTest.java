package dev.preheat.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.api.WireFixture;
import dev.preheat.http.Headers;
import dev.preheat.http.Request;
import dev.preheat.http.Response;
import dev.preheat.signing.RequestSignature;
import dev.preheat.tenancy.AccountName;
import dev.preheat.tenancy.User;
import dev.preheat.testing.LogLines;
import dev.preheat.testing.Logins;
import dev.preheat.testing.RawHttp;
import dev.preheat.testing.TestClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditTest {
    private static final String PATH = "/v1.0/" + WireFixture.PROJECT + "/asset/preheating";
    private static final String DATE = "20251126T120000Z";
    private static final String TOKEN = "MIIExampleTokenOfManyCharacters";
    private static final String SIGNED_URL =
            "http://cdn.example.com/asset/f488337c31c8e4622f1590735b134c65/film.mp4?auth_key=hotlinksecret";

    private static final Pattern SUBJECT = Pattern.compile("X-Subject-Token: (\\S+)");

    @TempDir
    Path folder;

    private final List<String> signatures = new ArrayList<>();

    @Test
    void writesALineForEachCallAndNeverASecretATokenASignatureOrAQuery() throws Exception {
        var lines = new ArrayList<String>();
        try (var log = new LogLines("ROOT");
                var wire = new WireFixture(folder, Map.of("show-per-minute", "1"))) {
            play(wire.server.port());
            lines.addAll(log.lines());
        }
        assertThat(lines.stream().filter(line -> line.startsWith("request=")).map(AuditTest::stable))
                .containsExactly(
                        "account=acme user=acme key=AKEXAMPLE operation=CreatePreheatingAsset"
                                + " project=0123456789abcdef0123456789abcdef status=202 code=- ms=0",
                        "account=acme user=acme key=AKEXAMPLE operation=ShowPreheatingAsset"
                                + " project=0123456789abcdef0123456789abcdef status=400 code=VOD.10062 ms=0",
                        "account=acme user=acme key=AKEXAMPLE operation=ShowPreheatingAsset"
                                + " project=0123456789abcdef0123456789abcdef status=429 code=APIGW.0308 ms=0",
                        "account=acme user=viewer key=AKVIEWER operation=CreatePreheatingAsset"
                                + " project=0123456789abcdef0123456789abcdef status=403 code=VOD.10074 ms=0",
                        "account=- user=- key=AKEXAMPLE operation=CreatePreheatingAsset"
                                + " project=0123456789abcdef0123456789abcdef status=401 code=APIGW.0301 ms=0",
                        "account=- user=- key=- operation=ShowPreheatingAsset"
                                + " project=0123456789abcdef0123456789abcdef status=401 code=APIGW.0301 ms=0",
                        "account=- user=- key=- operation=ShowPreheatingAsset"
                                + " project=a\\u0020status\\u003d202 status=401 code=APIGW.0301 ms=0",
                        "account=- user=- key=- operation=IssueToken project=- status=401 code=- ms=0",
                        "account=globex user=globex key=- operation=IssueToken project=- status=201 code=- ms=0",
                        "account=globex user=globex key=- operation=ShowPreheatingAsset"
                                + " project=0123456789abcdef0123456789abcdef status=403 code=VOD.10057 ms=0",
                        "account=globex user=globex key=- operation=ShowToken project=- status=200 code=- ms=0",
                        "account=globex user=globex key=- operation=ListProjects project=- status=200 code=- ms=0");
        assertThat(lines).noneMatch(line -> line.contains("\n"));
        assertThat(String.join("\n", lines))
                .doesNotContain(WireFixture.SECRET, TOKEN, Logins.PASSWORD, "hotlinksecret", "auth_key", "task_id")
                .doesNotContain(signatures);
    }

    private void play(int port) throws Exception {
        var body = "{\"urls\": [\"" + SIGNED_URL + "\"]}";
        var wrong = signed("POST", "AKEXAMPLE", "", body).replace("hotlinksecret", "hotlinkSecret");
        for (var request : List.of(
                signed("POST", "AKEXAMPLE", "", body),
                signed("GET", "AKEXAMPLE", "task_id=" + "0".repeat(32), ""),
                signed("GET", "AKEXAMPLE", "task_id=" + "1".repeat(32), ""),
                signed("POST", "AKVIEWER", "", body),
                wrong,
                "GET " + PATH + "?task_id=1 HTTP/1.1\r\nHost: a\r\nX-Auth-Token: " + TOKEN + "\r\n\r\n",
                "GET /v1.0/a%20status=202/asset/preheating HTTP/1.1\r\nHost: a\r\nX-Auth-Token: " + TOKEN + "\r\n\r\n",
                "GET /unknown?secret=" + TOKEN + " HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /%zz?secret=" + TOKEN + " HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")) {
            RawHttp.exchange(port, request);
        }
        useTokens(port);
    }

    private void useTokens(int port) throws Exception {
        RawHttp.exchange(port, signIn("wrong " + Logins.PASSWORD));
        var token = SUBJECT.matcher(RawHttp.exchange(port, signIn(Logins.PASSWORD)));
        assertThat(token.find()).isTrue();
        signatures.add(token.group(1));
        var head = " HTTP/1.1\r\nHost: a\r\nX-Auth-Token: " + token.group(1) + "\r\n";
        RawHttp.exchange(port, "GET " + PATH + "?task_id=1" + head + "\r\n");
        RawHttp.exchange(port, "GET /v3/auth/tokens" + head + "X-Subject-Token: " + token.group(1) + "\r\n\r\n");
        RawHttp.exchange(port, "GET /v3/projects" + head + "\r\n");
    }

    private static String signIn(String password) {
        var user = "{\"domain\":{\"name\":\"globex\"},\"name\":\"globex\",\"password\":\"" + password + "\"}";
        var body = "{\"auth\":{\"identity\":{\"methods\":[\"password\"],\"password\":{\"user\":" + user + "}}}}";
        return "POST /v3/auth/tokens HTTP/1.1\r\nHost: a\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private String signed(String method, String key, String query, String body) {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        var fields = new TreeMap<>(Map.of("x-sdk-date", DATE));
        var authorization = RequestSignature.authorization(key, WireFixture.SECRET, method, PATH, query, fields, bytes);
        signatures.add(authorization.replaceFirst(".*Signature=", ""));
        return method + " " + PATH + (query.isEmpty() ? "" : "?" + query) + " HTTP/1.1\r\nHost: a\r\nX-Sdk-Date: "
                + DATE + "\r\nAuthorization: " + authorization + "\r\nContent-Length: " + bytes.length + "\r\n\r\n"
                + body;
    }

    private static String stable(String line) {
        assertThat(line).matches("(?s)request=[0-9a-f]{32} from=127\\.0\\.0\\.1 account=.*");
        return line.substring(line.indexOf("account="));
    }

    @Test
    void measuresTheTimeAndWritesWhatAProxyOrAConfigurationSaysOnOneLine() {
        var clock = TestClock.at("2026-11-22T10:00:00Z");
        var headers = new Headers(Map.of(
                "x-forwarded-for", List.of("203.0.113.9, 10.0.0.1\u2028x"),
                "authorization", List.of("V11-HMAC-SHA256 Credentials=x, Access=" + "a".repeat(129))));
        var project = "\u001b[2J\u202e" + "p".repeat(200);
        var request = new Request("00ff", "GET", "/", "q", headers, new byte[0], "::1", Map.of("project_id", project));
        try (var log = new LogLines("audit")) {
            var line = new Audit(clock, _ -> {}).begin(request, "ShowAsset");
            line.by(new User("Zoë Li\nadmin", new AccountName("acme"), true));
            clock.advance(Duration.ofMillis(1_234));
            line.answered(Response.text(503, "{}"));

            assertThat(log.lines())
                    .containsExactly("request=00ff from=::1 forwarded-for=203.0.113.9,\\u002010.0.0.1\\u2028x"
                            + " account=acme user=Zoë\\u0020Li\\u000aadmin key=- operation=ShowAsset"
                            + " project=\\u001b[2J\\u202e" + "p".repeat(123) + " status=503 code=- ms=1234");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SDK-HMAC-SHA256 Access=AK1, SignedHeaders=x-sdk-date, Signature=00",
                "V11-HMAC-SHA256 Credential=AK1/20261122/cn-north-4/vod, SignedHeaders=x-sdk-date, Signature=00",
                "V11-HMAC-SHA256 Credential=AK1",
                "AWS4-HMAC-SHA256 Credential=AK1/20261122/us-east-1/s3/aws4_request"
            })
    void namesTheKeyThatIsOfferedInEitherSpelling(String authorization) {
        var headers = new Headers(Map.of("authorization", List.of(authorization)));
        var request = new Request("00ff", "GET", "/", "", headers, new byte[0], "::1", Map.of());
        try (var log = new LogLines("audit")) {
            new Audit(TestClock.at("2026-11-22T10:00:00Z"), _ -> {})
                    .begin(request, "ShowAsset")
                    .answered(Response.text(401, "{}"));
            assertThat(log.lines()).singleElement().asString().contains(" key=AK1 ");
        }
    }
}

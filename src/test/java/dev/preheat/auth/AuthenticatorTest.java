package dev.preheat.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.encoding.Sha256;
import dev.preheat.http.Headers;
import dev.preheat.http.Request;
import dev.preheat.signing.AccessKey;
import dev.preheat.signing.Credentials;
import dev.preheat.signing.RequestSignature;
import dev.preheat.tenancy.AccountName;
import dev.preheat.tenancy.Project;
import dev.preheat.tenancy.ProjectId;
import dev.preheat.tenancy.User;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticatorTest {
    private static final AccountName ACME = new AccountName("acme");
    private static final Project PROJECT = new Project(new ProjectId("p1"), "cn-north-4", ACME);
    private static final Project FOREIGN = new Project(new ProjectId("p2"), "cn-north-4", new AccountName("other"));
    private static final Instant NOW = Instant.parse("2025-11-26T12:00:00Z");
    private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);

    private final Authenticator authenticator = authenticator(
            List.of(
                    new AccessKey("AKOWNER", "secret", new User("acme", ACME, true)),
                    new AccessKey("AKVIEWER", "secret", new User("viewer", ACME, false))),
            List.of(PROJECT, FOREIGN));

    @Test
    void anOwnerHasTheProjectsOfTheAccountAndMayEverything() {
        var caller = ((Authentication.Proved) authenticator.prove(signed("AKOWNER", Map.of()))).caller();
        assertThat(caller.project(PROJECT.id())).contains(PROJECT);
        assertThat(caller.project(FOREIGN.id())).isEmpty();
        assertThat(caller.may("vod:asset:preheat")).isTrue();
    }

    @Test
    void aUserWhoIsNoOwnerMayNothing() {
        var caller = ((Authentication.Proved) authenticator.prove(signed("AKVIEWER", Map.of()))).caller();
        assertThat(caller.may("vod:asset:getPreheatTask")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"-900, true", "-901, false", "900, true", "901, false", "31536000, false"})
    void aDateCountsForFifteenMinutesEitherWay(int seconds, boolean counts) {
        var date = RequestSignature.date(NOW.plusSeconds(seconds));
        var authentication = authenticator.prove(signed("AKOWNER", Map.of("x-sdk-date", date)));
        assertThat(authentication).isInstanceOf(counts ? Authentication.Proved.class : Authentication.StaleDate.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "20251126T120000",
                "20251126T120000+0000",
                "2025-11-26T12:00:00Z",
                "20251326T120000Z",
                "20250230T120000Z",
                "20251126T240000Z",
                "99999999999999T120000Z",
                "Wed, 26 Nov 2025 12:00:00 GMT"
            })
    void aDateOfAnotherShapeIsMalformed(String date) {
        assertThat(authenticator.prove(signed("AKOWNER", Map.of("x-sdk-date", date))))
                .isInstanceOf(Authentication.MalformedDate.class);
    }

    @Test
    void anUnknownKeyIsNamed() {
        assertThat(authenticator.prove(signed("AKNOBODY", Map.of())))
                .isEqualTo(new Authentication.UnknownKey("AKNOBODY"));
    }

    @Test
    void noCredentialsAreNoGarbage() {
        assertThat(authenticator.prove(request(Headers.NONE, BODY))).isInstanceOf(Authentication.NoCredentials.class);
    }

    @Test
    void aTokenIsUnknown() {
        assertThat(authenticator.prove(request(Headers.NONE.with("X-Auth-Token", "MII"), BODY)))
                .isInstanceOf(Authentication.UnknownToken.class);
    }

    @Test
    void theSignatureDecidesWhereThereIsATokenToo() {
        assertThat(authenticator.prove(signed("AKOWNER", Map.of("x-auth-token", "MII"))))
                .isInstanceOf(Authentication.Proved.class);
        assertThat(authenticator.prove(
                        request(Headers.NONE.with("Authorization", "x").with("X-Auth-Token", "MII"), BODY)))
                .isInstanceOf(Authentication.Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "x",
                "Basic YTpi",
                "Bearer x",
                "SDK-HMAC-SHA256",
                "SDK-HMAC-SHA256 ",
                "SDK-HMAC-SHA256 Access=",
                "SDK-HMAC-SHA256 Access=A, SignedHeaders=x-sdk-date, Signature=",
                "SDK-HMAC-SHA256 Access=A, SignedHeaders=x-sdk-date, Signature=zz",
                "SDK-HMAC-SHA256 Access=A, SignedHeaders=, Signature=0000000000000000000000000000000000000000000000000000000000000000",
                "SDK-HMAC-SHA256 Access=A, SignedHeaders=host, Signature=0000000000000000000000000000000000000000000000000000000000000000",
                "SDK-HMAC-SHA256 Access=A B, SignedHeaders=x-sdk-date, Signature=0000000000000000000000000000000000000000000000000000000000000000",
                "SDK-HMAC-SHA256 SignedHeaders=x-sdk-date, Access=A, Signature=0000000000000000000000000000000000000000000000000000000000000000",
                "SDK-HMAC-SM4 Access=A, SignedHeaders=x-sdk-date, Signature=0000000000000000000000000000000000000000000000000000000000000000",
                "SDK-HMAC-SM3 Credential=A/20261122/cn-north-4/vod, SignedHeaders=x-sdk-date, Signature=0000000000000000000000000000000000000000000000000000000000000000",
                "V11-HMAC-SHA256 Access=A, SignedHeaders=x-sdk-date, Signature=0000000000000000000000000000000000000000000000000000000000000000",
                "V11-HMAC-SHA256 Credential=A/20261122/cn-north-4, SignedHeaders=x-sdk-date, Signature=0000000000000000000000000000000000000000000000000000000000000000",
                "V11-HMAC-SHA256 Credential=A/today/cn-north-4/vod, SignedHeaders=x-sdk-date, Signature=0000000000000000000000000000000000000000000000000000000000000000",
                "SDK-SM2-SM3 Access=A, SignedHeaders=x-sdk-date, Signature=30060201010201",
                "SDK-SM2-SM3 Access=A, SignedHeaders=x-sdk-date, Signature=3006020101020101f",
                "SDK-SM2-SM3 Access=ATWENTYONECHARACTERS1, SignedHeaders=x-sdk-date, Signature=3006020101020101",
                "V11-HMAC-SHA256 Credential=A/20261122/cn-north-4/vod, SignedHeaders=x-sdk-date, Signature=00"
            })
    void anotherAuthorizationIsMalformed(String authorization) {
        assertThat(authenticator.prove(request(Headers.NONE.with("Authorization", authorization), BODY)))
                .isInstanceOf(Authentication.Malformed.class);
    }

    @Test
    void twoAuthorizationsAreMalformed() {
        var good = signed("AKOWNER", Map.of());
        var fields = new TreeMap<>(good.headers().fields());
        fields.put(
                "authorization", List.of(good.headers().first("authorization").orElseThrow(), "x"));
        assertThat(authenticator.prove(request(new Headers(fields), BODY)))
                .isInstanceOf(Authentication.Malformed.class);
    }

    @Test
    void sixtyFourHeadersAreSignedAtMost() {
        assertThat(authenticator.prove(signed("AKOWNER", headers(63)))).isInstanceOf(Authentication.Proved.class);
        assertThat(authenticator.prove(signed("AKOWNER", headers(64)))).isInstanceOf(Authentication.Malformed.class);
    }

    @Test
    void aSignatureOverAnotherBodyShowsTheCanonicalRequest() {
        var other = request(signed("AKOWNER", Map.of()).headers(), new byte[0]);
        assertThat(authenticator.prove(other))
                .isEqualTo(new Authentication.WrongSignature(
                        "POST\n/a%25zz/b/\nx=1\nx-sdk-date:20251126T120000Z\n\nx-sdk-date\n"
                                + "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    }

    @Test
    void aSecretOfAnotherKeyIsRefused() {
        var request = signed("AKOWNER", Map.of());
        var other =
                authenticator(List.of(new AccessKey("AKOWNER", "another", new User("acme", ACME, true))), List.of());
        assertThat(other.prove(request)).isInstanceOf(Authentication.WrongSignature.class);
    }

    @Test
    void anUnsignedPayloadIsTheClientsChoice() {
        var signed = signed("AKOWNER", Map.of("x-sdk-content-sha256", "UNSIGNED-PAYLOAD"));
        assertThat(authenticator.prove(request(signed.headers(), "another".getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(Authentication.Proved.class);
    }

    @Test
    void aGivenHashMustBeTheBodys() {
        var hash = Sha256.hex(BODY);
        var right = signed("AKOWNER", Map.of("x-sdk-content-sha256", hash));
        assertThat(authenticator.prove(right)).isInstanceOf(Authentication.Proved.class);
        assertThat(authenticator.prove(request(right.headers(), new byte[] {1})))
                .isInstanceOf(Authentication.WrongSignature.class);
    }

    @Test
    void aHostNeedNotBeSigned() {
        var signed = signed("AKOWNER", Map.of());
        assertThat(authenticator.prove(request(signed.headers().with("Host", "nobody.example"), BODY)))
                .isInstanceOf(Authentication.Proved.class);
    }

    @Test
    void whatIsSaidOfASecretNeverShowsIt() {
        assertThat(new AccessKey("AK", "s3cret", new User("acme", ACME, true)))
                .asString()
                .doesNotContain("s3cret");
        assertThat(new Credentials.Token("s3cret")).asString().doesNotContain("s3cret");
    }

    @Test
    void aSignatureIsGoodMoreThanOnce() {
        var request = signed("AKOWNER", Map.of());
        assertThat(Arrays.asList(authenticator.prove(request), authenticator.prove(request)))
                .hasOnlyElementsOfType(Authentication.Proved.class);
    }

    private static Authenticator authenticator(List<AccessKey> keys, List<Project> projects) {
        var directory = new Directory(projects, keys, List.of());
        return Iam.of(() -> directory, new byte[Tokens.KEY_BYTES], () -> NOW).authenticator();
    }

    private static Map<String, String> headers(int count) {
        var headers = new TreeMap<String, String>();
        for (int i = 0; i < count; i++) {
            headers.put("x-%03d".formatted(i), "v");
        }
        return headers;
    }

    private static Request signed(String accessKey, Map<String, String> more) {
        var headers = new TreeMap<>(Map.of("x-sdk-date", RequestSignature.date(NOW)));
        headers.putAll(more);
        var all = Headers.NONE.with(
                "Authorization",
                RequestSignature.authorization(accessKey, "secret", "POST", "/a%zz/b", "x=1", headers, BODY));
        for (var header : headers.entrySet()) {
            all = all.with(header.getKey(), header.getValue());
        }
        return request(all, BODY);
    }

    private static Request request(Headers headers, byte[] body) {
        return new Request("0".repeat(32), "POST", "/a%zz/b", "x=1", headers, body, "127.0.0.1", Map.of());
    }
}

package dev.preheat.signing;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.preheat.auth.Authentication;
import dev.preheat.auth.Recorded;
import dev.preheat.auth.SignatureProof;
import dev.preheat.http.Headers;
import dev.preheat.http.Request;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Fuzzes with JAZZER_FUZZ=1; otherwise runs its seeds from the test resources. */
class CredentialsFuzzTest {
    private static final String DATE = "20261122T120000Z";

    @FuzzTest(maxDuration = "5m")
    void anyAuthorizationIsReadOrRefused(byte[] bytes) {
        var text = new String(bytes, StandardCharsets.ISO_8859_1);
        switch (Credentials.of(Headers.NONE.with("Authorization", text))) {
            case Credentials.Signature signature -> isProvedOrNot(request("/", "", text, new byte[0]), signature);
            case Credentials.Malformed(var reason) -> assertThat(reason).isNotBlank();
            case Credentials.Token _, Credentials.None _ -> throw new AssertionError(text);
        }
    }

    @FuzzTest(maxDuration = "5m")
    void anyRequestHasACanonicalOne(FuzzedDataProvider data) {
        var path = "/" + data.consumeString(200);
        var query = data.consumeString(200);
        var value = data.consumeString(50);
        var request = request(path, query, value, data.consumeRemainingAsBytes());
        for (var algorithm : SigningAlgorithm.values()) {
            var names = List.of("x-sdk-date", "authorization", "x-none");
            var all = CanonicalRequest.of(request, names, algorithm.hash());
            assertThat(all).hasSizeBetween(1, 3);
            for (var one : all) {
                assertThat(CanonicalRequest.path(one.path())).isEqualTo(one.path());
                assertThat(CanonicalRequest.queries(one.query())).contains(one.query());
                assertThat(one.text()).endsWith("\nx-sdk-date;authorization;x-none\n" + one.payload());
            }
            isProvedOrNot(request, new Credentials.Signature(algorithm, "AKEXAMPLE", "", names, "3006020101020101"));
        }
    }

    private static void isProvedOrNot(Request request, Credentials.Signature signature) {
        var now = RequestSignature.instant(DATE).orElseThrow();
        assertThat(new SignatureProof(() -> now).prove(request, signature, Recorded.KEY, List.of()))
                .isInstanceOf(Authentication.Denial.class);
    }

    private static Request request(String path, String query, String authorization, byte[] body) {
        var headers = Headers.NONE.with("Authorization", authorization).with("X-Sdk-Date", DATE);
        return new Request("0".repeat(32), "POST", path, query, headers, body, "127.0.0.1", Map.of());
    }
}

package dev.preheat.auth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.http.Headers;
import dev.preheat.http.Request;
import dev.preheat.signing.CanonicalRequest;
import dev.preheat.signing.Credentials;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A signed request with one bit changed, at each byte that is signed and at each of the signature itself. */
class MutatedRequestTest {
    private record Part(String text, Function<String, Request> with) {}

    static List<Recorded> recorded() throws Exception {
        return Recorded.all();
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void isNeverAccepted(Recorded recorded) {
        var original = recorded.request();
        var proof = recorded.proof();
        for (var part : parts(original)) {
            for (int at = 0; at < part.text().length(); at++) {
                var mutated = part.with().apply(flipped(part.text(), at));
                assertThat(isAccepted(proof, mutated) && !meansTheSame(mutated, original))
                        .as("%s, byte %s of %s", recorded, at, part.text())
                        .isFalse();
                assertThat(isAccepted(proof, original))
                        .as("and the right one is")
                        .isTrue();
            }
        }
    }

    private static String flipped(String text, int at) {
        var chars = text.toCharArray();
        chars[at] = (char) (chars[at] ^ 1 << at % 8);
        return new String(chars);
    }

    private static List<Part> parts(Request one) {
        var parts = new ArrayList<Part>();
        parts.add(new Part(one.method(), text -> of(text, one.path(), one.query(), one.headers(), one.body())));
        parts.add(new Part(one.path(), text -> of(one.method(), text, one.query(), one.headers(), one.body())));
        parts.add(new Part(one.query(), text -> of(one.method(), one.path(), text, one.headers(), one.body())));
        parts.add(new Part(
                new String(one.body(), ISO_8859_1),
                text -> of(one.method(), one.path(), one.query(), one.headers(), text.getBytes(ISO_8859_1))));
        var names = new ArrayList<>(signature(one).signedHeaders());
        names.add("authorization");
        for (var name : names) {
            parts.add(new Part(
                    one.headers().first(name).orElseThrow(),
                    text -> of(
                            one.method(), one.path(), one.query(), one.headers().with(name, text), one.body())));
        }
        return parts;
    }

    private static Request of(String method, String path, String query, Headers headers, byte[] body) {
        return new Request("0".repeat(32), method, path, query, headers, body, "127.0.0.1", Map.of());
    }

    private static boolean isAccepted(SignatureProof proof, Request request) {
        return Credentials.of(request.headers()) instanceof Credentials.Signature offered
                && offered.accessKey().equals(Recorded.KEY.id())
                && proof.prove(request, offered, Recorded.KEY, List.of()) instanceof Authentication.Proved;
    }

    // Such as %7e for %7E: other bytes, the same request.
    private static boolean meansTheSame(Request one, Request other) {
        return signature(one).equals(signature(other)) && texts(one).equals(texts(other));
    }

    private static List<String> texts(Request request) {
        return CanonicalRequest.of(
                        request,
                        signature(request).signedHeaders(),
                        signature(request).algorithm().hash())
                .stream()
                .map(CanonicalRequest::text)
                .toList();
    }

    private static Credentials.Signature signature(Request request) {
        return (Credentials.Signature) Credentials.of(request.headers());
    }
}

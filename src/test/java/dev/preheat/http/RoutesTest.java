package dev.preheat.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutesTest {
    private final Routes routes = Routes.otherwise(_ -> Response.text(404, "unknown"))
            .wrongMethod(_ -> Response.text(404, "wrong method"))
            .add("GET", "/v1/{id}/thing", request -> Response.text(200, "get " + request.pathValues()))
            .add("PUT", "/v1/{id}/thing", request -> Response.text(200, "put " + request.pathValues()))
            .add("GET", "/v1/fixed", _ -> Response.text(200, "fixed"))
            .build();

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/a/thing, get {id=a}",
        "PUT, /v1/a/thing, put {id=a}",
        "GET, //v1/a/thing, get {id=a}",
        "GET, ///v1/a/thing, get {id=a}",
        "GET, /v1/%7Ba%20b%7D+c/thing, get {id={a b}+c}",
        "GET, /v1/%zz/thing, get {id=%zz}",
        "GET, /v1/fixed, fixed",
        "POST, /v1/a/thing, wrong method",
        "get, /v1/a/thing, wrong method",
        "POST, /v1/fixed, wrong method",
        "GET, /v1//thing, unknown",
        "GET, /v1/a/thing/, unknown",
        "GET, /v1/a//thing, unknown",
        "GET, /V1/a/thing, unknown",
        "GET, /, unknown",
        "OPTIONS, *, unknown"
    })
    void findsTheEndpoint(String method, String path, String answer) {
        var request = new Request("", method, path, "", Headers.NONE, new byte[0], "", Map.of());
        assertThat(routes.handle(request).body())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(answer);
    }
}

package dev.preheat.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.testing.RawHttp;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Query parameters that are given twice, of every operation in openapi.json: legal for lists, and for them alone. */
class AmbiguousQueryTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Instant NOW = Instant.parse("2025-11-26T12:00:00Z");

    /** A legal value of each list. */
    private static final Map<String, String> LISTED = Map.of(
            "asset_id",
            "draft",
            "categories",
            "base_info",
            "status",
            "PUBLISHED",
            "assetStatus",
            "CREATED",
            "transcodeStatus",
            "TRANSCODING",
            "tags",
            "x",
            "media_type",
            "x");

    @TempDir
    Path folder;

    @Test
    void aParameterOfOneValueIsRefusedByName() throws Exception {
        try (var wire = new WireFixture(folder, Map.of())) {
            int port = wire.server.port();
            var refused = new ArrayList<String>();
            for (var one : parameters(port).filter(one -> !one.isList()).toList()) {
                var name = one.name();
                for (var query : List.of(name + "=1&x=&" + name + "=2", "&" + name + "&&" + escaped(name) + "=")) {
                    assertThat(RawHttp.exchange(port, one.request(query)))
                            .as(one + " " + query)
                            .startsWith("HTTP/1.1 400 ")
                            .containsAnyOf("illegal field: {" + name + "}", "parameter " + name + " is invalid");
                }
                refused.add(name);
            }
            assertThat(refused).contains("task_id", "asset_id", "delete_type", "after", "limit", "per_page", "order");
        }
    }

    @Test
    void aListMayBeGivenAgain() throws Exception {
        try (var wire = new WireFixture(folder, Map.of())) {
            int port = wire.server.port();
            var lists = parameters(port).filter(Parameter::isList).toList();
            assertThat(lists).extracting(Parameter::name).containsAll(LISTED.keySet());
            for (var one : lists) {
                var query = one.name() + "=" + LISTED.get(one.name());
                assertThat(RawHttp.exchange(port, one.request(query + "&" + query)))
                        .as(one.toString())
                        .doesNotContain("illegal field: {" + one.name() + "}");
            }
        }
    }

    /** A parameter of the query, and the operation that takes it. */
    private record Parameter(String method, String template, JsonNode said) {
        String name() {
            return said.path("name").asString("");
        }

        boolean isList() {
            return said.path("schema").path("type").asString("").equals("array");
        }

        String request(String query) {
            var path = template.replace("{project_id}", WireFixture.PROJECT.value())
                    .replace("{asset_id}", "draft")
                    .replace("{task_id}", "0".repeat(32));
            return method.toUpperCase(Locale.ROOT) + " " + path + "?" + query + " HTTP/1.1\r\nHost: a\r\nX-Auth-Token: "
                    + WireFixture.token("AKEXAMPLE", NOW) + "\r\n\r\n";
        }
    }

    private static Stream<Parameter> parameters(int port) throws Exception {
        var answer = RawHttp.exchange(port, "GET /openapi.json HTTP/1.1\r\nHost: a\r\n\r\n");
        return JSON.readTree(answer.substring(answer.indexOf("\r\n\r\n") + 4)).get("paths").properties().stream()
                .flatMap(path -> path.getValue().properties().stream()
                        .flatMap(operation -> operation
                                .getValue()
                                .path("parameters")
                                .valueStream()
                                .filter(said -> said.path("in").asString("").equals("query"))
                                .map(said -> new Parameter(operation.getKey(), path.getKey(), said))));
    }

    private static String escaped(String name) {
        return "%" + Integer.toHexString(name.charAt(0)) + name.substring(1);
    }
}

package dev.preheat.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.testing.RawHttp;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** A parameter that has one value and is given twice, of every operation that openapi.json names. */
class AmbiguousQueryTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Instant NOW = Instant.parse("2025-11-26T12:00:00Z");

    @TempDir
    Path folder;

    @Test
    void isRefusedByName() throws Exception {
        try (var wire = new WireFixture(folder, Map.of())) {
            int port = wire.server.port();
            var refused = new ArrayList<String>();
            for (var route : routes(RawHttp.exchange(port, "GET /openapi.json HTTP/1.1\r\nHost: a\r\n\r\n"))) {
                for (var name : Descriptions.of(route.operation()).single()) {
                    for (var query : List.of(name + "=1&x=&" + name + "=2", "&" + name + "&&" + escaped(name) + "=")) {
                        assertThat(RawHttp.exchange(port, route.request(query)))
                                .as(route + " " + query)
                                .startsWith("HTTP/1.1 400 ")
                                .containsAnyOf("illegal field: {" + name + "}", "parameter " + name + " is invalid");
                    }
                    refused.add(name);
                }
            }
            assertThat(refused).contains("task_id", "asset_id", "delete_type", "after", "limit", "per_page", "order");
        }
    }

    private record Route(String method, String template, String operation) {
        String request(String query) {
            var path = template.replace("{project_id}", WireFixture.PROJECT.value())
                    .replace("{asset_id}", "draft")
                    .replace("{task_id}", "0".repeat(32));
            return method.toUpperCase(Locale.ROOT) + " " + path + "?" + query + " HTTP/1.1\r\nHost: a\r\nX-Auth-Token: "
                    + WireFixture.token("AKEXAMPLE", NOW) + "\r\n\r\n";
        }
    }

    private static List<Route> routes(String answer) {
        var found = new ArrayList<Route>();
        JSON.readTree(answer.substring(answer.indexOf("\r\n\r\n") + 4))
                .get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation -> found.add(new Route(
                                operation.getKey(),
                                path.getKey(),
                                operation.getValue().get("operationId").asString()))));
        return found;
    }

    private static String escaped(String name) {
        return "%" + Integer.toHexString(name.charAt(0)) + name.substring(1);
    }
}

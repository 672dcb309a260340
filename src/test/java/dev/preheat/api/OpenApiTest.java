package dev.preheat.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.testing.RawHttp;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The document against every answer that the wire cases recorded, and the other way round. */
class OpenApiTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern CODED = Pattern.compile("([A-Z]+\\.\\d+) .*");
    private static final Pattern STATUS = Pattern.compile("HTTP/1.1 (\\d{3}) .*");

    @TempDir
    static Path dir;

    private static JsonNode document;

    /** An answer that a case recorded, and the operation it is of. */
    record Recorded(String golden, String operation, int status, String body, JsonNode described) {
        /** As {@link #refusals} has it. */
        Optional<String> refusal() {
            if (status < 400 || !body.startsWith("{")) {
                return Optional.empty();
            }
            var said = JSON.readTree(body);
            var message = said.path("error").path("message").asString("");
            return Optional.of(status + " " + said.path("error_code").asString(message));
        }

        @Override
        public String toString() {
            return golden + " " + operation + " " + status;
        }
    }

    @BeforeAll
    static void ask() throws Exception {
        document = fetched();
    }

    private static JsonNode fetched() throws Exception {
        try (var wire = new WireFixture(dir, Map.of())) {
            var answer = RawHttp.exchange(wire.server.port(), "GET /openapi.json HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(answer).startsWith("HTTP/1.1 200 ").contains("Content-Type: application/json");
            return JSON.readTree(answer.split("\r\n\r\n", 2)[1]);
        }
    }

    static List<Recorded> recorded() throws Exception {
        if (document == null) {
            document = fetched();
        }
        return WireCase.all().stream()
                .flatMap(golden -> golden.exchanges().stream().flatMap(one -> recorded(golden, one).stream()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void anAnswerIsAsDescribed(Recorded answer) {
        var response = answer.described().path("responses").path(Integer.toString(answer.status()));
        assertThat(response.isMissingNode())
                .as("%s is described", answer.status())
                .isFalse();
        var schema = response.path("content").path("application/json").path("schema");
        if (!schema.isMissingNode()) {
            assertThat(faults(schema, JSON.readTree(answer.body()), "")).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void aRefusalIsAmongTheDescribed(Recorded answer) {
        answer.refusal()
                .ifPresent(refusal -> assertThat(refusals(answer.described())).contains(refusal));
    }

    @Test
    void everyOperationHasACaseOfEachOfItsAnswersAndRefusals() throws Exception {
        var wanted = new TreeSet<String>();
        for (var path : document.path("paths")) {
            for (var operation : path) {
                var name = operation.path("operationId").asString("");
                operation.path("responses").propertyNames().forEach(status -> wanted.add(name + " " + status));
                refusals(operation).forEach(refusal -> wanted.add(name + " " + refusal));
            }
        }
        var seen = new TreeSet<String>();
        for (var one : recorded()) {
            seen.add(one.operation() + " " + one.status());
            one.refusal().ifPresent(refusal -> seen.add(one.operation() + " " + refusal));
        }
        wanted.removeAll(List.of("ListEdges 500", "ListEdges 500 VOD.10051")); // it asks no store: a bug alone
        wanted.removeAll(seen);
        assertThat(wanted).isEmpty();
    }

    /** Each as its status and its code or, where the vendor has none, its message. */
    private static Set<String> refusals(JsonNode operation) {
        var all = new TreeSet<String>();
        operation.path("responses").propertyStream().forEach(response -> {
            if (response.getKey().compareTo("400") >= 0 && !response.getKey().equals("503")) {
                response.getValue().path("description").asString("").lines().forEach(line -> {
                    var coded = CODED.matcher(line);
                    all.add(response.getKey() + " " + (coded.matches() ? coded.group(1) : line));
                });
            }
        });
        return all;
    }

    @Test
    void everyOperationIsThereWithItsActionAndItsParameters() {
        var tasks = document.path("paths")
                .path("/preheat/v1/projects/{project_id}/tasks")
                .path("get");
        assertThat(tasks.path("operationId").asString("")).isEqualTo("ListTasks");
        assertThat(tasks.path("x-action").asString("")).isEqualTo("preheat:task:list");
        assertThat(tasks.path("parameters"))
                .extracting(one -> one.path("name").asString(""))
                .containsExactly(
                        "project_id", "status", "url", "edge", "created_since", "created_until", "limit", "after");
        assertThat(document.path("paths").size()).isGreaterThan(12);
    }

    @Test
    void theCheckItselfFindsWhatIsWrong() {
        var schema = JSON.readTree("""
                {"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"array","items":{"type":"string"}}},
                 "required":["a"],"additionalProperties":false}""");
        assertThat(faults(schema, JSON.readTree("{\"a\":1,\"b\":[\"x\"]}"), "")).isEmpty();
        assertThat(faults(schema, JSON.readTree("{\"b\":[1],\"c\":true}"), ""))
                .containsExactlyInAnyOrder(" lacks a", ".b[] is no string", " has c");
    }

    private static List<Recorded> recorded(WireCase golden, WireCase.Exchange one) {
        var line = one.request().lines().findFirst().orElse("").split(" ");
        var status = STATUS.matcher(one.answer().lines().findFirst().orElse(""));
        if (line.length != 3 || !status.matches()) {
            return List.of();
        }
        var parts = one.answer().split("\n\n", 2);
        var body = parts.length < 2 ? "" : parts[1].strip();
        return operation(line[0], line[1].replaceFirst("\\?.*", "").replaceFirst("^/+", "/"))
                .map(found -> new Recorded(
                        golden.name(),
                        found.path("operationId").asString(""),
                        Integer.parseInt(status.group(1)),
                        body,
                        found))
                .stream()
                // what stands in front of the operations answers for itself
                .filter(found -> found.status() != 413 && !found.body().contains("APIGW.0201"))
                .toList();
    }

    private static Optional<JsonNode> operation(String method, String path) {
        return document.path("paths")
                .propertyStream()
                .filter(one -> path.matches(one.getKey().replaceAll("\\{[a-z_]+}", "[^/]+")))
                .map(one -> one.getValue().path(method.toLowerCase(Locale.ROOT)))
                .filter(found -> !found.isMissingNode())
                .findFirst();
    }

    /** What of JSON Schema the document uses, and no more. */
    private static List<String> faults(JsonNode schema, JsonNode value, String at) {
        if (schema.has("oneOf")) {
            var fits = schema.path("oneOf")
                    .valueStream()
                    .filter(one -> faults(one, value, at).isEmpty())
                    .count();
            return fits == 1 ? List.of() : List.of(at + " fits " + fits + " of the shapes");
        }
        var faults = new ArrayList<String>();
        var type = schema.path("type").asString("");
        boolean right = switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isString();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            default -> false;
        };
        if (!right) {
            return List.of(at + " is no " + type);
        }
        schema.path("required")
                .valueStream()
                .map(name -> name.asString(""))
                .filter(name -> !value.has(name))
                .forEach(name -> faults.add(at + " lacks " + name));
        value.propertyStream().forEach(member -> {
            var known = schema.path("properties").path(member.getKey());
            if (known.isMissingNode()) {
                faults.add(at + " has " + member.getKey());
            } else {
                faults.addAll(faults(known, member.getValue(), at + "." + member.getKey()));
            }
        });
        if (value.isArray()) {
            value.valueStream().forEach(item -> faults.addAll(faults(schema.path("items"), item, at + "[]")));
        }
        return faults;
    }
}

package dev.preheat.api;

import dev.preheat.http.Endpoint;
import dev.preheat.http.Request;
import dev.preheat.http.Response;
import dev.preheat.http.Routes;
import dev.preheat.operation.Json;
import dev.preheat.operation.WireError;
import dev.preheat.own.TaskEvents;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The document at {@code GET /openapi.json}: made of the table of operations and the records they answer with. */
final class OpenApi {
    private static final Pattern NAME = Pattern.compile("\\{([a-z_]+)}");
    private static final List<WireError> OF_ALL_IN_A_PROJECT =
            List.of(WireError.UNAUTHENTICATED, WireError.FOREIGN_PROJECT, WireError.NO_PERMISSION, WireError.INTERNAL);

    private OpenApi() {}

    /**
     * An endpoint that the document tells of.
     *
     * @param name the operation's
     * @param action empty where none has to be allowed
     */
    record Operation(String name, String action, Endpoint endpoint) implements Endpoint {
        @Override
        public Response handle(Request request) {
            return endpoint.handle(request);
        }

        Description description() {
            var known = Descriptions.of(name);
            if (action.isEmpty()) {
                return known;
            }
            var refused = known.refuses(OF_ALL_IN_A_PROJECT.toArray(WireError[]::new));
            return Api.COUNTED.contains(action) ? refused : refused.refuses(WireError.TOO_MANY_CALLS);
        }
    }

    /** The document, as JSON. */
    static byte[] of(List<Routes.Row> table) {
        var paths = new LinkedHashMap<String, Object>();
        for (var line : table) {
            if (line.endpoint() instanceof Operation operation) {
                var path = new LinkedHashMap<>(object(paths.getOrDefault(line.template(), Map.of())));
                path.put(line.method().toLowerCase(Locale.ROOT), operation(line.template(), operation));
                paths.put(line.template(), path);
            }
        }
        return Json.bytes(
                ordered("openapi", "3.1.0", "info", ordered("title", "Preheat", "version", "1"), "paths", paths));
    }

    private static Map<String, Object> operation(String template, Operation operation) {
        var said = operation.description();
        var shown = ordered("operationId", operation.name(), "summary", said.summary());
        if (!operation.action().isEmpty()) {
            shown.put("x-action", operation.action());
        }
        shown.put("parameters", parameters(template, said));
        said.body()
                .ifPresent(body ->
                        shown.put("requestBody", ordered("required", true, "content", json(JsonSchema.request(body)))));
        shown.put("responses", responses(said));
        return shown;
    }

    private static List<Object> parameters(String template, Description said) {
        var all = new ArrayList<>();
        var names = NAME.matcher(template);
        while (names.find()) {
            all.add(parameter(new Description.Parameter("path", names.group(1), "", true, false)));
        }
        said.parameters().forEach(one -> all.add(parameter(one)));
        return all;
    }

    private static Map<String, Object> parameter(Description.Parameter one) {
        var shown = ordered("name", one.name(), "in", one.in(), "required", one.required());
        if (!one.what().isEmpty()) {
            shown.put("description", one.what());
        }
        shown.put("schema", ordered("type", "string"));
        return shown;
    }

    private static Map<String, Object> responses(Description said) {
        var all = new TreeMap<String, Object>();
        said.answers().forEach((status, type) -> all.put(Integer.toString(status), answer(type)));
        for (var refusal : said.refusals()) {
            var text = (refusal.code() + " " + refusal.message()).strip();
            var status = Integer.toString(refusal.status());
            var before = object(all.getOrDefault(status, Map.of()));
            var described = before.containsKey("description") ? before.get("description") + "\n" + text : text;
            all.put(status, ordered("description", described, "content", json(JsonSchema.error())));
        }
        return all;
    }

    private static Map<String, Object> answer(Class<?> type) {
        if (type == Void.class) {
            return ordered("description", "nothing more to tell");
        }
        if (type == String.class) {
            return ordered("description", "text", "content", ordered("text/plain", ordered()));
        }
        if (type == TaskEvents.class) {
            return ordered("description", "events", "content", ordered("text/event-stream", ordered()));
        }
        return ordered("description", "done", "content", json(JsonSchema.answer(type)));
    }

    private static Map<String, Object> json(Object schema) {
        return ordered("application/json", ordered("schema", schema));
    }

    /** A JSON object, its members in this order. */
    static Map<String, Object> ordered(Object... namesAndValues) {
        var object = new LinkedHashMap<String, Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return object;
    }

    private static Map<String, Object> object(Object known) {
        var object = new LinkedHashMap<String, Object>();
        ((Map<?, ?>) known).forEach((name, value) -> object.put((String) name, value));
        return object;
    }
}

package dev.preheat.api;

import static dev.preheat.api.OpenApi.ordered;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.preheat.iam.KeystoneError;
import dev.preheat.operation.Json;
import dev.preheat.operation.WireError;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The JSON Schema (2020-12) of what {@link Json} writes of a record, or reads as one. */
final class JsonSchema {
    private JsonSchema() {}

    /** Of an answer: what is no Optional is always there, and nothing else is. */
    static Map<String, Object> answer(Class<?> record) {
        var properties = new LinkedHashMap<String, Object>();
        var required = new ArrayList<String>();
        for (var component : record.getRecordComponents()) {
            var name = name(component);
            properties.put(name, of(component.getGenericType()));
            if (component.getType() != Optional.class) {
                required.add(name);
            }
        }
        return ordered("type", "object", "properties", properties, "required", required, "additionalProperties", false);
    }

    /** Of a body: whatever is known may be left out here, as the operation says what it needs; what is unknown is ignored. */
    static Map<String, Object> request(Class<?> record) {
        var properties = new LinkedHashMap<String, Object>();
        for (var component : record.getRecordComponents()) {
            properties.put(name(component), wanted(component.getGenericType()));
        }
        return ordered("type", "object", "properties", properties);
    }

    /** Of a refusal, in any of the three shapes. */
    static Map<String, Object> error() {
        return ordered(
                "oneOf",
                List.of(
                        answer(WireError.Vod.class),
                        answer(WireError.Gateway.class),
                        answer(KeystoneError.Body.class)));
    }

    private static Map<String, Object> of(Type type) {
        return type instanceof Class<?> known && known.isRecord() ? answer(known) : plain(type, JsonSchema::of);
    }

    private static Map<String, Object> wanted(Type type) {
        return type instanceof Class<?> known && known.isRecord() ? request(known) : plain(type, JsonSchema::wanted);
    }

    @FunctionalInterface
    private interface Inner {
        Map<String, Object> of(Type type);
    }

    private static Map<String, Object> plain(Type type, Inner inner) {
        if (type instanceof ParameterizedType generic) {
            var argument = inner.of(generic.getActualTypeArguments()[0]);
            return generic.getRawType() == Optional.class ? argument : ordered("type", "array", "items", argument);
        }
        if (type == Instant.class) {
            return ordered("type", "string", "format", "date-time");
        }
        if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            return ordered("type", "integer");
        }
        if (type == double.class || type == Double.class) {
            return ordered("type", "number");
        }
        if (type == boolean.class || type == Boolean.class) {
            return ordered("type", "boolean");
        }
        if (type == String.class) {
            return ordered("type", "string");
        }
        throw new IllegalStateException("no schema is known for " + type);
    }

    private static String name(RecordComponent component) {
        var given = component.getAccessor().getAnnotation(JsonProperty.class);
        return given == null
                ? component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT)
                : given.value();
    }
}

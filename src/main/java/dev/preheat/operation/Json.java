package dev.preheat.operation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.preheat.http.Response;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.LogicalType;

/**
 * The one JSON mapper: strict in what it reads, and writes members in the order of the record.
 *
 * <p>Reading: UTF-8 only, one object and nothing after it, no name twice, no number for a string; unknown members are
 * ignored. Limits: 16 levels, 64 KiB a string, 64 digits, names of 256 characters; the server limits the whole.
 */
public final class Json {
    private static final String TYPE = "application/json";

    private static final StreamReadConstraints LIMITS = StreamReadConstraints.builder()
            .maxNestingDepth(16)
            .maxStringLength(64 * 1024)
            .maxNumberLength(64)
            .maxNameLength(256)
            .build();

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(LIMITS)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .withCoercionConfig(
                    LogicalType.Textual,
                    texts -> texts.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .addModule(new SimpleModule().addSerializer(Instant.class, new Milliseconds()))
            .changeDefaultPropertyInclusion(
                    always -> JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
            .build();

    private Json() {}

    /** Writes times in milliseconds, as the store keeps them, so that one and the same time always reads the same. */
    private static final class Milliseconds extends ValueSerializer<Instant> {
        @Override
        public void serialize(Instant time, JsonGenerator to, SerializationContext context) {
            to.writeString(time.truncatedTo(ChronoUnit.MILLIS).toString());
        }
    }

    /** Reads a body as a record; an illegal value is told by the name of its outermost member. */
    public static <T> Parsed<T> read(byte[] body, Class<T> type) {
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
            T value = MAPPER.readValue(text.toString(), type);
            return value == null ? new Parsed.Illegal<>("body") : new Parsed.Legal<>(value);
        } catch (DatabindException wrongType) {
            return new Parsed.Illegal<>(fieldOf(wrongType));
        } catch (JacksonException | CharacterCodingException _) {
            return new Parsed.Illegal<>("body");
        }
    }

    private static String fieldOf(JacksonException wrongType) {
        var path = wrongType.getPath();
        if (path.isEmpty()) {
            return "body";
        }
        var name = path.getFirst().getPropertyName();
        return name == null ? "body" : name;
    }

    /** An answer whose JSON is already written. */
    public static Response response(int status, String text) {
        return Response.of(status, TYPE, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A record as JSON, on one line. */
    public static byte[] bytes(Record value) {
        return MAPPER.writeValueAsBytes(value);
    }

    /** A document as JSON, on one line. */
    public static byte[] bytes(Map<String, Object> document) {
        return MAPPER.writeValueAsBytes(document);
    }

    /** An answer; absent members are left out. */
    public static Response response(int status, Record body) {
        return Response.of(status, TYPE, bytes(body));
    }
}

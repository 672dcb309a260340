package dev.preheat.api;

import dev.preheat.operation.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The document at {@code GET /openapi.json}, written by hand in {@code resources/openapi.yaml}. */
final class OpenApi {
    private OpenApi() {}

    /** Reads the document and writes it as JSON. */
    static byte[] document() {
        try (var yaml = OpenApi.class.getResourceAsStream("/openapi.yaml")) {
            if (yaml == null) {
                throw new IllegalStateException("openapi.yaml is missing from the jar");
            }
            var document = new LinkedHashMap<String, Object>();
            ((Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromInputStream(yaml))
                    .forEach((name, value) -> document.put((String) name, value));
            return Json.bytes(document);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}

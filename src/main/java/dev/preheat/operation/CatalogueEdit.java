package dev.preheat.operation;

import dev.preheat.accept.Editor;
import dev.preheat.http.Request;
import dev.preheat.http.Response;

/** An {@link Operation} that changes the catalogue, and so in somebody's name. */
@FunctionalInterface
public interface CatalogueEdit {
    Response handle(Request request, Editor editor);
}

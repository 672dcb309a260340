package dev.preheat.api;

import dev.preheat.http.Request;
import dev.preheat.http.Response;
import dev.preheat.preheat.Publisher.Editor;

/** An {@link Operation} that changes the catalogue, and so in somebody's name. */
@FunctionalInterface
interface CatalogueEdit {
    Response handle(Request request, Editor editor);
}

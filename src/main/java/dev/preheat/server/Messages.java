package dev.preheat.server;

import dev.preheat.http.Headers;
import dev.preheat.http.Request;
import dev.preheat.http.Response;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.util.Callback;

/** Requests and answers, between Jetty's form of them and ours. */
final class Messages {
    private static final Pattern WORD = Pattern.compile("\\b[a-z]");

    private Messages() {}

    static String newRequestId() {
        var random = ThreadLocalRandom.current();
        var hex = HexFormat.of();
        return hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
    }

    static Request request(org.eclipse.jetty.server.Request from, String id, byte[] body) {
        var uri = from.getHttpURI();
        var path = uri.getPath();
        var query = uri.getQuery();
        return new Request(
                id,
                from.getMethod(),
                path == null ? "/" : path,
                query == null ? "" : query,
                headers(from),
                body,
                org.eclipse.jetty.server.Request.getRemoteAddr(from),
                Map.of());
    }

    private static Headers headers(org.eclipse.jetty.server.Request from) {
        var fields = new HashMap<String, List<String>>();
        for (var name : from.getHeaders().getFieldNamesCollection()) {
            fields.put(name, from.getHeaders().getValuesList(name));
        }
        // HTTP/2 says it as :authority, and a signature covers it as host
        var authority = from.getHttpURI().getAuthority();
        if (authority != null && !from.getHeaders().contains(HttpHeader.HOST)) {
            fields.put("host", List.of(authority));
        }
        return new Headers(fields);
    }

    /** Sends all of an answer. */
    static void write(org.eclipse.jetty.server.Response to, Response answer, String id, Callback callback) {
        head(to, answer, id);
        to.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.body().length);
        to.write(true, ByteBuffer.wrap(answer.body()), callback);
    }

    /** Sets the status and the header fields of an answer. */
    static void head(org.eclipse.jetty.server.Response to, Response answer, String id) {
        to.setStatus(answer.status());
        answer.headers()
                .fields()
                .forEach((name, values) ->
                        values.forEach(value -> to.getHeaders().add(spelt(name), value)));
        to.getHeaders().put("X-Request-Id", id);
    }

    // As documents and scripts write them: X-Subject-Token.
    private static String spelt(String name) {
        return WORD.matcher(name).replaceAll(word -> word.group().toUpperCase(Locale.ROOT));
    }
}

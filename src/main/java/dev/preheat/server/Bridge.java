package dev.preheat.server;

import dev.preheat.http.Endpoint;
import dev.preheat.http.Headers;
import dev.preheat.http.Request;
import dev.preheat.http.Response;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From Jetty's request to ours, and back: an endpoint is asked once a request has come whole. */
final class Bridge extends Handler.Abstract {
    private static final Logger log = LoggerFactory.getLogger(Bridge.class);

    private final int largestBody;
    private final Arrivals arrivals;
    private final Endpoint endpoint;
    private final Server.Refusal refusal;

    Bridge(int largestBody, Arrivals arrivals, Endpoint endpoint, Server.Refusal refusal) {
        this.largestBody = largestBody;
        this.arrivals = arrivals;
        this.endpoint = endpoint;
        this.refusal = refusal;
    }

    @Override
    public boolean handle(
            org.eclipse.jetty.server.Request request, org.eclipse.jetty.server.Response response, Callback callback) {
        new Call(this, request, response, callback).begin();
        return true;
    }

    int largestBody() {
        return largestBody;
    }

    Arrivals arrivals() {
        return arrivals;
    }

    /** What is left of the body is not read: the connection ends with this answer. */
    Response refused(int status, String id) {
        return refusal.answer(status, id).with("Connection", "close");
    }

    Response answer(org.eclipse.jetty.server.Request request, String id, byte[] body) {
        try {
            return endpoint.handle(ours(request, id, body));
        } catch (RuntimeException bug) {
            log.error("{} {} broke", request.getMethod(), request.getHttpURI().getPath(), bug);
            return refusal.answer(500, id);
        }
    }

    static String newRequestId() {
        var random = ThreadLocalRandom.current();
        var hex = HexFormat.of();
        return hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
    }

    private static Request ours(org.eclipse.jetty.server.Request request, String id, byte[] body) {
        var uri = request.getHttpURI();
        var path = uri.getPath();
        var query = uri.getQuery();
        return new Request(
                id,
                request.getMethod(),
                path == null ? "/" : path,
                query == null ? "" : query,
                headers(request),
                body,
                org.eclipse.jetty.server.Request.getRemoteAddr(request),
                Map.of());
    }

    private static Headers headers(org.eclipse.jetty.server.Request request) {
        var fields = new HashMap<String, List<String>>();
        for (var name : request.getHeaders().getFieldNamesCollection()) {
            fields.put(name, request.getHeaders().getValuesList(name));
        }
        // HTTP/2 says it as :authority, and a signature covers it as host
        var authority = request.getHttpURI().getAuthority();
        if (authority != null && !request.getHeaders().contains(HttpHeader.HOST)) {
            fields.put("host", List.of(authority));
        }
        return new Headers(fields);
    }
}

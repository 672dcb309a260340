package dev.preheat.demo;

import dev.preheat.http.Headers;
import dev.preheat.http.Request;
import dev.preheat.http.Response;
import dev.preheat.server.Server;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.cache.CacheResponseStatus;
import org.apache.hc.client5.http.cache.HttpCacheContext;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.cache.CacheConfig;
import org.apache.hc.client5.http.impl.cache.CachingHttpClients;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.net.URIAuthority;
import org.apache.hc.core5.util.Timeout;

/**
 * An edge that needs nothing installed: the RFC 9111 cache of Apache HttpClient in front of one origin, on 127.0.0.1.
 *
 * <p>Whether an answer is stored, fresh or refused is the library's decision. The edge asks it for whole objects alone
 * ({@code HEAD} as {@code GET}, no range, no condition), answers ranges and conditions itself from the whole, lets one
 * request a key go to the origin at a time, and says what happened in {@code Cache-Status} (RFC 9211).
 *
 * <p>Limits: 10,000 objects of 64 MiB each, in memory; 64 connections to the origin; 30 s for its answer.
 */
public final class DemoEdge implements AutoCloseable {
    private static final int MOST_OBJECTS = 10_000;
    private static final int LARGEST_OBJECT = 64 * 1024 * 1024;
    private static final int MOST_CONNECTIONS = 64;
    private static final Timeout PATIENCE = Timeout.of(30, TimeUnit.SECONDS);
    private static final String NAME = "preheat-demo";

    // Between two neighbours only (RFC 9110 §7.6.1), set by whoever sends, or answered here from the whole object.
    private static final Set<String> NOT_PASSED_ON = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "host",
            "content-length",
            "expect",
            "date",
            "x-request-id",
            "range",
            "if-range",
            "if-match",
            "if-none-match",
            "if-modified-since",
            "if-unmodified-since");

    private final InetSocketAddress origin;
    private final CloseableHttpClient cache;
    private final Turns turns = new Turns();
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong hits = new AtomicLong();
    private final Server server;

    /** Starts an empty edge in front of {@code origin}, on a free port. */
    public DemoEdge(InetSocketAddress origin) throws IOException {
        this.origin = origin;
        this.cache = cache();
        this.server = Loopback.serve(this::answer);
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return Loopback.at(server.port());
    }

    /** How many requests came. */
    public long requests() {
        return requests.get();
    }

    /** How many of them were answered from the cache, without the origin. */
    public long hits() {
        return hits.get();
    }

    @Override
    public void close() throws IOException {
        server.close();
        cache.close();
    }

    private static CloseableHttpClient cache() {
        var limits = CacheConfig.custom()
                .setMaxCacheEntries(MOST_OBJECTS)
                .setMaxObjectSize(LARGEST_OBJECT)
                .setSharedCache(true)
                .build();
        var patience = ConnectionConfig.custom()
                .setConnectTimeout(PATIENCE)
                .setSocketTimeout(PATIENCE)
                .build();
        return CachingHttpClients.custom()
                .setCacheConfig(limits)
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnTotal(MOST_CONNECTIONS)
                        .setMaxConnPerRoute(MOST_CONNECTIONS)
                        .setDefaultConnectionConfig(patience)
                        .build())
                .disableContentCompression()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .build();
    }

    private Response answer(Request request) {
        requests.incrementAndGet();
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return Response.empty(405).with("Allow", "GET, HEAD");
        }
        try {
            var host = URIAuthority.create(request.headers().first("Host").orElse(""));
            var whole = turns.take(host + target(request), () -> whole(host, request));
            return whole.status() == 200 ? new WholeObject(whole).answerTo(request) : whole;
        } catch (URISyntaxException _) {
            return Response.text(400, "no such host\n");
        }
    }

    private Response whole(URIAuthority host, Request request) {
        var context = HttpCacheContext.create();
        try {
            return cache.execute(dialled(host), outgoing(host, request), context, answer -> told(answer, context));
        } catch (IOException broken) {
            return Response.text(502, "the origin does not answer\n").with("Cache-Status", NAME + "; fwd=miss");
        }
    }

    // Dials the origin, and names the host the caller named: that name is in the cache's key too.
    private HttpHost dialled(URIAuthority host) {
        return new HttpHost("http", origin.getAddress(), host.getHostName(), origin.getPort());
    }

    private static BasicClassicHttpRequest outgoing(URIAuthority host, Request request) {
        var outgoing = new BasicClassicHttpRequest("GET", target(request));
        outgoing.setScheme("http");
        outgoing.setAuthority(host);
        passedOn(request.headers()).forEach((name, values) -> values.forEach(value -> outgoing.addHeader(name, value)));
        return outgoing;
    }

    private static String target(Request request) {
        return request.path() + (request.query().isEmpty() ? "" : "?" + request.query());
    }

    private Response told(ClassicHttpResponse answer, HttpCacheContext context) throws IOException {
        var body = answer.getEntity() == null ? new byte[0] : EntityUtils.toByteArray(answer.getEntity());
        var whole = new Response(answer.getCode(), new Headers(passedOn(received(answer))), body)
                .with("Cache-Status", NAME + status(context));
        if (context.getCacheResponseStatus() != CacheResponseStatus.CACHE_HIT) {
            return whole;
        }
        hits.incrementAndGet();
        boolean hasAge = whole.headers().first("Age").isPresent();
        return hasAge ? whole : whole.with("Age", "0"); // RFC 9111 §5.1 wants one; the library leaves out a zero
    }

    private static String status(HttpCacheContext context) {
        return switch (context.getCacheResponseStatus()) {
            case CACHE_HIT -> "; hit";
            case CACHE_MISS -> context.getCacheEntry() == null ? "; fwd=miss" : "; fwd=miss; stored";
            case VALIDATED -> "; fwd=stale; stored";
            case CACHE_MODULE_RESPONSE -> "; detail=only-if-cached";
            case FAILURE -> "; fwd=stale";
        };
    }

    private static Headers received(ClassicHttpResponse answer) {
        return new Headers(Arrays.stream(answer.getHeaders())
                .collect(Collectors.groupingBy(
                        header -> header.getName().toLowerCase(Locale.ROOT),
                        HashMap::new,
                        Collectors.mapping(header -> header.getValue(), Collectors.toList()))));
    }

    private static Map<String, List<String>> passedOn(Headers headers) {
        return headers.fields().entrySet().stream()
                .filter(field -> !NOT_PASSED_ON.contains(field.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}

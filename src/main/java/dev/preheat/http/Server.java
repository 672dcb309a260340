package dev.preheat.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HTTP/1.1 server that hands each request to one endpoint, on a virtual thread of its own.
 *
 * <p>Limits: the body as given, 8 KiB for the request line and header fields, 30 s without a byte.
 */
public final class Server implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Server.class);
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration IDLE_WHILE_STOPPING = Duration.ofMillis(200);
    private static final int LARGEST_HEAD = 8 * 1024;
    private static final Pattern WORD = Pattern.compile("\\b[a-z]");
    private static final int ACCEPT_QUEUE = 1024;

    /** The answer to what is no request, or no good one: {@code status} is the server's own verdict. */
    @FunctionalInterface
    public interface Refusal {
        Response answer(int status, String requestId);
    }

    private final org.eclipse.jetty.server.Server jetty;
    private final ServerConnector connector;

    private Server(InetSocketAddress listen, int largestBody, Endpoint endpoint, Refusal refusal) {
        jetty = new org.eclipse.jetty.server.Server(new VirtualThreadPool());
        connector = new ServerConnector(jetty, 1, 1, new HttpConnectionFactory(configuration()));
        connector.setHost(listen.getHostString());
        connector.setPort(listen.getPort());
        connector.setIdleTimeout(IDLE.toMillis());
        connector.setShutdownIdleTimeout(IDLE_WHILE_STOPPING.toMillis());
        connector.setAcceptQueueSize(ACCEPT_QUEUE);
        jetty.addConnector(connector);
        jetty.setHandler(new GracefulHandler(new Bridge(largestBody, endpoint, refusal)));
        jetty.setErrorHandler(new Broken(refusal));
    }

    /** Listens at {@code listen}; port 0 takes a free one. */
    public static Server start(InetSocketAddress listen, int largestBody, Endpoint endpoint, Refusal refusal)
            throws IOException {
        var server = new Server(listen, largestBody, endpoint, refusal);
        try {
            server.jetty.start();
        } catch (IOException cannotListen) {
            throw cannotListen;
        } catch (Exception broken) {
            throw new IllegalStateException("the HTTP server did not start", broken);
        }
        return server;
    }

    /** The port listened at. */
    public int port() {
        return connector.getLocalPort();
    }

    /** Accepts no more; requests under way have {@code patience} to end. */
    public void stop(Duration patience) {
        try {
            jetty.setStopTimeout(patience.toMillis());
            jetty.stop();
        } catch (Exception broken) {
            log.warn("the HTTP server did not stop cleanly", broken);
        }
    }

    @Override
    public void close() {
        stop(Duration.ZERO);
    }

    private static HttpConfiguration configuration() {
        var configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setRequestHeaderSize(LARGEST_HEAD);
        // else application/json;charset=UTF-8 arrives as Jetty's own spelling of it, which nobody signed
        configuration.setHeaderCacheCaseSensitive(true);
        // //v1.0/… is what an SDK sends whose endpoint ends in '/'; paths never name files here
        configuration.setUriCompliance(
                UriCompliance.DEFAULT.with("preheat", UriCompliance.Violation.AMBIGUOUS_EMPTY_SEGMENT));
        return configuration;
    }

    private static String newRequestId() {
        var random = ThreadLocalRandom.current();
        var hex = HexFormat.of();
        return hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
    }

    private static void send(org.eclipse.jetty.server.Response to, Response answer, String id, Callback callback) {
        to.setStatus(answer.status());
        answer.headers()
                .fields()
                .forEach((name, values) ->
                        values.forEach(value -> to.getHeaders().add(spelt(name), value)));
        to.getHeaders().put("X-Request-Id", id);
        to.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.body().length);
        to.write(true, ByteBuffer.wrap(answer.body()), callback);
    }

    // As documents and scripts write them: X-Subject-Token.
    private static String spelt(String name) {
        return WORD.matcher(name).replaceAll(word -> word.group().toUpperCase(Locale.ROOT));
    }

    /** From Jetty's request to ours, and back. */
    private static final class Bridge extends Handler.Abstract {
        private final int largestBody;
        private final Endpoint endpoint;
        private final Refusal refusal;

        Bridge(int largestBody, Endpoint endpoint, Refusal refusal) {
            this.largestBody = largestBody;
            this.endpoint = endpoint;
            this.refusal = refusal;
        }

        @Override
        public boolean handle(
                org.eclipse.jetty.server.Request request, org.eclipse.jetty.server.Response response, Callback callback)
                throws IOException {
            var id = newRequestId();
            send(response, answer(request, id), id, callback);
            return true;
        }

        private Response answer(org.eclipse.jetty.server.Request request, String id) throws IOException {
            if (request.getLength() > largestBody) {
                return tooLarge(id);
            }
            var body = Content.Source.asInputStream(request).readNBytes(largestBody + 1);
            if (body.length > largestBody) {
                return tooLarge(id);
            }
            try {
                return endpoint.handle(ours(request, id, body));
            } catch (RuntimeException bug) {
                log.error(
                        "request {} {} {} broke",
                        id,
                        request.getMethod(),
                        request.getHttpURI().getPath(),
                        bug);
                return refusal.answer(500, id);
            }
        }

        // What is left of the body is not read: the connection ends with this answer.
        private Response tooLarge(String id) {
            return refusal.answer(413, id).with("Connection", "close");
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
            return new Headers(fields);
        }
    }

    /** Answers in the refusal's shape what Jetty itself finds wrong: bytes that are no HTTP, a head too large. */
    private static final class Broken extends ErrorHandler {
        private final Refusal refusal;

        Broken(Refusal refusal) {
            this.refusal = refusal;
        }

        @Override
        public boolean handle(
                org.eclipse.jetty.server.Request request,
                org.eclipse.jetty.server.Response response,
                Callback callback) {
            var id = newRequestId();
            send(response, refusal.answer(response.getStatus(), id), id, callback);
            return true;
        }
    }
}

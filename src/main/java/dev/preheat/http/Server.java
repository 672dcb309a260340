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
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * An HTTP server that hands each request to one endpoint, on a virtual thread of its own: HTTP/1.1, and over TLS HTTP/2 too.
 *
 * <p>Limits: those given, 8 KiB for the request line and header fields, 30 s without a byte.
 */
public final class Server implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Server.class);
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration IDLE_WHILE_STOPPING = Duration.ofMillis(200);
    private static final int LARGEST_HEAD = 8 * 1024;
    private static final Pattern WORD = Pattern.compile("\\b[a-z]");
    private static final int ACCEPT_QUEUE = 1024;
    private static final Duration LONGEST_ROUND = Duration.ofSeconds(5);

    /** The answer to what is no request, or no good one: {@code status} is the server's own verdict. */
    @FunctionalInterface
    public interface Refusal {
        Response answer(int status, String requestId);
    }

    // Jetty would do 200 things at once, and who watches a task is one of them for an hour. Connections are the limit.
    private static final int SPARE = 1_024;

    private final org.eclipse.jetty.server.Server jetty;
    private final ServerConnector connector;
    private final Runnable round;
    private final Duration pause;

    private Server(Listener at, Endpoint endpoint, Refusal refusal) throws IOException {
        jetty = new org.eclipse.jetty.server.Server(
                new VirtualThreadPool(at.limits().connections() + SPARE));
        var tls = at.tls().isEmpty()
                ? Optional.<Tls>empty()
                : Optional.of(new Tls(at.tls().get()));
        var connections = tls.map(over -> over.connections(configuration()))
                .orElseGet(() -> new ConnectionFactory[] {new HttpConnectionFactory(configuration())});
        connector = new ServerConnector(jetty, 1, 1, connections);
        connector.setHost(at.address().getHostString());
        connector.setPort(at.address().getPort());
        connector.setIdleTimeout(IDLE.toMillis());
        connector.setShutdownIdleTimeout(IDLE_WHILE_STOPPING.toMillis());
        connector.setAcceptQueueSize(ACCEPT_QUEUE);
        jetty.addConnector(connector);
        var slow = new SlowClients(at.limits().request());
        connector.addBean(slow);
        jetty.addBean(new NetworkConnectionLimit(at.limits().connections(), connector));
        jetty.setHandler(new GracefulHandler(new Bridge(at.limits().body(), slow, endpoint, refusal)));
        jetty.setErrorHandler(new Broken(refusal));
        round = () -> {
            slow.sweep();
            tls.ifPresent(Tls::lookAgain);
        };
        pause = at.limits().request().dividedBy(4).compareTo(LONGEST_ROUND) < 0
                ? at.limits().request().dividedBy(4)
                : LONGEST_ROUND;
    }

    /** Listens at {@code listen} without TLS, within the usual limits; port 0 takes a free one. */
    public static Server start(InetSocketAddress listen, int largestBody, Endpoint endpoint, Refusal refusal)
            throws IOException {
        return start(new Listener(listen, Listener.Limits.ofBody(largestBody), Optional.empty()), endpoint, refusal);
    }

    /**
     * Listens; port 0 takes a free one.
     *
     * @throws IOException when it cannot listen, or the TLS files are no certificate and its key
     */
    public static Server start(Listener at, Endpoint endpoint, Refusal refusal) throws IOException {
        var server = new Server(at, endpoint, refusal);
        try {
            server.jetty.start();
            server.goRound();
        } catch (IOException cannotListen) {
            throw cannotListen;
        } catch (Exception broken) {
            throw new IllegalStateException("the HTTP server did not start", broken);
        }
        return server;
    }

    // The scheduler ends with the server, and what it still had to do with it.
    private void goRound() {
        connector
                .getScheduler()
                .schedule(
                        () -> {
                            try {
                                round.run();
                            } finally {
                                goRound();
                            }
                        },
                        pause.toMillis(),
                        TimeUnit.MILLISECONDS);
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
        if (answer.feed().isPresent()) {
            stream(to, answer.feed().get(), callback);
            return;
        }
        to.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.body().length);
        to.write(true, ByteBuffer.wrap(answer.body()), callback);
    }

    // A client that reads nothing for as long as a connection may be idle ends it, as does one that has gone.
    private static void stream(org.eclipse.jetty.server.Response to, Feed feed, Callback callback) {
        try (feed) {
            for (var piece = feed.next(); piece.isPresent(); piece = feed.next()) {
                Content.Sink.write(to, false, ByteBuffer.wrap(piece.get()));
            }
            to.write(true, BufferUtil.EMPTY_BUFFER, callback);
        } catch (IOException gone) {
            callback.failed(new EofException(gone));
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            callback.failed(new EofException(stopping));
        }
    }

    // As documents and scripts write them: X-Subject-Token.
    private static String spelt(String name) {
        return WORD.matcher(name).replaceAll(word -> word.group().toUpperCase(Locale.ROOT));
    }

    /** From Jetty's request to ours, and back. */
    private static final class Bridge extends Handler.Abstract {
        private final int largestBody;
        private final SlowClients slow;
        private final Endpoint endpoint;
        private final Refusal refusal;

        Bridge(int largestBody, SlowClients slow, Endpoint endpoint, Refusal refusal) {
            this.largestBody = largestBody;
            this.slow = slow;
            this.endpoint = endpoint;
            this.refusal = refusal;
        }

        @Override
        public boolean handle(
                org.eclipse.jetty.server.Request request, org.eclipse.jetty.server.Response response, Callback callback)
                throws IOException {
            var connection = request.getConnectionMetaData().getConnection();
            slow.begins(connection, request);
            try {
                var id = newRequestId();
                MDC.put("request", id); // every line of the log from here on has it
                send(response, answer(request, id), id, callback);
            } finally {
                MDC.clear();
                slow.ends(connection, request);
            }
            return true;
        }

        private Response answer(org.eclipse.jetty.server.Request request, String id) throws IOException {
            if (request.getLength() > largestBody) {
                return tooLarge(id);
            }
            var body = body(request);
            slow.arrived(request);
            if (body.length > largestBody) {
                return tooLarge(id);
            }
            try {
                return endpoint.handle(ours(request, id, body));
            } catch (RuntimeException bug) {
                log.error(
                        "{} {} broke", request.getMethod(), request.getHttpURI().getPath(), bug);
                return refusal.answer(500, id);
            }
        }

        // A client that falls silent is no event: of any exception but this one Jetty would write the stack.
        private byte[] body(org.eclipse.jetty.server.Request request) throws IOException {
            try {
                return Content.Source.asInputStream(request).readNBytes(largestBody + 1);
            } catch (IOException broken) {
                throw broken.getCause() instanceof TimeoutException silent ? new EofException(silent) : broken;
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
            // HTTP/2 says it as :authority, and a signature covers it as host
            var authority = request.getHttpURI().getAuthority();
            if (authority != null && !request.getHeaders().contains(HttpHeader.HOST)) {
                fields.put("host", List.of(authority));
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

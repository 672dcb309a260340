package dev.preheat.wire;

import dev.preheat.url.Url;
import dev.preheat.wire.Exchange.Answer;
import dev.preheat.wire.Exchange.Broken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.impl.DefaultClientConnectionReuseStrategy;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Requests for one URL, one after another on one connection: on nginx and others the next is answered when the fill that
 * the one before began is complete. Used by one thread; closed, the connection goes back to the pool if it can.
 */
public final class EdgeConnection implements AutoCloseable {
    static final int BUFFER = 8 * 1024; // the library's own 32 KiB, three a connection, cost 4,000 transfers 870 MB
    static final int MOST_HEADERS = 100;
    static final TimeValue KEPT = TimeValue.of(30, TimeUnit.SECONDS);
    // the library names the Host as if that had been dialled
    private static final Pattern HOST_DIALLED = Pattern.compile("^Connect to .* failed: ");
    private static final Timeout LEASE = Timeout.ofSeconds(30);
    private static final HttpRequestExecutor EXECUTOR = new HttpRequestExecutor();

    private final PoolingHttpClientConnectionManager pool;
    private final HttpRoute route;
    private final Url url;
    private final String agent;
    private @Nullable ConnectionEndpoint endpoint;
    private @Nullable HttpClientConnection wire; // known from the first request on
    private Allowance allowance = new Allowance(System::nanoTime, Allowance.CONNECTED); // from then on the wire's
    private long receivedBefore;

    EdgeConnection(PoolingHttpClientConnectionManager pool, HttpRoute route, Url url, String agent) {
        this.pool = pool;
        this.route = route;
        this.url = url;
        this.agent = agent;
    }

    /**
     * Sends one request and reads its answer. A pooled connection that the other side has closed meanwhile fails once: the
     * request is repeated at once on a fresh one.
     */
    public Exchange ask(Ask ask) throws InterruptedException {
        boolean kept = endpoint != null || open().isConnected();
        var first = once(ask);
        if (kept && first instanceof Broken broken && broken.kind() == Broken.Kind.CLOSED) {
            drop();
            pool.closeIdle(TimeValue.ZERO_MILLISECONDS);
            return once(ask);
        }
        return first;
    }

    @Override
    public void close() {
        if (endpoint != null) {
            pool.release(endpoint, null, KEPT);
            endpoint = null;
        }
    }

    private Exchange once(Ask ask) throws InterruptedException {
        try {
            var opened = open();
            if (!opened.isConnected()) {
                pool.connect(opened, null, HttpClientContext.create());
            }
        } catch (IOException cannotConnect) {
            return unconnected(cannotConnect);
        }
        return exchange(ask);
    }

    private Broken unconnected(IOException failure) throws InterruptedException {
        var distrust = Distrust.of(failure, url.host());
        var plain = broken(Broken.Kind.UNREACHABLE, 0, failure, 0);
        return distrust.map(why -> new Broken(why.kind(), 0, dialled() + ": " + why.why(), 0))
                .orElse(plain);
    }

    /** The machine that is dialled, with its port. */
    public String dialled() {
        var target = route.getTargetHost();
        var address = target.getAddress();
        var host = address == null ? target.getHostName() : address.getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + target.getPort();
    }

    private Exchange exchange(Ask ask) throws InterruptedException {
        receivedBefore = receivedSoFar();
        int status = 0;
        try {
            var opened = open();
            opened.setSocketTimeout(Timeout.of(ask.patience()));
            var context = HttpClientContext.create();
            var request = request(ask);
            // never closed by hand: read to its end it needs no closing, and cut it would read on
            long begun = System.nanoTime();
            var response = opened.execute(
                    "fill", request, (sent, connection, with) -> execute(ask, sent, connection, with), context);
            status = response.getCode();
            var answer = read(ask, response, System.nanoTime() - begun);
            if (!answer.cut() && !DefaultClientConnectionReuseStrategy.INSTANCE.keepAlive(request, response, context)) {
                drop();
            }
            return answer;
        } catch (IOException | HttpException failure) {
            return broken(kind(failure, status), status, failure, received());
        }
    }

    private ClassicHttpResponse execute(
            Ask ask, ClassicHttpRequest request, HttpClientConnection connection, HttpContext context)
            throws IOException, HttpException {
        wire = connection;
        allowance = TimedConnection.allowance(connection);
        receivedBefore = receivedSoFar();
        allowance.awaitHead(ask.patience(), this::receivedSoFar);
        var answer = EXECUTOR.execute(request, connection, context);
        allowance.awaitBody(ask, this::receivedSoFar);
        return answer;
    }

    private BasicClassicHttpRequest request(Ask ask) {
        var request = new BasicClassicHttpRequest(ask.method(), "/");
        request.setPath(url.target()); // the constructor would read it as java.net.URI does, and take //a/b for a host
        request.setHeader("Host", url.authority());
        request.setHeader("User-Agent", agent);
        request.setHeader("Accept", "*/*");
        ask.headers().forEach(request::setHeader);
        return request;
    }

    private Answer read(Ask ask, ClassicHttpResponse response, long waited) throws IOException {
        var kept = new ByteArrayOutputStream();
        long length = 0;
        boolean cut = false;
        var entity = response.getEntity();
        if (entity != null) {
            var buffer = new byte[8 * 1024];
            InputStream body = entity.getContent();
            for (int n = body.read(buffer); n >= 0 && !cut; n = cut ? -1 : body.read(buffer)) {
                kept.write(buffer, 0, Math.min(n, ask.keep() - kept.size()));
                length += n;
                allowance.came(n);
                cut = length > ask.most();
            }
        }
        long received = received();
        if (cut) {
            drop();
        }
        allowance.rest();
        return new Answer(response.getCode(), headers(response), length, cut, kept.toByteArray(), received, waited);
    }

    private static Map<String, List<String>> headers(ClassicHttpResponse response) {
        var headers = new HashMap<String, List<String>>();
        for (var header : response.getHeaders()) {
            headers.computeIfAbsent(header.getName().toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
                    .add(header.getValue() == null ? "" : header.getValue());
        }
        return headers;
    }

    private Broken broken(Broken.Kind kind, int status, Exception failure, long received) throws InterruptedException {
        drop();
        if (Thread.interrupted()) {
            throw new InterruptedException("stopped while asking " + url);
        }
        return new Broken(kind, status, dialled() + ": " + message(failure), received);
    }

    private static String message(Exception failure) {
        var message = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        return failure instanceof MessageConstraintException
                ? message + "; a head, and what follows a body, may have " + MOST_HEADERS + " fields of " + BUFFER
                        + " bytes"
                : HOST_DIALLED.matcher(message).replaceFirst("");
    }

    private static Broken.Kind kind(Exception failure, int status) {
        return switch (failure) {
            case Allowance.Late _ -> Broken.Kind.SLOW;
            case SocketTimeoutException _ -> Broken.Kind.SILENT;
            case NoHttpResponseException _ -> Broken.Kind.CLOSED;
            case MessageConstraintException _ -> Broken.Kind.GARBAGE;
            case ConnectionClosedException _ -> status == 0 ? Broken.Kind.CLOSED : Broken.Kind.TRUNCATED;
            case HttpException _ -> Broken.Kind.GARBAGE;
            default -> status == 0 ? Broken.Kind.CLOSED : Broken.Kind.TRUNCATED;
        };
    }

    private long received() {
        return receivedSoFar() - receivedBefore;
    }

    private long receivedSoFar() {
        var details = wire == null ? null : wire.getEndpointDetails();
        return details == null ? 0 : details.getReceivedBytesCount();
    }

    private ConnectionEndpoint open() throws InterruptedException {
        if (endpoint == null) {
            try {
                endpoint = pool.lease("fill", route, null).get(LEASE);
            } catch (ExecutionException | TimeoutException impossible) {
                throw new IllegalStateException("the pool has no limit of its own", impossible);
            }
        }
        return endpoint;
    }

    private void drop() {
        if (endpoint != null) {
            endpoint.close(CloseMode.IMMEDIATE);
            pool.release(endpoint, null, TimeValue.ZERO_MILLISECONDS);
            endpoint = null;
        }
        wire = null;
    }
}

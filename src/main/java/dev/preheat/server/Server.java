package dev.preheat.server;

import dev.preheat.http.Endpoint;
import dev.preheat.http.Refusal;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HTTP server that hands each request to one endpoint, on a virtual thread of its own: HTTP/1.1, and over TLS HTTP/2 as
 * well.
 *
 * <p>Limits: those of the {@link Listener}, 8 KiB for the request line and header fields, 30 s without a byte.
 */
public final class Server implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Server.class);
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration IDLE_WHILE_STOPPING = Duration.ofMillis(200);
    private static final int LARGEST_HEAD = 8 * 1024;
    private static final int ACCEPT_QUEUE = 1024;
    private static final int UNBOUNDED = 0;
    private static final Duration LONGEST_ROUND = Duration.ofSeconds(1);

    private final org.eclipse.jetty.server.Server jetty;
    private final Door door;
    private final Runnable round;
    private final Duration pause;

    private Server(Listener at, Endpoint endpoint, Refusal refusal) throws IOException {
        // A client may watch a task for an hour, so threads have no limit: they are virtual, and connections and
        // streams have one.
        jetty = new org.eclipse.jetty.server.Server(new VirtualThreadPool(UNBOUNDED));
        var cuts = new Cuts();
        var tls = at.tls().isEmpty()
                ? Optional.<Tls>empty()
                : Optional.of(new Tls(at.tls().get(), cuts));
        var connections = tls.map(over -> over.connections(configuration()))
                .orElseGet(() -> new ConnectionFactory[] {new HttpConnectionFactory(configuration())});
        door = new Door(jetty, at, cuts, connections);
        door.setIdleTimeout(IDLE.toMillis());
        door.setShutdownIdleTimeout(IDLE_WHILE_STOPPING.toMillis());
        door.setAcceptQueueSize(ACCEPT_QUEUE);
        jetty.addConnector(door);
        var arrivals = new Arrivals(door.connections(), cuts);
        jetty.setHandler(new GracefulHandler(new Bridge(at.limits().body(), arrivals, endpoint, refusal)));
        jetty.setErrorHandler(new JettyErrors(refusal, cuts));
        var slow = new SlowClients(at.limits(), door.connections(), cuts);
        round = () -> {
            slow.sweep();
            cuts.sweep();
            tls.ifPresent(Tls::sweep);
        };
        pause = at.limits().request().dividedBy(4).compareTo(LONGEST_ROUND) < 0
                ? at.limits().request().dividedBy(4)
                : LONGEST_ROUND;
    }

    /** Listens without TLS, within the usual limits; with port 0 at any free port. */
    public static Server start(InetSocketAddress listen, int largestBody, Endpoint endpoint, Refusal refusal)
            throws IOException {
        return start(new Listener(listen, Listener.Limits.ofBody(largestBody), Optional.empty()), endpoint, refusal);
    }

    /**
     * Starts to listen.
     *
     * @throws IOException if it cannot listen, or the TLS files are not a certificate and its key
     */
    public static Server start(Listener at, Endpoint endpoint, Refusal refusal) throws IOException {
        var server = new Server(at, endpoint, refusal);
        try {
            server.jetty.start();
            server.goRound();
        } catch (IOException cannotListen) {
            throw cannotListen;
        } catch (Exception broken) {
            throw new IllegalStateException("the HTTP server could not start", broken);
        }
        return server;
    }

    // The scheduler ends with the server, and so do its rounds.
    private void goRound() {
        door.getScheduler()
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

    /** The port that the server listens at. */
    public int port() {
        return door.getLocalPort();
    }

    /** Stops accepting; requests under way have {@code patience} to end. */
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
        // otherwise application/json;charset=UTF-8 arrives as Jetty spells it, which nobody has signed
        configuration.setHeaderCacheCaseSensitive(true);
        // an SDK whose endpoint ends in '/' sends //v1.0/…; paths never name files here
        configuration.setUriCompliance(
                UriCompliance.DEFAULT.with("preheat", UriCompliance.Violation.AMBIGUOUS_EMPTY_SEGMENT));
        return configuration;
    }
}

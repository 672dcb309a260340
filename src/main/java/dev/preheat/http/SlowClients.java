package dev.preheat.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.io.ssl.SslConnection;

/**
 * Closes the connections of clients that begin a request and do not end it in time.
 *
 * <p>The server's idle timeout begins anew with each byte, so that a byte now and then would hold a connection for ever.
 */
final class SlowClients implements Connection.Listener {
    private final long patience;
    private final Map<Connection, Wait> waits = new ConcurrentHashMap<>();
    private final Map<Object, Body> bodies = new ConcurrentHashMap<>();

    private record Body(Connection connection, long since) {}

    /** @param patience for a head from its first byte, and for a body from the end of its head */
    SlowClients(Duration patience) {
        this.patience = patience.toNanos();
    }

    @Override
    public void onOpened(Connection connection) {
        // What TLS carries is a connection of its own, and is watched from the handshake's first byte.
        if (!(connection instanceof SslConnection)) {
            waits.put(connection, new Wait());
        }
    }

    @Override
    public void onClosed(Connection connection) {
        waits.remove(connection);
    }

    /** A head is whole; its body, perhaps empty, is read next. */
    void begins(Connection connection, Object request) {
        bodies.put(request, new Body(connection, System.nanoTime()));
        waits.computeIfPresent(connection, (_, wait) -> wait.begun());
    }

    /** The body is whole too. */
    void arrived(Object request) {
        bodies.remove(request);
    }

    /** The request is answered, or given up. */
    void ends(Connection connection, Object request) {
        bodies.remove(request);
        waits.computeIfPresent(connection, (_, wait) -> wait.ended(connection));
    }

    /** Closes what has taken too long by now. */
    void sweep() {
        long now = System.nanoTime();
        waits.replaceAll((connection, wait) -> wait.at(now, connection));
        waits.forEach((connection, wait) -> {
            if (wait.underWay() == 0 && now - wait.since() > patience) {
                cut(connection);
            }
        });
        bodies.values().stream().filter(body -> now - body.since() > patience).forEach(body -> cut(body.connection()));
    }

    private static void cut(Connection connection) {
        connection.getEndPoint().close(new EofException("the request did not end in time"));
    }

    /**
     * A connection between requests.
     *
     * @param underWay requests whose head is whole and that are not answered; HTTP/2 has more than one
     * @param bytes read when the last one ended
     * @param since when it was last seen with nothing begun
     */
    private record Wait(int underWay, long bytes, long since) {
        Wait() {
            this(0, 0, System.nanoTime());
        }

        Wait begun() {
            return new Wait(underWay + 1, bytes, since);
        }

        Wait ended(Connection connection) {
            return new Wait(underWay - 1, connection.getBytesIn(), System.nanoTime());
        }

        // Nothing has come since the last answer: that is the idle timeout's business.
        Wait at(long now, Connection connection) {
            return connection.getBytesIn() == bytes ? new Wait(underWay, bytes, now) : this;
        }
    }
}

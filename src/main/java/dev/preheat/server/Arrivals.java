package dev.preheat.server;

import dev.preheat.http.Source;
import dev.preheat.server.Cuts.Reason;
import dev.preheat.server.Pending.Stage;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.server.Request;

/**
 * The memory for requests that have not arrived whole: one budget for all of them.
 *
 * <p>When it is used up, the source that holds most loses its heaviest connection.
 */
final class Arrivals {
    private static final long MOST = 64 * 1024 * 1024L;
    private static final int SHARE_OF_THE_HEAP = 8;

    private final long most = Math.min(MOST, Runtime.getRuntime().maxMemory() / SHARE_OF_THE_HEAP);
    private final AtomicLong held = new AtomicLong();
    private final Connections connections;
    private final Cuts cuts;

    Arrivals(Connections connections, Cuts cuts) {
        this.connections = connections;
        this.cuts = cuts;
    }

    Connection connection(Request request) {
        return connections.of(request.getConnectionMetaData().getConnection().getEndPoint());
    }

    /** Makes room for a request whose head is whole, and whose body, perhaps empty, is read next. */
    Pending begins(Connection connection, Request request) {
        var pending = connection.begins(request);
        hold(pending.weight());
        return pending;
    }

    void grow(Pending pending, int bytes) {
        pending.grow(bytes);
        hold(bytes);
    }

    /** Gives back the request's memory: it is whole, or its answer is on its way. */
    void moveTo(Pending pending, Stage next) {
        held.addAndGet(-pending.moveTo(next));
    }

    /** Notes that the client of this connection is no stranger. */
    void proves(Connection connection) {
        connections.proves(connection);
    }

    /** Forgets a request that is answered, or given up. */
    void ends(Connection connection, Pending pending) {
        moveTo(pending, Stage.OVER);
        connection.ended(pending);
        connections.letIn();
    }

    private void hold(long more) {
        if (held.addAndGet(more) > most) {
            heaviest().ifPresent(connection -> {
                cuts.note(connection.source(), Reason.MEMORY);
                connections.gone(connection);
                connection.underWay().forEach(one -> moveTo(one, Stage.OVER));
                connection.close();
            });
        }
    }

    private Optional<Connection> heaviest() {
        Map<Source, Long> sources = new HashMap<>();
        Map<Connection, Long> weights = new HashMap<>();
        for (var connection : connections.open()) {
            long weight =
                    connection.underWay().stream().mapToLong(Pending::weight).sum();
            weights.put(connection, weight);
            sources.merge(connection.source(), weight, Long::sum);
        }
        return weights.entrySet().stream()
                .filter(one -> one.getValue() > 0)
                .max(Comparator.comparingLong((Map.Entry<Connection, Long> one) ->
                                sources.getOrDefault(one.getKey().source(), 0L))
                        .thenComparingLong(one -> one.getValue())
                        .thenComparingLong(one -> -one.getKey().answered()))
                .map(Map.Entry::getKey);
    }
}

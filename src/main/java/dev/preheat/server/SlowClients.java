package dev.preheat.server;

import dev.preheat.server.Cuts.Reason;
import dev.preheat.server.Pending.Stage;
import java.util.Map;

/**
 * Cuts off clients that begin a request and do not end it in time, or do not take an answer in time.
 *
 * <p>The server's idle timeout starts again with each byte, so a byte now and then would hold a connection for ever.
 */
final class SlowClients {
    private static final Map<Stage, Reason> WAITS =
            Map.of(Stage.ARRIVING, Reason.SLOW_REQUEST, Stage.SENDING, Reason.SLOW_READER);

    private final Listener.Limits limits;
    private final Connections connections;
    private final Cuts cuts;

    SlowClients(Listener.Limits limits, Connections connections, Cuts cuts) {
        this.limits = limits;
        this.connections = connections;
        this.cuts = cuts;
    }

    /** Cuts off the requests and answers that have taken too long by now. */
    void sweep() {
        long now = System.nanoTime();
        for (var connection : connections.open()) {
            if (connection.isLate(now, limits.request())) {
                cuts.note(connection.source(), Reason.SLOW_REQUEST);
                connection.close();
            } else {
                WAITS.forEach((stage, why) -> sweep(connection, stage, why, now));
            }
        }
    }

    private void sweep(Connection connection, Stage stage, Reason why, long now) {
        for (var pending : connection.underWay()) {
            if (pending.isLate(stage, now, limits.request())) {
                cuts.note(connection.source(), why);
                if (!pending.cutAlone()) {
                    connection.close();
                }
            }
        }
    }
}

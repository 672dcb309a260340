package dev.preheat.server;

import dev.preheat.server.Exchange.Stage;
import java.util.Map;

/**
 * Cuts off who begins a request and does not end it in time, and who does not take an answer in time.
 *
 * <p>The server's idle timeout begins anew with each byte, so that a byte now and then would hold a connection for ever.
 */
final class SlowClients {
    private static final Map<Stage, Cut> WAITS =
            Map.of(Stage.ARRIVING, Cut.SLOW_REQUEST, Stage.SENDING, Cut.SLOW_READER);

    private final Listener.Limits limits;
    private final Lines lines;
    private final Cuts cuts;

    SlowClients(Listener.Limits limits, Lines lines, Cuts cuts) {
        this.limits = limits;
        this.lines = lines;
        this.cuts = cuts;
    }

    /** Cuts off what has taken too long by now. */
    void sweep() {
        long now = System.nanoTime();
        for (var line : lines.open()) {
            if (line.isLate(now, limits.request())) {
                cuts.note(line.source(), Cut.SLOW_REQUEST);
                line.close();
            } else {
                WAITS.forEach((stage, why) -> sweep(line, stage, why, now));
            }
        }
    }

    private void sweep(Line line, Stage stage, Cut why, long now) {
        for (var exchange : line.underWay()) {
            if (exchange.isLate(stage, now, limits.request())) {
                cuts.note(line.source(), why);
                exchange.cut();
            }
        }
    }
}

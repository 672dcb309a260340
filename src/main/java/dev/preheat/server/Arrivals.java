package dev.preheat.server;

import dev.preheat.http.Source;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** The memory for requests that have not come whole: one budget for all, from which the source gives way that takes most. */
final class Arrivals {
    private static final long MOST = 64 * 1024 * 1024L;
    private static final int SHARE_OF_THE_HEAP = 8;

    private final long most = Math.min(MOST, Runtime.getRuntime().maxMemory() / SHARE_OF_THE_HEAP);
    private final AtomicLong held = new AtomicLong();
    private final Lines lines;
    private final Cuts cuts;

    Arrivals(Lines lines, Cuts cuts) {
        this.lines = lines;
        this.cuts = cuts;
    }

    /** A head is whole; its body, perhaps empty, is read next. */
    Exchange begins(org.eclipse.jetty.server.Request request) {
        var exchange = new Exchange(
                lines.of(request.getConnectionMetaData().getConnection().getEndPoint()), request);
        holds(exchange.weight());
        return exchange;
    }

    void takes(Exchange exchange, int bytes) {
        exchange.takes(bytes);
        holds(bytes);
    }

    /** The request is whole, or its answer is on its way. */
    void goesOn(Exchange exchange, Exchange.Stage next) {
        held.addAndGet(-exchange.to(next));
    }

    /** Whoever sent the request is no stranger. */
    void proves(Exchange exchange) {
        lines.proves(exchange.line());
    }

    /** The request is answered, or given up. */
    void ends(Exchange exchange) {
        goesOn(exchange, Exchange.Stage.OVER);
        exchange.line().ended(exchange);
        lines.letIn();
    }

    private void holds(long more) {
        if (held.addAndGet(more) > most) {
            heaviest().ifPresent(line -> {
                cuts.note(line.source(), Cut.MEMORY);
                lines.gone(line);
                line.underWay().forEach(one -> goesOn(one, Exchange.Stage.OVER));
                line.close();
            });
        }
    }

    private Optional<Line> heaviest() {
        Map<Source, Long> sources = new HashMap<>();
        Map<Line, Long> weights = new HashMap<>();
        for (var line : lines.open()) {
            long weight = line.underWay().stream().mapToLong(Exchange::weight).sum();
            weights.put(line, weight);
            sources.merge(line.source(), weight, Long::sum);
        }
        return weights.entrySet().stream()
                .filter(one -> one.getValue() > 0)
                .max(Comparator.comparingLong((Map.Entry<Line, Long> one) ->
                                sources.getOrDefault(one.getKey().source(), 0L))
                        .thenComparingLong(one -> one.getValue())
                        .thenComparingLong(one -> -one.getKey().since()))
                .map(Map.Entry::getKey);
    }
}

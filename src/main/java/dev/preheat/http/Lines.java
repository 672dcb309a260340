package dev.preheat.http;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SelectorManager;

/**
 * All connections, and whose place a new one gets when there are as many as there may be.
 *
 * <p>First a stranger's that is not being answered, then one of a source that has more than the newcomer's: of the source
 * with the most, the one that has waited longest. Where nobody has to give way, the newcomer waits at the door, and the
 * next one is of the source that has the fewest inside.
 */
final class Lines implements Connection.Listener, SelectorManager.AcceptListener {
    private static final int MOST_WAITING = 256;
    // Else a crowd that comes at once would only drive each other out, and nobody would get to ask.
    private static final long TENURE = TimeUnit.MILLISECONDS.toNanos(100);

    private final int most;
    private final Consumer<SocketChannel> door;
    private final Cuts cuts;
    private final Map<SelectableChannel, Line> open = new ConcurrentHashMap<>();
    private final Map<Source, Integer> counts = new HashMap<>();
    private final Map<SocketChannel, Source> waiting = new LinkedHashMap<>();
    private volatile boolean queue;

    /** @param door lets a connection in */
    Lines(int most, Consumer<SocketChannel> door, Cuts cuts) {
        this.most = most;
        this.door = door;
        this.cuts = cuts;
    }

    Collection<Line> open() {
        return open.values();
    }

    /** The line that carries {@code connection}. */
    Line of(Connection connection) {
        var channel = channel(connection.getEndPoint());
        var line = open.get(channel);
        return line == null ? new Line(channel, Source.of(connection.getEndPoint().getRemoteSocketAddress())) : line;
    }

    // TLS is an end point over another one.
    private static SocketChannel channel(EndPoint end) {
        return end.getTransport() instanceof EndPoint below ? channel(below) : (SocketChannel) end.getTransport();
    }

    @Override
    public void onOpened(Connection connection) {
        of(connection).carries(connection);
    }

    @Override
    public void onAcceptFailed(SelectableChannel channel, Throwable cause) {
        onClosed(channel);
    }

    @Override
    public void onClosed(SelectableChannel channel) {
        var line = open.get(channel);
        if (line != null) {
            gone(line);
        }
        letIn();
    }

    /** Its place is free. */
    synchronized void gone(Line line) {
        if (open.remove(line.channel(), line)) {
            counts.computeIfPresent(line.source(), (_, count) -> count == 1 ? null : count - 1);
        }
    }

    /** Somebody is at the door. */
    void knocks(SocketChannel channel) throws IOException {
        synchronized (this) {
            waiting.put(channel, Source.of(channel.getRemoteAddress()));
            queue = true;
        }
        letIn();
    }

    boolean isQueue() {
        return queue;
    }

    /** Lets in those who wait, as far as there are places or somebody gives way. */
    void letIn() {
        if (queue) {
            movesOfTheQueue().forEach(Runnable::run);
        }
    }

    // What closes calls back here, so that nothing is closed under the lock.
    private synchronized List<Runnable> movesOfTheQueue() {
        var moves = new ArrayList<Runnable>();
        for (var next = next(); next.isPresent(); next = next()) {
            if (open.size() >= most) {
                var loser = loser(next.get().getValue());
                if (loser.isEmpty()) {
                    break;
                }
                moves.add(giveWay(loser.get()));
            }
            moves.add(enter(next.get()));
        }
        if (waiting.size() > MOST_WAITING) {
            moves.add(turnAway());
        }
        queue = !waiting.isEmpty();
        return moves;
    }

    private Optional<Map.Entry<SocketChannel, Source>> next() {
        return waiting.entrySet().stream()
                .min(Comparator.comparingInt(one -> count(one.getValue())))
                .map(one -> Map.entry(one.getKey(), one.getValue()));
    }

    private Runnable enter(Map.Entry<SocketChannel, Source> next) {
        waiting.remove(next.getKey());
        open.put(next.getKey(), new Line(next.getKey(), next.getValue()));
        counts.merge(next.getValue(), 1, Integer::sum);
        return () -> door.accept(next.getKey());
    }

    private Runnable giveWay(Line loser) {
        gone(loser);
        cuts.note(loser.source(), Cut.PLACE);
        return loser::close;
    }

    private Runnable turnAway() {
        var sources = new HashMap<Source, Integer>();
        waiting.values().forEach(source -> sources.merge(source, 1, Integer::sum));
        var last = waiting.entrySet().stream()
                .max(Comparator.comparingInt(one -> sources.getOrDefault(one.getValue(), 0)))
                .orElseThrow();
        waiting.remove(last.getKey());
        cuts.note(last.getValue(), Cut.PLACE);
        return new Line(last.getKey(), last.getValue())::close;
    }

    private Optional<Line> loser(Source newcomer) {
        int share = count(newcomer) + 1;
        Predicate<Line> stranger = line -> !line.isProved();
        Predicate<Line> larger = line -> count(line.source()) > share;
        Predicate<Line> asLarge = line -> line.source().equals(newcomer) || count(line.source()) >= share;
        long now = System.nanoTime();
        Predicate<Line> settled = line -> now - line.since() > TENURE;
        return longest(stranger.and(larger).and(line -> !line.isWorking()))
                .or(() -> longest(
                        stranger.and(asLarge).and(settled).and(line -> !line.isWorking())))
                .or(() -> longest(stranger.and(larger)))
                .or(() -> longest(larger.and(line -> line.underWay().isEmpty())));
    }

    private Optional<Line> longest(Predicate<Line> may) {
        return open.values().stream()
                .filter(may)
                .min(Comparator.comparingInt((Line line) -> -count(line.source()))
                        .thenComparing(line -> !line.isSilent())
                        .thenComparingLong(Line::since));
    }

    private int count(Source source) {
        return counts.getOrDefault(source, 0);
    }

    /** Nobody is let in any more. */
    synchronized void closeDoor() {
        waiting.forEach((channel, source) -> new Line(channel, source).close());
        waiting.clear();
    }
}

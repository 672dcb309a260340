package dev.preheat.server;

import dev.preheat.http.Source;
import dev.preheat.server.Cuts.Reason;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SelectorManager;

/**
 * All connections, and the choice of the one that gives way to a newcomer when there are as many as allowed.
 *
 * <p>That is a stranger's, of the source with the most strangers: first one that is not being answered, and among those the
 * one that has waited longest. If there are no strangers, it is an idle connection of a source that has more than the
 * newcomer's. If none must give way, the newcomer waits at the door; the next to be let in is the one whose source has the
 * fewest strangers inside.
 */
final class Connections implements SelectorManager.AcceptListener {
    private static final int MOST_WAITING = 256;
    private static final int MOST_KNOWN = 10_000;

    private final int most;
    private final Consumer<SocketChannel> door;
    private final Cuts cuts;
    private final Map<SelectableChannel, Connection> open = new ConcurrentHashMap<>();
    private final Map<Source, Integer> counts = new HashMap<>();
    private final Map<SocketChannel, Source> waiting = new LinkedHashMap<>();
    private final LinkedHashSet<Source> known = new LinkedHashSet<>();
    private volatile boolean queue;

    /** @param door lets a connection in */
    Connections(int most, Consumer<SocketChannel> door, Cuts cuts) {
        this.most = most;
        this.door = door;
        this.cuts = cuts;
    }

    Collection<Connection> open() {
        return open.values();
    }

    /** The connection that {@code end} belongs to. */
    Connection of(EndPoint end) {
        return of(channel(end), end.getRemoteSocketAddress());
    }

    /** The connection over {@code channel}; one that counts nowhere if it has been closed. */
    Connection of(SocketChannel channel, SocketAddress peer) {
        var connection = open.get(channel);
        return connection == null ? new Connection(channel, Source.of(peer)) : connection;
    }

    // TLS is an end point over another one.
    private static SocketChannel channel(EndPoint end) {
        return end.getTransport() instanceof EndPoint below ? channel(below) : (SocketChannel) end.getTransport();
    }

    @Override
    public void onAcceptFailed(SelectableChannel channel, Throwable cause) {
        onClosed(channel);
    }

    @Override
    public void onClosed(SelectableChannel channel) {
        var connection = open.get(channel);
        if (connection != null) {
            gone(connection);
        }
        letIn();
    }

    /** Notes that a request on this connection ended well. */
    void proves(Connection connection) {
        if (!connection.isProved()) {
            connection.prove();
            know(connection.source());
        }
    }

    private synchronized void know(Source source) {
        known.addLast(source);
        if (known.size() > MOST_KNOWN) {
            known.removeFirst();
        }
    }

    /** Frees the connection's place. */
    synchronized void gone(Connection connection) {
        if (open.remove(connection.channel(), connection)) {
            counts.computeIfPresent(connection.source(), (_, count) -> count == 1 ? null : count - 1);
        }
    }

    /** Adds a newcomer to the queue at the door. */
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

    /** Lets in those who wait, as far as there are places or others give way. */
    void letIn() {
        if (queue) {
            movesOfTheQueue().forEach(Runnable::run);
        }
    }

    // Closing calls back here, so nothing is closed under the lock.
    private synchronized List<Runnable> movesOfTheQueue() {
        var moves = new ArrayList<Runnable>();
        while (!waiting.isEmpty()) {
            boolean isFull = open.size() >= most;
            var strangers = isFull || waiting.size() > 1 ? strangers() : Map.<Source, Integer>of();
            var next = next(strangers);
            if (isFull) {
                var loser = loser(next.getValue(), strangers);
                if (loser.isEmpty()) {
                    break;
                }
                moves.add(giveWay(loser.get()));
            }
            moves.add(enter(next));
        }
        if (waiting.size() > MOST_WAITING) {
            moves.add(turnAway());
        }
        queue = !waiting.isEmpty();
        return moves;
    }

    private Map.Entry<SocketChannel, Source> next(Map<Source, Integer> strangers) {
        return waiting.entrySet().stream()
                .min(Comparator.comparingInt(one -> strangers.getOrDefault(one.getValue(), 0)))
                .map(one -> Map.entry(one.getKey(), one.getValue()))
                .orElseThrow();
    }

    private Runnable enter(Map.Entry<SocketChannel, Source> next) {
        waiting.remove(next.getKey());
        open.put(next.getKey(), new Connection(next.getKey(), next.getValue()));
        counts.merge(next.getValue(), 1, Integer::sum);
        return () -> door.accept(next.getKey());
    }

    private Runnable giveWay(Connection loser) {
        gone(loser);
        cuts.note(loser.source(), Reason.PLACE);
        return loser::close;
    }

    private Runnable turnAway() {
        var sources = new HashMap<Source, Integer>();
        waiting.values().forEach(source -> sources.merge(source, 1, Integer::sum));
        var last = waiting.entrySet().stream()
                .max(Comparator.comparingInt(one -> sources.getOrDefault(one.getValue(), 0)))
                .orElseThrow();
        waiting.remove(last.getKey());
        cuts.note(last.getValue(), Reason.PLACE);
        return new Connection(last.getKey(), last.getValue())::close;
    }

    private Optional<Connection> loser(Source newcomer, Map<Source, Integer> strangers) {
        int share = strangers.getOrDefault(newcomer, 0) + 1;
        long now = System.nanoTime();
        Predicate<Connection> larger = connection -> strangers.getOrDefault(connection.source(), 0) > share;
        Predicate<Connection> own = connection -> connection.source().equals(newcomer);
        Predicate<Connection> asLarge = own.or(connection -> strangers.getOrDefault(connection.source(), 0) >= share);
        Predicate<Connection> stranger = connection -> !connection.isProved();
        Predicate<Connection> working = Connection::isWorking;
        return longest(stranger.and(larger).and(working.negate()), strangers)
                .or(() -> longest(
                        stranger.and(asLarge).and(working.negate()).and(connection -> connection.hasHadItsTime(now)),
                        strangers))
                .or(() -> longest(stranger.and(larger), strangers))
                .or(() ->
                        strangers.isEmpty() ? longest(idleOfMoreThan(count(newcomer) + 1), counts) : Optional.empty());
    }

    // Among known sources, one with many connections gives way to one with few.
    private Predicate<Connection> idleOfMoreThan(int share) {
        return connection -> connection.underWay().isEmpty() && count(connection.source()) > share;
    }

    private Optional<Connection> longest(Predicate<Connection> may, Map<Source, Integer> sizes) {
        return open.values().stream()
                .filter(may)
                .min(Comparator.comparingInt((Connection connection) -> -sizes.getOrDefault(connection.source(), 0))
                        .thenComparing(connection -> connection.underWay().isEmpty())
                        .thenComparing(connection -> !connection.isSilent())
                        .thenComparingLong(Connection::answered));
    }

    // A source whose request ended well before may have an eighth of the places before its strangers count. Otherwise a
    // crowd from as many addresses as there are places would drive out a client that opens a connection for each call.
    private Map<Source, Integer> strangers() {
        var strangers = new HashMap<Source, Integer>();
        for (var connection : open.values()) {
            if (!connection.isProved()) {
                strangers.merge(connection.source(), 1, Integer::sum);
            }
        }
        strangers.replaceAll((source, many) -> known.contains(source) ? Math.max(0, many - most / 8) : many);
        return strangers;
    }

    private int count(Source source) {
        return counts.getOrDefault(source, 0);
    }

    /** Turns away all who wait. */
    synchronized void closeDoor() {
        waiting.forEach((channel, source) -> new Connection(channel, source).close());
        waiting.clear();
    }
}

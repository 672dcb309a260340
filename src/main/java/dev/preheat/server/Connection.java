package dev.preheat.server;

import dev.preheat.http.Source;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection since it was let in, and the requests that are under way on it.
 *
 * <p>It is a stranger's until one of its requests has ended well.
 */
final class Connection {
    private static final Logger log = LoggerFactory.getLogger(Connection.class);
    // A head takes up to 8 KiB; TLS and the frames of HTTP/2 come on top.
    private static final long BETWEEN_REQUESTS = 64 * 1024L;
    // A body of 64 KiB may come in chunks of one byte, each in a TLS record of its own.
    private static final int TIMES_ITS_SIZE = 48;
    // A handshake takes several round trips, perhaps around the world.
    private static final long A_HEADS_TIME = Duration.ofMillis(500).toNanos();
    private static final long AN_ANSWERS_TIME = Duration.ofMillis(100).toNanos();

    private final SocketChannel channel;
    private final Source source;
    private final Set<Pending> underWay = ConcurrentHashMap.newKeySet();
    private Optional<EndPoint> end = Optional.empty();
    private long bytesIn;
    private boolean proved;
    private long bytes;
    private long since = System.nanoTime();
    private long answered = since;

    Connection(SocketChannel channel, Source source) {
        this.channel = channel;
        this.source = source;
    }

    SocketChannel channel() {
        return channel;
    }

    Source source() {
        return source;
    }

    Set<Pending> underWay() {
        return underWay;
    }

    /** Notes the end point that closes it, with all that is under way. */
    synchronized void at(EndPoint opened) {
        end = Optional.of(opened);
    }

    /** Counts {@code bytes} from the network. Returns false if they are more than its requests may have. */
    synchronized boolean takes(int bytes, int largestBody) {
        bytesIn += Math.max(bytes, 0);
        long most = BETWEEN_REQUESTS + (long) underWay.size() * TIMES_ITS_SIZE * Math.max(largestBody, 1024);
        return bytesIn - this.bytes <= most;
    }

    /** True if it has sent more than a head takes since its last answer. */
    synchronized boolean isBusy() {
        return bytesIn - bytes > BETWEEN_REQUESTS / 2;
    }

    /** Begins a request whose head is whole. */
    Pending begins(Request request) {
        var pending = new Pending(request);
        underWay.add(pending);
        return pending;
    }

    synchronized void ended(Pending pending) {
        if (underWay.remove(pending)) {
            bytes = bytesIn;
            since = System.nanoTime();
            answered = since;
        }
    }

    synchronized void prove() {
        proved = true;
    }

    synchronized boolean isProved() {
        return proved;
    }

    boolean isWorking() {
        return underWay.stream().anyMatch(Pending::isWorking);
    }

    /** True if no byte has come yet. */
    synchronized boolean isSilent() {
        return bytesIn == 0;
    }

    /**
     * True if it has had enough time to ask for something.
     *
     * <p>Without this, the members of a crowd would only drive each other out, and none would get to ask.
     */
    synchronized boolean hasHadItsTime(long now) {
        return now - since > (underWay.isEmpty() && bytesIn > 0 ? A_HEADS_TIME : AN_ANSWERS_TIME);
    }

    /** The time, as of {@link System#nanoTime}, when it was opened or its last request ended. */
    synchronized long answered() {
        return answered;
    }

    /** True if it began a head too long ago that is still not whole. */
    synchronized boolean isLate(long now, Duration patience) {
        if (!underWay.isEmpty()) {
            return false;
        }
        // Nothing has come since the last answer: the idle timeout takes care of that. A head's time begins here.
        if (bytesIn == bytes) {
            since = now;
        }
        return now - since > patience.toNanos();
    }

    void close() {
        var opened = end();
        if (opened.isPresent()) {
            opened.get().close(new EofException("cut off"));
            return;
        }
        try {
            channel.close();
        } catch (IOException broken) {
            log.debug("a connection could not be closed", broken);
        }
    }

    private synchronized Optional<EndPoint> end() {
        return end;
    }
}

package dev.preheat.http;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EofException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection since it was let in, and what is under way on it.
 *
 * <p>It is a stranger's until a request on it ended well.
 */
final class Line {
    private static final Logger log = LoggerFactory.getLogger(Line.class);
    // A head takes 8 KiB; TLS and the frames of HTTP/2 come on top.
    private static final long BETWEEN_REQUESTS = 64 * 1024L;
    // A body of 64 KiB may come a byte a chunk, each in a TLS record of its own.
    private static final int TIMES_ITS_SIZE = 48;

    private final SocketChannel channel;
    private final Source source;
    private final Set<Exchange> underWay = ConcurrentHashMap.newKeySet();
    private Optional<Connection> outermost = Optional.empty();
    private boolean proved;
    private long bytes;
    private long since = System.nanoTime();

    Line(SocketChannel channel, Source source) {
        this.channel = channel;
        this.source = source;
    }

    SocketChannel channel() {
        return channel;
    }

    Source source() {
        return source;
    }

    Set<Exchange> underWay() {
        return underWay;
    }

    /** The first is the outermost: TLS, or HTTP where there is none. */
    synchronized void carries(Connection connection) {
        if (outermost.isEmpty()) {
            outermost = Optional.of(connection);
        }
    }

    void begins(Exchange exchange) {
        underWay.add(exchange);
    }

    synchronized void ended(Exchange exchange) {
        if (underWay.remove(exchange)) {
            bytes = bytesIn();
            since = System.nanoTime();
        }
    }

    synchronized void prove() {
        proved = true;
    }

    synchronized boolean isProved() {
        return proved;
    }

    boolean isWorking() {
        return underWay.stream().anyMatch(Exchange::isWorking);
    }

    /** Not a byte has come yet. */
    synchronized boolean isSilent() {
        return bytesIn() == 0;
    }

    /** When it was last seen with nothing begun. */
    synchronized long since() {
        return since;
    }

    /** Whether it began something too long ago that is not a whole head yet. */
    synchronized boolean isLate(long now, Duration patience) {
        if (!underWay.isEmpty()) {
            return false;
        }
        // Nothing has come since the last answer: that is the idle timeout's business.
        if (bytesIn() == bytes) {
            since = now;
        }
        return now - since > patience.toNanos();
    }

    /** Whether it has sent more than its requests can have, be it in chunks that hold little or in TLS that holds nothing. */
    synchronized boolean isFlood(int largestBody) {
        long most = BETWEEN_REQUESTS + (long) underWay.size() * TIMES_ITS_SIZE * Math.max(largestBody, 1024);
        return bytesIn() - bytes > most;
    }

    private long bytesIn() {
        return outermost.map(Connection::getBytesIn).orElse(0L);
    }

    void close() {
        var connection = outermost();
        if (connection.isPresent()) {
            connection.get().getEndPoint().close(new EofException("cut off"));
            return;
        }
        try {
            channel.close();
        } catch (IOException broken) {
            log.debug("a connection did not close", broken);
        }
    }

    private synchronized Optional<Connection> outermost() {
        return outermost;
    }
}

package dev.preheat.server;

import java.time.Duration;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.HttpChannel;

/** One request from its head to the end of its answer, and how far it is. */
final class Exchange {
    // What a head and all that Jetty keeps with it takes.
    private static final long WEIGHT = 16 * 1024L;

    /** What is waited for: the client's bytes, ours, the client's reading, nothing. */
    enum Stage {
        ARRIVING,
        WORKING,
        SENDING,
        OVER
    }

    private final Line line;
    private final org.eclipse.jetty.server.Request request;
    private Stage stage = Stage.ARRIVING;
    private long since = System.nanoTime();
    private long weight = WEIGHT;

    Exchange(Line line, org.eclipse.jetty.server.Request request) {
        this.line = line;
        this.request = request;
        line.begins(this);
    }

    Line line() {
        return line;
    }

    synchronized boolean isWorking() {
        return stage == Stage.WORKING;
    }

    /** Bytes that are held for it while it arrives. */
    synchronized long weight() {
        return weight;
    }

    /** Takes {@code bytes} more of the body. */
    synchronized void takes(int bytes) {
        weight += bytes;
    }

    /** Goes on, unless it is over. Returns the weight that it no longer has. */
    synchronized long to(Stage next) {
        if (stage == Stage.OVER) {
            return 0;
        }
        stage = next;
        since = System.nanoTime();
        long before = weight;
        weight = 0;
        return before;
    }

    synchronized boolean isLate(Stage in, long now, Duration patience) {
        return stage == in && now - since > patience.toNanos();
    }

    /** Ends it alone where its connection carries others, which is HTTP/2; else the connection with it. */
    void cut() {
        if (request.getConnectionMetaData().getHttpVersion() != HttpVersion.HTTP_2) {
            line.close();
            return;
        }
        var task = HttpChannel.from(request).onFailure(new EofException("cut off"));
        if (task != null) {
            request.getComponents().getExecutor().execute(task);
        }
    }
}

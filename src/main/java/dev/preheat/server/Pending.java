package dev.preheat.server;

import java.time.Duration;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.HttpChannel;
import org.eclipse.jetty.server.Request;

/** One request between its head and the end of its answer: how far it is, and the memory it holds until it is whole. */
final class Pending {
    // A head, and all that Jetty keeps with it.
    private static final long WEIGHT = 16 * 1024L;

    /** The wait of a request: for the client's bytes, for our answer, for the client to read it, for nothing. */
    enum Stage {
        ARRIVING,
        WORKING,
        SENDING,
        OVER
    }

    private final Request request;
    private Stage stage = Stage.ARRIVING;
    private long since = System.nanoTime();
    private long weight = WEIGHT;

    Pending(Request request) {
        this.request = request;
    }

    synchronized boolean isWorking() {
        return stage == Stage.WORKING;
    }

    /** The bytes that are held for it while it arrives. */
    synchronized long weight() {
        return weight;
    }

    /** Adds {@code bytes} of the body. */
    synchronized void grow(int bytes) {
        weight += bytes;
    }

    /** Moves to another stage, unless it is over. Returns the weight that this sets free. */
    synchronized long moveTo(Stage next) {
        if (stage == Stage.OVER) {
            return 0;
        }
        stage = next;
        since = System.nanoTime();
        long freed = weight;
        weight = 0;
        return freed;
    }

    synchronized boolean isLate(Stage in, long now, Duration patience) {
        return stage == in && now - since > patience.toNanos();
    }

    /** Ends this request alone, as HTTP/2 can. Returns false if its connection must be closed instead. */
    boolean cutAlone() {
        if (request.getConnectionMetaData().getHttpVersion() != HttpVersion.HTTP_2) {
            return false;
        }
        var task = HttpChannel.from(request).onFailure(new EofException("cut off"));
        if (task != null) {
            request.getComponents().getExecutor().execute(task);
        }
        return true;
    }
}

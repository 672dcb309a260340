package dev.preheat.server;

import dev.preheat.http.Source;
import dev.preheat.server.Cuts.Reason;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.http2.HTTP2Session;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.frames.DataFrame;
import org.eclipse.jetty.http2.frames.Frame;
import org.eclipse.jetty.http2.frames.GoAwayFrame;
import org.eclipse.jetty.io.EndPoint;

/**
 * Ends HTTP/2 sessions that send far more frames than their requests and answers need.
 *
 * <p>Jetty's own limit covers PING, SETTINGS, PRIORITY, RST_STREAM and frames without content, but neither WINDOW_UPDATE with
 * an increment nor DATA of one byte each.
 */
final class Floods implements HTTP2Session.FrameListener, HTTP2Session.LifeCycleListener {
    private static final int MOST = 1_024;
    private static final int A_SECOND = 64;
    private static final int A_REQUEST = 16;
    private static final int AN_ANSWERS_FRAME = 4;
    private static final int SMALL = 256;
    private static final long GOODBYE = TimeUnit.SECONDS.toNanos(1);

    private final Cuts cuts;
    private final Map<Session, Bucket> buckets = new ConcurrentHashMap<>();
    private final Map<Session, Long> ending = new ConcurrentHashMap<>();

    Floods(Cuts cuts) {
        this.cuts = cuts;
    }

    @Override
    public void onOpen(Session session) {
        buckets.put(session, full());
    }

    @Override
    public void onClose(Session session) {
        buckets.remove(session);
        ending.remove(session);
    }

    @Override
    public void onIncomingFrame(Session session, Frame frame) {
        var bucket = buckets.get(session);
        if (bucket == null || isPaid(bucket, frame)) {
            return;
        }
        ends(session, ErrorCode.ENHANCE_YOUR_CALM_ERROR.code);
        if (((HTTP2Session) session).getEndPoint().getConnection() instanceof HTTP2Connection connection) {
            connection.onConnectionFailure(ErrorCode.ENHANCE_YOUR_CALM_ERROR.code, "too_many_frames");
        }
    }

    @Override
    public void onOutgoingFrame(Session session, Frame frame) {
        if (frame instanceof GoAwayFrame last && last.getError() != ErrorCode.NO_ERROR.code) {
            ends(session, last.getError());
        } else if (frame instanceof DataFrame) {
            Optional.ofNullable(buckets.get(session)).ifPresent(bucket -> bucket.addTokens(AN_ANSWERS_FRAME));
        }
    }

    private static Bucket full() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(MOST).refillGreedy(A_SECOND, Duration.ofSeconds(1)))
                .withNanosecondPrecision()
                .build();
    }

    private static boolean isPaid(Bucket bucket, Frame frame) {
        return switch (frame.getType()) {
            case HEADERS -> {
                bucket.addTokens(A_REQUEST);
                yield true;
            }
            case DATA -> ((DataFrame) frame).remaining() >= SMALL || bucket.tryConsume(1);
            default -> bucket.tryConsume(1);
        };
    }

    private void ends(Session session, int error) {
        if (ending.putIfAbsent(session, System.nanoTime()) == null) {
            cuts.note(
                    Source.of(session.getRemoteSocketAddress()),
                    error == ErrorCode.ENHANCE_YOUR_CALM_ERROR.code ? Reason.FRAMES : Reason.PROTOCOL);
        }
    }

    /** Closes the sessions that were told to go and have not gone. */
    void sweep() {
        long now = System.nanoTime();
        ending.forEach((session, since) -> {
            if (now - since > GOODBYE) {
                close(((HTTP2Session) session).getEndPoint());
            }
        });
    }

    // Below TLS, which would still want to say goodbye.
    private static void close(EndPoint end) {
        (end.getTransport() instanceof EndPoint below ? below : end).close();
    }
}

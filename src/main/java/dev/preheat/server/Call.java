package dev.preheat.server;

import dev.preheat.http.Feed;
import dev.preheat.http.Response;
import dev.preheat.server.Exchange.Stage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request.Handler.AbortException;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.slf4j.MDC;

/**
 * One request on its way to the endpoint, and its answer on the way back.
 *
 * <p>While its body comes it has no thread: what somebody does not send holds nothing but a little memory.
 */
final class Call {
    private final Bridge bridge;
    private final org.eclipse.jetty.server.Request request;
    private final org.eclipse.jetty.server.Response response;
    private final Callback callback;
    private final Exchange exchange;
    private final String id = Bridge.newRequestId();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(0);

    Call(
            Bridge bridge,
            org.eclipse.jetty.server.Request request,
            org.eclipse.jetty.server.Response response,
            Callback callback) {
        this.bridge = bridge;
        this.request = request;
        this.response = response;
        this.exchange = bridge.arrivals().begins(request);
        this.callback = ending(callback);
    }

    private Callback ending(Callback jettys) {
        return Callback.from(
                jettys.getInvocationType(),
                () -> {
                    bridge.arrivals().ends(exchange);
                    jettys.succeeded();
                },
                failure -> {
                    bridge.arrivals().ends(exchange);
                    jettys.failed(failure);
                });
    }

    /** Answers on this thread, if all is there. */
    void begin() {
        var fault = Framing.fault(request);
        if (fault.isPresent()) {
            refuse(fault.getAsInt());
        } else if (request.getLength() > bridge.largestBody()) {
            refuse(413);
        } else {
            outcome().ifPresentOrElse(Runnable::run, () -> request.demand(later()));
        }
    }

    // The thread that has read the bytes serves others too.
    private Runnable later() {
        return Invocable.from(
                InvocationType.NON_BLOCKING,
                () -> outcome()
                        .ifPresentOrElse(
                                request.getComponents().getExecutor()::execute, () -> request.demand(later())));
    }

    // What to do when there is no more to wait for: all has come, or too much, or no more comes.
    private Optional<Runnable> outcome() {
        while (true) {
            var chunk = request.read();
            if (chunk == null) {
                return Optional.empty();
            }
            if (Content.Chunk.isFailure(chunk)) {
                return Optional.of(() -> broken(chunk.getFailure()));
            }
            take(chunk);
            if (body.size() > bridge.largestBody()) {
                return Optional.of(() -> refuse(413));
            }
            if (chunk.isLast()) {
                return Optional.of(isOfItsLength() ? this::answer : () -> refuse(400));
            }
        }
    }

    // HTTP/2 may say one length and send another.
    private boolean isOfItsLength() {
        return request.getLength() < 0 || request.getLength() == body.size();
    }

    private void take(Content.Chunk chunk) {
        body.writeBytes(BufferUtil.toArray(chunk.getByteBuffer()));
        if (!chunk.isLast()) {
            bridge.arrivals().takes(exchange, chunk.remaining());
        }
        chunk.release();
    }

    // A client that falls silent or goes is no event; only what is no HTTP gets an answer.
    private void broken(Throwable failure) {
        boolean noHttp = failure instanceof HttpException || failure.getCause() instanceof HttpException;
        callback.failed(noHttp ? failure : new AbortException(failure));
    }

    private void refuse(int status) {
        send(bridge.refused(status, id));
    }

    private void answer() {
        bridge.arrivals().goesOn(exchange, Stage.WORKING);
        MDC.put("request", id); // every line of the log from here on has it
        try {
            send(bridge.answer(request, id, body.toByteArray()));
        } catch (RuntimeException | Error bug) {
            callback.failed(bug);
            throw bug;
        } finally {
            MDC.clear();
        }
    }

    private void send(Response answer) {
        if (answer.proves()) {
            bridge.arrivals().proves(exchange);
        }
        bridge.arrivals().goesOn(exchange, Stage.SENDING);
        answer.feed()
                .ifPresentOrElse(feed -> stream(answer, feed), () -> Answers.write(response, answer, id, callback));
    }

    // A client that takes no piece for too long ends it, as does one that has gone.
    private void stream(Response answer, Feed feed) {
        Answers.head(response, answer, id);
        try (feed) {
            for (var piece = next(feed); piece.isPresent(); piece = next(feed)) {
                Content.Sink.write(response, false, ByteBuffer.wrap(piece.get()));
            }
            response.write(true, BufferUtil.EMPTY_BUFFER, callback);
        } catch (IOException gone) {
            callback.failed(new EofException(gone));
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            callback.failed(new EofException(stopping));
        }
    }

    private Optional<byte[]> next(Feed feed) throws InterruptedException {
        bridge.arrivals().goesOn(exchange, Stage.WORKING);
        var piece = feed.next();
        bridge.arrivals().goesOn(exchange, Stage.SENDING);
        return piece;
    }
}

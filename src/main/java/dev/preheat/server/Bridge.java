package dev.preheat.server;

import dev.preheat.http.Endpoint;
import dev.preheat.http.Feed;
import dev.preheat.http.Refusal;
import dev.preheat.http.Response;
import dev.preheat.server.Pending.Stage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Request.Handler.AbortException;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Asks the endpoint for an answer to each request of Jetty's, once it has arrived whole, and sends the answer. */
final class Bridge extends Handler.Abstract {
    private static final Logger log = LoggerFactory.getLogger(Bridge.class);

    private final int largestBody;
    private final Arrivals arrivals;
    private final Endpoint endpoint;
    private final Refusal refusal;

    Bridge(int largestBody, Arrivals arrivals, Endpoint endpoint, Refusal refusal) {
        this.largestBody = largestBody;
        this.arrivals = arrivals;
        this.endpoint = endpoint;
        this.refusal = refusal;
    }

    @Override
    public boolean handle(Request request, org.eclipse.jetty.server.Response response, Callback callback) {
        new Serving(request, response, callback).begin();
        return true;
    }

    private Response answer(dev.preheat.http.Request request) {
        try {
            return endpoint.handle(request);
        } catch (RuntimeException bug) {
            log.error("{} {} failed", request.method(), request.path(), bug);
            return refusal.answer(500, request.id());
        }
    }

    /**
     * One request on its way to the endpoint, and its answer on the way back.
     *
     * <p>No thread waits for its body: a client that sends nothing holds nothing but a little memory.
     */
    private final class Serving {
        private final Request request;
        private final org.eclipse.jetty.server.Response response;
        private final Callback callback;
        private final Connection connection;
        private final Pending pending;
        private final String id = Messages.newRequestId();
        private final ByteArrayOutputStream body = new ByteArrayOutputStream(0);

        Serving(Request request, org.eclipse.jetty.server.Response response, Callback callback) {
            this.request = request;
            this.response = response;
            this.connection = arrivals.connection(request);
            this.pending = arrivals.begins(connection, request);
            this.callback = ending(callback);
        }

        private Callback ending(Callback jettys) {
            return Callback.from(
                    jettys.getInvocationType(),
                    () -> {
                        arrivals.ends(connection, pending);
                        jettys.succeeded();
                    },
                    failure -> {
                        arrivals.ends(connection, pending);
                        jettys.failed(failure);
                    });
        }

        /** Answers on this thread if the whole request is there. */
        void begin() {
            var fault = Framing.fault(request);
            if (fault.isPresent()) {
                refuse(fault.getAsInt());
            } else if (request.getLength() > largestBody) {
                refuse(413);
            } else {
                outcome().ifPresentOrElse(Runnable::run, () -> request.demand(later()));
            }
        }

        // The thread that has read the bytes serves other connections too.
        private Runnable later() {
            return Invocable.from(
                    InvocationType.NON_BLOCKING,
                    () -> outcome()
                            .ifPresentOrElse(
                                    request.getComponents().getExecutor()::execute, () -> request.demand(later())));
        }

        // The next thing to do once nothing more is waited for: all has arrived, or too much, or no more will.
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
                if (body.size() > largestBody) {
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
                arrivals.grow(pending, chunk.remaining());
            }
            chunk.release();
        }

        // A client that falls silent or goes away is nothing to report; only bytes that are no HTTP get an answer.
        private void broken(Throwable failure) {
            boolean noHttp = failure instanceof HttpException || failure.getCause() instanceof HttpException;
            callback.failed(noHttp ? failure : new AbortException(failure));
        }

        // The rest of the body is not read, so the connection ends with this answer.
        private void refuse(int status) {
            send(refusal.answer(status, id).with("Connection", "close"));
        }

        private void answer() {
            arrivals.moveTo(pending, Stage.WORKING);
            MDC.put("request", id); // every line of the log has it from here on
            try {
                send(Bridge.this.answer(Messages.request(request, id, body.toByteArray())));
            } catch (RuntimeException | Error bug) {
                callback.failed(bug);
                throw bug;
            } finally {
                MDC.clear();
            }
        }

        private void send(Response answer) {
            if (answer.proves()) {
                arrivals.proves(connection);
            }
            arrivals.moveTo(pending, Stage.SENDING);
            answer.feed()
                    .ifPresentOrElse(
                            feed -> stream(answer, feed), () -> Messages.write(response, answer, id, callback));
        }

        // A client that takes no piece for too long ends it, as does one that has gone away.
        private void stream(Response answer, Feed feed) {
            Messages.head(response, answer, id);
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
            arrivals.moveTo(pending, Stage.WORKING);
            var piece = feed.next();
            arrivals.moveTo(pending, Stage.SENDING);
            return piece;
        }
    }
}

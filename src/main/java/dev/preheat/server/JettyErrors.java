package dev.preheat.server;

import dev.preheat.http.Refusal;
import dev.preheat.http.Source;
import dev.preheat.server.Cuts.Reason;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Our answers to what Jetty itself finds wrong: bytes that are no HTTP, a head that is too large. */
final class JettyErrors extends ErrorHandler {
    private final Refusal refusal;
    private final Cuts cuts;

    JettyErrors(Refusal refusal, Cuts cuts) {
        this.refusal = refusal;
        this.cuts = cuts;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        if (response.getStatus() < 500) {
            cuts.note(Source.of(request.getConnectionMetaData().getRemoteSocketAddress()), Reason.GARBAGE);
        }
        var id = Messages.newRequestId();
        Messages.write(response, refusal.answer(response.getStatus(), id), id, callback);
        return true;
    }
}

package dev.preheat.server;

import dev.preheat.http.Response;
import dev.preheat.http.Source;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Our answers in Jetty's hands, those among them to what Jetty itself finds wrong: bytes that are no HTTP, a head too large. */
public final class Answers extends ErrorHandler {
    private static final Pattern WORD = Pattern.compile("\\b[a-z]");

    private final Server.Refusal refusal;
    private final Cuts cuts;

    Answers(Server.Refusal refusal, Cuts cuts) {
        this.refusal = refusal;
        this.cuts = cuts;
    }

    @Override
    public boolean handle(Request request, org.eclipse.jetty.server.Response response, Callback callback) {
        if (response.getStatus() < 500) {
            cuts.note(Source.of(request.getConnectionMetaData().getRemoteSocketAddress()), Cut.GARBAGE);
        }
        var id = Bridge.newRequestId();
        write(response, refusal.answer(response.getStatus(), id), id, callback);
        return true;
    }

    static void write(org.eclipse.jetty.server.Response to, Response answer, String id, Callback callback) {
        head(to, answer, id);
        to.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.body().length);
        to.write(true, ByteBuffer.wrap(answer.body()), callback);
    }

    static void head(org.eclipse.jetty.server.Response to, Response answer, String id) {
        to.setStatus(answer.status());
        answer.headers()
                .fields()
                .forEach((name, values) ->
                        values.forEach(value -> to.getHeaders().add(spelt(name), value)));
        to.getHeaders().put("X-Request-Id", id);
    }

    // As documents and scripts write them: X-Subject-Token.
    private static String spelt(String name) {
        return WORD.matcher(name).replaceAll(word -> word.group().toUpperCase(Locale.ROOT));
    }
}

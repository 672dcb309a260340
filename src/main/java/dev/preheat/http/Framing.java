package dev.preheat.http;

import java.util.OptionalInt;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;

/** Whether a head says of its body where it ends, in the one way that everybody understands (RFC 9112, 6.1). */
final class Framing {
    private Framing() {}

    /** The status that refuses the head. */
    static OptionalInt fault(Request request) {
        var codings = request.getHeaders().getValuesList(HttpHeader.TRANSFER_ENCODING);
        if (codings.isEmpty()) {
            return OptionalInt.empty();
        }
        if (request.getConnectionMetaData().getHttpVersion() != HttpVersion.HTTP_1_1
                || request.getHeaders().contains(HttpHeader.CONTENT_LENGTH)) {
            return OptionalInt.of(400);
        }
        return codings.size() == 1 && codings.getFirst().trim().equalsIgnoreCase("chunked")
                ? OptionalInt.empty()
                : OptionalInt.of(501);
    }
}

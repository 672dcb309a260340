package dev.preheat.server;

import java.util.List;
import java.util.OptionalInt;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/** Checks that a request says where it ends, in the one way that every server and proxy understands. */
final class Framing {
    // RFC 9113, 8.2.2: in HTTP/2 the frames say this.
    private static final List<String> OF_CONNECTIONS =
            List.of("connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade");

    private Framing() {}

    /** The status to refuse the head with; empty if it is sound. */
    static OptionalInt fault(Request request) {
        if (request.getMethod().equals("CONNECT")) {
            return OptionalInt.of(501); // what follows would not be requests
        }
        return switch (request.getConnectionMetaData().getHttpVersion()) {
            case HTTP_2 -> ofFrames(request);
            case HTTP_1_1 -> ofCodings(request);
            default -> isCoded(request) ? OptionalInt.of(400) : OptionalInt.empty(); // RFC 9112, 6.1
        };
    }

    private static boolean isCoded(Request request) {
        return request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
    }

    private static OptionalInt ofFrames(Request request) {
        return OF_CONNECTIONS.stream().anyMatch(request.getHeaders()::contains)
                ? OptionalInt.of(400)
                : OptionalInt.empty();
    }

    private static OptionalInt ofCodings(Request request) {
        if (!isCoded(request)) {
            return OptionalInt.empty();
        }
        if (request.getHeaders().contains(HttpHeader.CONTENT_LENGTH)) {
            return OptionalInt.of(400);
        }
        var codings = request.getHeaders().getValuesList(HttpHeader.TRANSFER_ENCODING);
        return codings.size() == 1 && codings.getFirst().trim().equalsIgnoreCase("chunked")
                ? OptionalInt.empty()
                : OptionalInt.of(501);
    }
}

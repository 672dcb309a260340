package dev.preheat.wire;

import java.io.IOException;
import org.apache.hc.client5.http.impl.io.DefaultHttpResponseParserFactory;
import org.apache.hc.client5.http.impl.io.DefaultManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.DefaultContentLengthStrategy;
import org.apache.hc.core5.http.impl.io.DefaultHttpRequestWriterFactory;
import org.apache.hc.core5.http.io.HttpClientConnection;

/**
 * An HTTP connection over a {@link TimedSocket}, whose allowance it gives out: the library shows only what lies over TLS.
 * Counts interim answers, of which the library reads any number.
 */
final class TimedConnection extends DefaultManagedHttpClientConnection {
    private static final int MOST_INTERIM = 16;

    private int interim;

    TimedConnection(Http1Config http1) {
        super(
                "fill",
                null,
                null,
                http1,
                DefaultContentLengthStrategy.INSTANCE,
                DefaultContentLengthStrategy.INSTANCE,
                new DefaultHttpRequestWriterFactory(http1),
                new DefaultHttpResponseParserFactory(http1));
    }

    @Override
    public ClassicHttpResponse receiveResponseHeader() throws HttpException, IOException {
        var answer = super.receiveResponseHeader();
        boolean isInterim = answer.getCode() < 200;
        interim = isInterim ? interim + 1 : 0;
        if (interim > MOST_INTERIM) {
            throw new HttpException(
                    "more than " + MOST_INTERIM + " interim answers (1xx), and no other; one must follow");
        }
        if (isInterim) {
            allowance(this).awaitHeadAgain();
        }
        return answer;
    }

    /** That of a connection which stands. */
    static Allowance allowance(HttpClientConnection connection) {
        if (connection instanceof TimedConnection timed
                && timed.getSocketHolder().getBaseSocket() instanceof TimedSocket socket) {
            return socket.allowance();
        }
        throw new IllegalStateException("every connection is one of these");
    }
}

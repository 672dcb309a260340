package dev.preheat.fill;

import dev.preheat.url.Url;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Kept connections to edges and origins. Dials the address of the configuration; the URL gives Host and SNI alone.
 *
 * <p>Limits: 5 s to connect, 100 header fields of 8 KiB, connections idle for 30 s are closed. Redirects, cookies,
 * decompression and retries are off.
 */
final class EdgeClient implements AutoCloseable {
    private static final int BUFFER =
            8 * 1024; // the library's own 32 KiB, three a connection, cost 4,000 transfers 870 MB
    private static final int MOST_HEADERS = 100;
    private static final Timeout CONNECT = Timeout.ofSeconds(5);
    static final TimeValue KEPT = TimeValue.of(30, TimeUnit.SECONDS);

    private final PoolingHttpClientConnectionManager pool;

    EdgeClient() {
        var http1 = Http1Config.custom()
                .setBufferSize(BUFFER)
                .setMaxHeaderCount(MOST_HEADERS)
                .setMaxLineLength(BUFFER)
                .setMaxEmptyLineCount(1) // else lines of garbage are skipped and waited behind for a minute
                .build();
        pool = PoolingHttpClientConnectionManagerBuilder.create()
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(http1)
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(CONNECT)
                        .setSocketTimeout(Timeout.ofSeconds(60))
                        .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                        .build())
                .setMaxConnTotal(Integer.MAX_VALUE) // the slots of an edge and of an origin are the limit
                .setMaxConnPerRoute(Integer.MAX_VALUE)
                .build();
    }

    /**
     * Requests for {@code url}, one after another on one connection to {@code address}.
     *
     * @throws UnknownHostException when the address is a name that is not known
     */
    EdgeConnection connect(URI address, Url url) throws UnknownHostException {
        var dialled = InetAddress.getByName(address.getHost());
        var target = new HttpHost(address.getScheme(), dialled, url.host(), port(address));
        return new EdgeConnection(
                pool, new HttpRoute(target, null, address.getScheme().equals("https")), url);
    }

    /**
     * Whether anybody is there: a program that has just been started takes connections, and answers them some seconds later.
     * Silence beyond that is an origin's behind it.
     */
    boolean answers(URI address) throws InterruptedException {
        try (var connection = connect(address, Url.of(address.resolve("/").toString()))) {
            return switch (connection.ask(Ask.glance())) {
                case Exchange.Answer _ -> true;
                case Exchange.Broken broken -> broken.kind() == Exchange.Broken.Kind.SILENT;
            };
        } catch (UnknownHostException _) {
            return false;
        }
    }

    private static int port(URI address) {
        return address.getPort() >= 0 ? address.getPort() : address.getScheme().equals("https") ? 443 : 80;
    }

    @Override
    public void close() {
        pool.close(CloseMode.IMMEDIATE);
    }
}

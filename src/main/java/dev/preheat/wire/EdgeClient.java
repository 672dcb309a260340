package dev.preheat.wire;

import dev.preheat.url.Url;
import dev.preheat.wire.Whereabouts.Place;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Kept connections to edges and origins. Dials the address of the configuration; the URL gives Host and SNI alone.
 *
 * <p>Limits: 5 s to connect, 100 header fields of 8 KiB, 16 interim answers, connections idle
 * for 30 s are closed, and what {@link Allowance} says. Redirects, cookies,
 * decompression and retries are off.
 */
public final class EdgeClient implements AutoCloseable {
    private static final Timeout CONNECT = Timeout.ofSeconds(5);

    private final Whereabouts whereabouts;
    private final Function<String, String> agents;
    private final Duration connected;
    private final Map<Optional<Trust>, PoolingHttpClientConnectionManager> pools = new ConcurrentHashMap<>();

    /** @param agents what to say it is, by the URL's host */
    public EdgeClient(DnsResolver names, InstantSource clock, Function<String, String> agents) {
        this(new Whereabouts(names, clock), agents, Allowance.CONNECTED);
    }

    /** @param connected how long a connection may take, with TLS */
    public EdgeClient(Whereabouts whereabouts, Function<String, String> agents, Duration connected) {
        this.whereabouts = whereabouts;
        this.agents = agents;
        this.connected = connected;
    }

    /** The same with no connection kept yet. */
    public EdgeClient anew() {
        return new EdgeClient(whereabouts, agents, connected);
    }

    /** A connection to one machine, or the reason that there is none. */
    public sealed interface Line {
        /** Nothing is dialled before the first request. */
        record To(EdgeConnection connection) implements Line {}

        /** The address is a name that nobody knows. */
        record Nowhere() implements Line {}

        /** The address is a name of several machines. */
        record Several(List<InetAddress> machines) implements Line {}
    }

    /** The place where a machine is dialled, and the authorities that may have signed its certificate. */
    public record Address(URI uri, Optional<Trust> trust) {}

    /** Requests for {@code url}, one after another on one connection to the one machine at {@code address}. */
    public Line connect(Address address, Url url) {
        return switch (whereabouts.of(address.uri().getHost())) {
            case Place.Machine(var at) -> new Line.To(connection(address, at, url));
            case Place.Nowhere() -> new Line.Nowhere();
            case Place.Several(var machines) -> new Line.Several(machines);
        };
    }

    /**
     * Requests for {@code url}, one after another on one connection to {@code address}.
     *
     * @throws UnknownHostException when the address is a name that is not known
     */
    public EdgeConnection connect(URI address, Url url) throws UnknownHostException {
        return connection(new Address(address, Optional.empty()), InetAddress.getByName(address.getHost()), url);
    }

    private EdgeConnection connection(Address dialled, InetAddress at, Url url) {
        var address = dialled.uri();
        var target = new HttpHost(address.getScheme(), at, url.host(), port(address));
        var route = new HttpRoute(target, null, address.getScheme().equals("https"));
        return new EdgeConnection(
                pools.computeIfAbsent(dialled.trust(), this::pool), route, url, agents.apply(url.host()));
    }

    private PoolingHttpClientConnectionManager pool(Optional<Trust> trust) {
        var http1 = Http1Config.custom()
                .setBufferSize(EdgeConnection.BUFFER)
                .setMaxHeaderCount(EdgeConnection.MOST_HEADERS)
                .setMaxLineLength(EdgeConnection.BUFFER)
                .setMaxEmptyLineCount(1) // else lines of garbage are skipped and waited behind for a minute
                .build();
        var pool = new TimedPool()
                .setConnectionFactory(_ -> new TimedConnection(http1))
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(CONNECT)
                        .setSocketTimeout(Timeout.ofSeconds(60))
                        .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                        .build())
                .setMaxConnTotal(Integer.MAX_VALUE) // the slots of an edge and of an origin are the limit
                .setMaxConnPerRoute(Integer.MAX_VALUE);
        trust.ifPresent(only -> pool.setTlsSocketStrategy(new DefaultClientTlsStrategy(only.context())));
        return pool.build();
    }

    /** Builds a pool whose connections are over {@link TimedSocket}s. */
    private final class TimedPool extends PoolingHttpClientConnectionManagerBuilder {
        @Override
        protected HttpClientConnectionOperator createConnectionOperator(
                SchemePortResolver ports, DnsResolver names, TlsSocketStrategy tls) {
            return new DefaultHttpClientConnectionOperator(
                    _ -> new TimedSocket(new Allowance(System::nanoTime, connected)),
                    ports,
                    names,
                    RegistryBuilder.<TlsSocketStrategy>create()
                            .register("https", tls)
                            .build());
        }
    }

    /**
     * Whether anybody is there: a program that has just been started takes connections, and answers them some seconds later.
     * Silence beyond that is an origin's behind it, and who shows a certificate is there too.
     */
    public boolean answers(URI address) throws InterruptedException {
        try (var connection = connect(address, Url.of(address.resolve("/").toString()))) {
            return switch (connection.ask(Ask.glance())) {
                case Exchange.Answer _ -> true;
                case Exchange.Broken broken ->
                    switch (broken.kind()) {
                        case SILENT, SLOW, UNTRUSTED, UNKNOWN_AUTHORITY -> true;
                        case UNREACHABLE, CLOSED, TRUNCATED, GARBAGE -> false;
                    };
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
        pools.values().forEach(pool -> pool.close(CloseMode.IMMEDIATE));
    }
}

package dev.preheat.fill;

import dev.preheat.edge.Edge;
import dev.preheat.preheat.EdgeName;
import dev.preheat.testing.Cache;
import dev.preheat.testing.Nginx;
import dev.preheat.testing.Squid;
import dev.preheat.testing.TrafficServer;
import dev.preheat.testing.Varnish;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalLong;

/** Every kind of edge that docs/edges.md has, as the product fills it. */
public enum EdgeKind {
    NGINX("nginx", Edge.Software.NGINX),
    NGINX_SLICE("nginx with `slice`", Edge.Software.NGINX),
    VARNISH("varnish", Edge.Software.VARNISH),
    TRAFFICSERVER("trafficserver", Edge.Software.TRAFFICSERVER),
    SQUID("squid", Edge.Software.SQUID),
    SQUID_AS_SHIPPED("squid as shipped", Edge.Software.SQUID),
    GENERIC("generic (an nginx)", Edge.Software.GENERIC);

    private static final long SLICE = 1 << 20;

    private final String title;
    private final Edge.Software software;

    EdgeKind(String title, Edge.Software software) {
        this.title = title;
        this.software = software;
    }

    /** As it stands in the tables of docs/edges.md. */
    String title() {
        return title;
    }

    /** A real one in front of {@code origin}. */
    public Cache before(URI origin) {
        return switch (this) {
            case NGINX, GENERIC -> Nginx.edge(origin);
            case NGINX_SLICE -> Nginx.sliced(origin);
            case VARNISH -> Varnish.edge(origin);
            case TRAFFICSERVER -> TrafficServer.edge(origin);
            case SQUID -> Squid.edge(origin);
            case SQUID_AS_SHIPPED -> Squid.edge(origin, Squid.Option.AS_SHIPPED);
        };
    }

    /** One that gives up on an origin that is silent for a second. */
    Cache impatient(URI origin) {
        return switch (this) {
            case NGINX, GENERIC -> Nginx.edge(origin, Nginx.EdgeOption.SHORT_READ_TIMEOUT);
            case NGINX_SLICE -> Nginx.sliced(origin, Nginx.EdgeOption.SHORT_READ_TIMEOUT);
            case VARNISH -> Varnish.edge(origin, Varnish.Option.SHORT_TIMEOUT);
            case TRAFFICSERVER -> TrafficServer.edge(origin, TrafficServer.Option.SHORT_TIMEOUT);
            case SQUID -> Squid.edge(origin, Squid.Option.SHORT_TIMEOUT);
            case SQUID_AS_SHIPPED -> Squid.edge(origin, Squid.Option.AS_SHIPPED, Squid.Option.SHORT_TIMEOUT);
        };
    }

    /** One that stores no large object, or has no room for it. */
    Cache small(URI origin) {
        return switch (this) {
            case NGINX, GENERIC -> Nginx.edge(origin, Nginx.EdgeOption.ONE_MEGABYTE);
            case NGINX_SLICE -> Nginx.sliced(origin, Nginx.EdgeOption.ONE_MEGABYTE);
            case VARNISH -> Varnish.edge(origin, Varnish.Option.SMALL_STORE);
            case TRAFFICSERVER -> TrafficServer.edge(origin, TrafficServer.Option.SMALL_DOC);
            case SQUID -> Squid.edge(origin, Squid.Option.SMALL_OBJECT);
            case SQUID_AS_SHIPPED -> Squid.edge(origin, Squid.Option.AS_SHIPPED, Squid.Option.SMALL_OBJECT);
        };
    }

    /** One that refuses what is more than fifty requests a second, where the program can. */
    Optional<Cache> refusing(URI origin) {
        return switch (this) {
            case NGINX, GENERIC -> Optional.of(Nginx.edge(origin, Nginx.EdgeOption.LIMITED_503));
            case NGINX_SLICE -> Optional.of(Nginx.sliced(origin, Nginx.EdgeOption.LIMITED_429));
            case VARNISH, TRAFFICSERVER, SQUID, SQUID_AS_SHIPPED -> Optional.empty();
        };
    }

    /** One without any line for Preheat, where the program needs some. */
    Optional<Cache> withoutLines(URI origin) {
        return switch (this) {
            case NGINX, GENERIC -> Optional.of(Nginx.tutorial(origin));
            case NGINX_SLICE ->
                Optional.of(
                        Nginx.sliced(origin, Nginx.EdgeOption.WITHOUT_PROBE, Nginx.EdgeOption.WITHOUT_CACHE_STATUS));
            case VARNISH ->
                Optional.of(Varnish.edge(origin, Varnish.Option.WITHOUT_PROBE, Varnish.Option.WITHOUT_X_CACHE));
            case TRAFFICSERVER, SQUID, SQUID_AS_SHIPPED -> Optional.empty();
        };
    }

    /** Its entry in the configuration. */
    public Edge at(URI address) {
        return new Edge(
                new EdgeName("sg-1"),
                address,
                Optional.empty(),
                software,
                this == NGINX_SLICE ? OptionalLong.of(SLICE) : OptionalLong.empty(),
                Optional.empty(),
                "");
    }
}

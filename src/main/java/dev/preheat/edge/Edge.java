package dev.preheat.edge;

import dev.preheat.edge.Verdict.Lost;
import dev.preheat.pace.Limit;
import dev.preheat.pace.Slots;
import dev.preheat.preheat.EdgeName;
import dev.preheat.preheat.EdgeTree;
import dev.preheat.preheat.FailureClass;
import dev.preheat.url.Url;
import dev.preheat.wire.EdgeClient;
import dev.preheat.wire.EdgeConnection;
import dev.preheat.wire.Trust;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One cache that is filled.
 *
 * @param address where it is dialled: scheme, host and port, no path
 * @param httpsAddress where it is dialled for https URLs, if that is elsewhere
 * @param slice how many bytes nginx's slice module stores as one entry; empty where files are stored whole
 * @param shield the edge it pulls from, which is filled first
 * @param terms how it is treated
 */
public record Edge(
        EdgeName name,
        URI address,
        Optional<URI> httpsAddress,
        Software software,
        OptionalLong slice,
        Optional<EdgeName> shield,
        Terms terms) {
    private static final int MOST_SHOWN = 6;

    /** The cache program, as configured; what it can do is found out by experiment. */
    public enum Software {
        NGINX,
        VARNISH,
        TRAFFICSERVER,
        SQUID,
        GENERIC
    }

    /**
     * How an edge is treated, apart from how it is reached.
     *
     * @param region where it stands, for people; may be empty
     * @param limits what it is asked for at most, where that is another than of all
     * @param acceptsUnproved whether a fill counts that the edge has carried out and cannot show
     * @param trust who may have signed its certificate, where that is not anybody whom the Java runtime knows
     */
    public record Terms(String region, Limit.Own limits, boolean acceptsUnproved, Optional<Trust> trust) {
        /** Those that hold for all, in this region. */
        public static Terms in(String region) {
            return new Terms(region, Limit.Own.NONE, false, Optional.empty());
        }
    }

    public Edge {
        if (slice.isPresent() && (software != Software.NGINX || slice.getAsLong() < 1_024)) {
            throw new IllegalArgumentException("a slice is of nginx, and of 1 KiB at least");
        }
    }

    /** An edge that pulls from origins, stores files whole, and has one address. */
    public Edge(EdgeName name, URI address, Software software, String region) {
        this(name, address, Optional.empty(), software, OptionalLong.empty(), Optional.empty(), region);
    }

    /** An edge that is treated as all are. */
    public Edge(
            EdgeName name,
            URI address,
            Optional<URI> httpsAddress,
            Software software,
            OptionalLong slice,
            Optional<EdgeName> shield,
            String region) {
        this(name, address, httpsAddress, software, slice, shield, Terms.in(region));
    }

    /** Its name, and what limits it has of its own. */
    public Slots.Asked asked() {
        return new Slots.Asked(name, terms.limits());
    }

    /** Where it stands, for people; may be empty. */
    public String region() {
        return terms.region();
    }

    /** Which of these edges is filled before which. */
    public static EdgeTree tree(List<Edge> edges) {
        var shields = new LinkedHashMap<EdgeName, Optional<EdgeName>>();
        edges.forEach(edge -> shields.put(edge.name(), edge.shield()));
        return new EdgeTree(shields);
    }

    /** A connection to the edge, or why there is none. */
    public sealed interface Line {
        record To(EdgeConnection connection) implements Line {}

        record None(Lost lost) implements Line {}
    }

    /** Requests for {@code url}, one after another on one connection to the edge. */
    public Line connect(EdgeClient client, Url url) {
        var at = address(url.scheme());
        return switch (client.connect(new EdgeClient.Address(at, terms.trust()), url)) {
            case EdgeClient.Line.To(var connection) -> new Line.To(connection);
            case EdgeClient.Line.Nowhere() -> {
                var reason = "the edge's name is not known: " + at;
                yield new Line.None(new Lost(FailureClass.EDGE_UNREACHABLE, reason, true));
            }
            case EdgeClient.Line.Several(var machines) -> {
                var reason = named(at, machines);
                yield new Line.None(new Lost(FailureClass.SEVERAL_MACHINES, reason, false));
            }
        };
    }

    /** Where a URL of this scheme is asked for. */
    public URI address(String scheme) {
        return scheme.equals("https") ? httpsAddress.orElse(address) : address;
    }

    /** Why an address that is a name of several machines is none. */
    private String named(URI address, List<InetAddress> machines) {
        var lines = new ArrayList<String>();
        for (var machine : machines) {
            lines.add("{ name: " + name + "-" + (lines.size() + 1) + ", address: " + at(address, machine)
                    + ", software: " + software.name().toLowerCase(Locale.ROOT) + " }");
        }
        return "edge " + name + "'s address " + address + " leads to " + lines.size()
                + " machines, and one edge is one cache; write one for each: " + shown(lines);
    }

    private static String shown(List<String> lines) {
        return String.join(", ", lines.subList(0, Math.min(MOST_SHOWN, lines.size())))
                + (lines.size() > MOST_SHOWN ? ", …" : "");
    }

    private static String at(URI address, InetAddress machine) {
        var host = machine instanceof Inet6Address ? "[" + machine.getHostAddress() + "]" : machine.getHostAddress();
        return address.getScheme() + "://" + host + (address.getPort() < 0 ? "" : ":" + address.getPort());
    }
}

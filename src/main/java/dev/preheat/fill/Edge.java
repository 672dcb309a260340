package dev.preheat.fill;

import dev.preheat.preheat.EdgeName;
import dev.preheat.preheat.EdgeTree;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
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
    public record Terms(String region, FillLimits.Own limits, boolean acceptsUnproved, Optional<Trust> trust) {
        /** Those that hold for all, in this region. */
        public static Terms in(String region) {
            return new Terms(region, FillLimits.Own.NONE, false, Optional.empty());
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

    /** Where a URL of this scheme is asked for. */
    URI address(String scheme) {
        return scheme.equals("https") ? httpsAddress.orElse(address) : address;
    }
}

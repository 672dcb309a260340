package dev.preheat.fill;

import dev.preheat.preheat.EdgeName;
import java.net.URI;

/**
 * One cache that is filled.
 *
 * @param address where it is dialled: scheme, host and port, no path
 * @param region where it stands, for people; may be empty
 */
public record Edge(EdgeName name, URI address, Software software, String region) {
    /** The cache program, as configured; what it can do is found out by experiment. */
    public enum Software {
        NGINX,
        GENERIC
    }
}

package dev.preheat.server;

import dev.preheat.limit.Range;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * The address that a server listens at, its limits and its certificate.
 *
 * @param address with port 0, any free port is taken
 * @param tls without it the server speaks plain HTTP/1.1
 */
public record Listener(InetSocketAddress address, Limits limits, Optional<TlsFiles> tls) {
    /**
     * The limits on one client, and on all of them together.
     *
     * @param body the largest body, in bytes
     * @param connections the most that are open at the same time; more wait until one ends
     * @param request the longest time for a head from its first byte, and for a body from the end of its head; in whole
     *     {@link #SECONDS} if it is configured
     */
    public record Limits(int body, int connections, Duration request) {
        public static final Range CONNECTIONS = new Range(1, 100_000);
        public static final Range SECONDS = new Range(1, 3_600);
        private static final int USUAL_CONNECTIONS = 4_096;
        private static final Duration USUAL_REQUEST = Duration.ofSeconds(30);

        public Limits {
            CONNECTIONS.check(connections);
            SECONDS.check(Math.ceilDiv(request.toMillis(), 1_000));
        }

        /** The usual limits, and a body of at most {@code body} bytes. */
        public static Limits ofBody(int body) {
            return new Limits(body, USUAL_CONNECTIONS, USUAL_REQUEST);
        }
    }
}

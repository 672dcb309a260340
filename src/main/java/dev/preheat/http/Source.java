package dev.preheat.http;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/** Whom connections are counted by: an IPv4 address, or the /64 network that one holder of IPv6 addresses has whole. */
record Source(String name) {
    static Source of(SocketAddress peer) {
        if (!(peer instanceof InetSocketAddress at) || at.isUnresolved()) {
            return new Source("unknown");
        }
        return new Source(
                at.getAddress() instanceof Inet6Address six
                        ? network(six)
                        : at.getAddress().getHostAddress());
    }

    private static String network(Inet6Address address) {
        var groups = ByteBuffer.wrap(address.getAddress());
        return String.format(
                "%x:%x:%x:%x::/64",
                groups.getShort() & 0xffff,
                groups.getShort() & 0xffff,
                groups.getShort() & 0xffff,
                groups.getShort() & 0xffff);
    }
}

package dev.preheat.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * The origin that connections and attempts are counted by: an IPv4 address, or the /64 of an IPv6 address, since one client
 * has all of a /64.
 *
 * @param text for a person: {@code 203.0.113.9}, {@code 2001:db8:0:1:0:0:0:0/64}
 */
public record Source(String text) {
    private static final int OF_NETWORK = 8;

    /** The source of a connection. */
    public static Source of(SocketAddress peer) {
        return peer instanceof InetSocketAddress at && !at.isUnresolved() ? of(at.getAddress()) : new Source("unknown");
    }

    /** @param address as in {@link Request#remote}; a text that is no address counts as itself */
    public static Source of(String address) {
        try {
            var bare = address.startsWith("[") ? address.substring(1, address.length() - 1) : address;
            return of(InetAddress.ofLiteral(bare));
        } catch (IllegalArgumentException _) {
            return new Source(address);
        }
    }

    private static Source of(InetAddress address) {
        return address instanceof Inet6Address six ? of(six) : new Source(address.getHostAddress());
    }

    private static Source of(Inet6Address address) {
        var network = address.getAddress();
        Arrays.fill(network, OF_NETWORK, network.length, (byte) 0);
        try {
            return new Source(InetAddress.getByAddress(network).getHostAddress() + "/64");
        } catch (UnknownHostException broken) {
            throw new IllegalStateException("16 bytes are an address", broken);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}

package dev.preheat.webhook;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/**
 * Looks names up and gives only addresses that may be dialled: the address that was checked is the one that is dialled, so that
 * a name cannot change between the two.
 *
 * @param names the resolver that is asked
 * @param allowPrivate true if addresses that are not public may be dialled too
 */
record PublicAddresses(DnsResolver names, BooleanSupplier allowPrivate) implements DnsResolver {
    // First bytes of networks that are not public, beside those that the JDK knows (IANA's special-purpose
    // registries).
    private static final List<Network> FOUR = List.of(
            new Network(8, 0),
            new Network(10, 100, 64),
            new Network(24, 192, 0, 0),
            new Network(24, 192, 88, 99),
            new Network(15, 198, 18),
            new Network(4, 240));
    private static final List<Network> SIX = List.of(
            new Network(96, 0), // with an IPv4 address in it, as the next three
            new Network(48, 0, 0x64, 0xff, 0x9b, 0, 1),
            new Network(32, 0x20, 0x01, 0, 0),
            new Network(16, 0x20, 0x02),
            new Network(7, 0xfc));
    // Networks whose last four bytes are the IPv4 address that is reached: mapped, and by way of NAT64.
    private static final List<Network> FOUR_IN_SIX =
            List.of(new Network(96, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff), new Network(96, 0, 0x64, 0xff, 0x9b));

    @SuppressWarnings("ArrayRecordComponent") // nobody compares networks
    private record Network(int bits, int... first) {
        boolean has(byte[] address) {
            for (int bit = 0; bit < bits; bit++) {
                int wanted = bit / 8 < first.length ? first[bit / 8] : 0;
                if (((wanted ^ address[bit / 8]) >> (7 - bit % 8) & 1) != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Asks this machine's own resolver. */
    PublicAddresses(BooleanSupplier allowPrivate) {
        this(SystemDefaultDnsResolver.INSTANCE, allowPrivate);
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        var all = names.resolve(host);
        var allowed = allowPrivate.getAsBoolean() ? all : publicOnes(all);
        if (allowed.length == 0) {
            throw new UnknownHostException("its address is private, and allow-private-webhooks is not set");
        }
        return allowed;
    }

    private static InetAddress[] publicOnes(InetAddress... all) {
        return Arrays.stream(all).filter(PublicAddresses::isPublic).toArray(InetAddress[]::new);
    }

    @Override
    public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
        return Arrays.stream(resolve(host))
                .map(address -> new InetSocketAddress(address, port))
                .toList();
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    /** True if a URL's host is an address or this machine's own name, which need no look-up. */
    static boolean isLiteral(String host) {
        try {
            var bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
            return bare.equals("localhost")
                    || !InetAddress.ofLiteral(bare).getHostAddress().isEmpty();
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    static boolean isPublic(InetAddress given) {
        var address = reached(given);
        var special = address instanceof Inet6Address ? SIX : FOUR;
        return !address.isAnyLocalAddress()
                && !address.isLoopbackAddress()
                && !address.isLinkLocalAddress()
                && !address.isSiteLocalAddress()
                && !address.isMulticastAddress()
                && special.stream().noneMatch(network -> network.has(address.getAddress()));
    }

    private static InetAddress reached(InetAddress address) {
        var bytes = address.getAddress();
        var holdsFour = address instanceof Inet6Address && FOUR_IN_SIX.stream().anyMatch(network -> network.has(bytes));
        return holdsFour ? four(Arrays.copyOfRange(bytes, 12, 16)) : address;
    }

    private static InetAddress four(byte... bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("four bytes are an address", impossible);
        }
    }
}

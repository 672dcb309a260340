package dev.preheat.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses a webhook may be at. */
class PublicAddressesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.1.2.3",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.1",
                "127.9.9.9",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.8",
                "192.88.99.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.19.255.255",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::127.0.0.1",
                "::ffff:10.0.0.1",
                "64:ff9b::a00:1",
                "64:ff9b::7f00:1",
                "64:ff9b:1::808:808",
                "2001:0:1::1",
                "2002:a00:1::",
                "fc00::1",
                "fd12::1",
                "fe80::1",
                "fec0::1",
                "ff02::1"
            })
    void isNotPublic(String address) throws Exception {
        assertThat(PublicAddresses.isPublic(InetAddress.getByName(address))).isFalse();
        assertThatThrownBy(() -> new PublicAddresses(() -> false).resolve(address))
                .isInstanceOf(UnknownHostException.class);
        assertThat(new PublicAddresses(() -> true).resolve(address, 80)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "100.63.255.255",
                "100.128.0.1",
                "172.15.0.1",
                "172.32.0.1",
                "192.0.1.1",
                "192.167.1.1",
                "198.17.0.1",
                "198.20.0.1",
                "223.255.255.255",
                "64:ff9b::808:808",
                "2001:4860:4860::8888",
                "2003::1",
                "2606:4700::1"
            })
    void isPublic(String address) throws Exception {
        assertThat(new PublicAddresses(() -> false).resolve(address)).hasSize(1);
    }

    /** Whether this machine's resolver reads them as addresses or knows no such name. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2130706433",
                "0x7f000001",
                "0x7f.1",
                "017700000001",
                "127.1",
                "0",
                "localhost",
                "localhost.",
                "LOCALHOST",
                "127.0.0.1.",
                "[::1]",
                "[::ffff:127.0.0.1]",
                "[::ffff:7f00:1]",
                "[64:ff9b::7f00:1]",
                "[fe80::1%1]",
                "１２７.0.0.1"
            })
    void anOddSpellingOfAPrivateAddressIsNotDialled(String host) {
        var addresses = new PublicAddresses(() -> false);
        assertThatThrownBy(() -> addresses.resolve(host, 80)).isInstanceOf(UnknownHostException.class);
    }

    /** As the JDK reads it: 177, not octal 127. What it is read as is what is dialled. */
    @Test
    void aNumberWithAZeroBeforeItIsReadOnce() throws Exception {
        assertThat(new PublicAddresses(() -> false).resolve("0177.0.0.1", 80))
                .containsExactly(new InetSocketAddress(InetAddress.ofLiteral("177.0.0.1"), 80));
    }

    /** As a resolver may give them: the JDK's own turns them into IPv4 addresses. */
    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "127.0.0.1", "169.254.169.254", "192.168.1.1", "0.0.0.0", "100.64.0.1"})
    void aMappedAddressIsAsPublicAsTheOneInIt(String four) throws Exception {
        var told = new Told();
        told.answers.add(List.of(mapped(four)));
        told.answers.add(List.of(mapped("8.8.8.8")));
        var addresses = new PublicAddresses(told, () -> false);
        assertThatThrownBy(() -> addresses.resolve("hook.example")).isInstanceOf(UnknownHostException.class);
        assertThat(addresses.resolve("hook.example")).hasSize(1);
    }

    @Test
    void ofAMixedAnswerOnlyThePublicOnesAreDialled() throws Exception {
        var told = new Told();
        told.answers.add(List.of(
                InetAddress.ofLiteral("127.0.0.1"),
                InetAddress.ofLiteral("8.8.8.8"),
                InetAddress.ofLiteral("fd12::1"),
                mapped("10.0.0.1")));
        assertThat(new PublicAddresses(told, () -> false).resolve("hook.example", 443))
                .extracting(InetSocketAddress::getAddress)
                .containsExactly(InetAddress.ofLiteral("8.8.8.8"));
    }

    @Test
    void aNameIsLookedUpForEachAttempt() throws Exception {
        var told = new Told();
        told.answers.add(List.of(InetAddress.ofLiteral("8.8.8.8")));
        told.answers.add(List.of(InetAddress.ofLiteral("10.0.0.1")));
        var addresses = new PublicAddresses(told, () -> false);
        assertThat(addresses.resolve("hook.example")).hasSize(1);
        assertThatThrownBy(() -> addresses.resolve("hook.example"))
                .hasMessage("its address is private, and allow-private-webhooks is not set");
    }

    private static InetAddress mapped(String four) throws UnknownHostException {
        var bytes = new byte[16];
        bytes[10] = (byte) 0xff;
        bytes[11] = (byte) 0xff;
        System.arraycopy(InetAddress.ofLiteral(four).getAddress(), 0, bytes, 12, 4);
        return Inet6Address.getByAddress("hook.example", bytes, -1);
    }

    /** Gives one of its answers after the other. */
    private static final class Told implements DnsResolver {
        private final Queue<List<InetAddress>> answers = new ArrayDeque<>();

        @Override
        public InetAddress[] resolve(String host) {
            return answers.remove().toArray(InetAddress[]::new);
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }

    @Test
    void aNameOfThisMachineIsNotPublic() {
        assertThatThrownBy(() -> new PublicAddresses(() -> false).resolve("localhost", 80))
                .hasMessage("its address is private, and allow-private-webhooks is not set");
    }
}

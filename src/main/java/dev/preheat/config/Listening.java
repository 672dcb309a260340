package dev.preheat.config;

import dev.preheat.server.TrustedProxies;
import dev.preheat.server.TrustedProxies.Network;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * The key {@code listen} of preheat.yaml: an address alone, or a mapping of it and the proxies before it.
 *
 * @param address unresolved; port 0 takes a free one
 */
record Listening(InetSocketAddress address, TrustedProxies proxies) {
    private static final InetSocketAddress USUAL = InetSocketAddress.createUnresolved("127.0.0.1", 8080);
    private static final int MOST_PROXIES = 256;

    static Listening read(Cursor root) {
        return root.at("listen").map(Listening::given).orElseGet(() -> new Listening(USUAL, TrustedProxies.NONE));
    }

    private static Listening given(Cursor listen) {
        if (!listen.isMapping()) {
            return new Listening(listen.scalar(Texts::listen).orElse(USUAL), TrustedProxies.NONE);
        }
        listen.mapping("address", "trusted-proxies");
        return new Listening(listen.optional("address", USUAL, Texts::listen), proxies(listen));
    }

    private static TrustedProxies proxies(Cursor listen) {
        return new TrustedProxies(listen.list("trusted-proxies", MOST_PROXIES).stream()
                .map(proxy -> proxy.scalar(Network::parse))
                .flatMap(Optional::stream)
                .toList());
    }
}

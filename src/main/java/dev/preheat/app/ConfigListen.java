package dev.preheat.app;

import static dev.preheat.app.ConfigNode.keys;

import dev.preheat.server.TrustedProxies;
import dev.preheat.server.TrustedProxies.Network;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;

/**
 * The key {@code listen} of preheat.yaml: an address alone, or a mapping of it and the proxies before it.
 *
 * @param address unresolved; port 0 takes a free one
 */
record ConfigListen(InetSocketAddress address, TrustedProxies proxies) {
    private static final InetSocketAddress USUAL = InetSocketAddress.createUnresolved("127.0.0.1", 8080);
    private static final int MOST_PROXIES = 256;

    static ConfigListen read(ConfigNode root) {
        return root.at("listen").map(ConfigListen::given).orElseGet(() -> new ConfigListen(USUAL, TrustedProxies.NONE));
    }

    private static ConfigListen given(ConfigNode listen) {
        if (!listen.isMapping()) {
            return new ConfigListen(listen.scalar(ConfigText::listen).orElse(USUAL), TrustedProxies.NONE);
        }
        listen.mapping(keys("address", "trusted-proxies"), Set.of());
        return new ConfigListen(listen.optional("address", USUAL, ConfigText::listen), proxies(listen));
    }

    private static TrustedProxies proxies(ConfigNode listen) {
        var given = listen.list("trusted-proxies");
        if (given.size() > MOST_PROXIES) {
            given.get(MOST_PROXIES).fault("there are more than " + MOST_PROXIES + "; name networks instead");
            return TrustedProxies.NONE;
        }
        return new TrustedProxies(given.stream()
                .map(proxy -> proxy.scalar(Network::parse))
                .flatMap(Optional::stream)
                .toList());
    }
}

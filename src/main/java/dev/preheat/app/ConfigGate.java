package dev.preheat.app;

import dev.preheat.api.Throttle;
import dev.preheat.app.Config.Gate;
import dev.preheat.server.Listener;
import dev.preheat.server.TlsFiles;
import dev.preheat.server.TrustedProxies;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The keys of preheat.yaml that stand before the operations: throttle, tls, limits. */
final class ConfigGate {
    private static final int MOST_A_MINUTE = 1_000_000;
    private static final int MOST_CONNECTIONS = 100_000;
    private static final int MOST_SECONDS = 3_600;

    private ConfigGate() {}

    static Gate read(ConfigNode root, TrustedProxies proxies) {
        return new Gate(
                throttle(root.section("throttle", keys("create-per-minute", "show-per-minute", "estimate-per-minute"))),
                root.at("tls").flatMap(_ -> tls(root.section("tls", keys("certificate", "key")))),
                limits(root.section("limits", keys("connections", "request-seconds"))),
                proxies);
    }

    private static Throttle.Limits throttle(ConfigNode throttle) {
        var usual = Throttle.Limits.DEFAULT;
        return new Throttle.Limits(
                throttle.optional("create-per-minute", usual.create(), ConfigText.whole(0, MOST_A_MINUTE)),
                throttle.optional("show-per-minute", usual.show(), ConfigText.whole(0, MOST_A_MINUTE)),
                throttle.optional("estimate-per-minute", usual.estimate(), ConfigText.whole(0, MOST_A_MINUTE)));
    }

    private static Optional<TlsFiles> tls(ConfigNode tls) {
        var certificate = tls.required("certificate", ConfigText::file);
        var key = tls.required("key", ConfigText::file);
        return certificate.flatMap(one -> key.map(other -> new TlsFiles(one, other)));
    }

    private static Listener.Limits limits(ConfigNode limits) {
        var usual = Gate.DEFAULT.limits();
        int seconds = limits.optional(
                "request-seconds", (int) usual.request().toSeconds(), ConfigText.whole(1, MOST_SECONDS));
        return new Listener.Limits(
                usual.body(),
                limits.optional("connections", usual.connections(), ConfigText.whole(1, MOST_CONNECTIONS)),
                Duration.ofSeconds(seconds));
    }

    private static Set<String> keys(String... names) {
        return new LinkedHashSet<>(List.of(names));
    }
}

package dev.preheat.config;

import dev.preheat.api.Throttle;
import dev.preheat.config.Config.Gate;
import dev.preheat.server.Listener;
import dev.preheat.server.TlsFiles;
import dev.preheat.server.TrustedProxies;
import java.time.Duration;
import java.util.Optional;

/** Reads the keys of preheat.yaml that protect the operations: throttle, tls, limits. */
final class GateReader {
    private GateReader() {}

    static Gate read(Cursor root, TrustedProxies proxies) {
        return new Gate(
                throttle(root.section("throttle", "create-per-minute", "show-per-minute", "estimate-per-minute")),
                root.at("tls").flatMap(_ -> tls(root.section("tls", "certificate", "key"))),
                limits(root.section("limits", "connections", "request-seconds")),
                proxies);
    }

    private static Throttle.Limits throttle(Cursor throttle) {
        var usual = Throttle.Limits.DEFAULT;
        return new Throttle.Limits(
                throttle.optional("create-per-minute", usual.create(), Throttle.Limits.A_MINUTE::parse),
                throttle.optional("show-per-minute", usual.show(), Throttle.Limits.A_MINUTE::parse),
                throttle.optional("estimate-per-minute", usual.estimate(), Throttle.Limits.A_MINUTE::parse));
    }

    private static Optional<TlsFiles> tls(Cursor tls) {
        var certificate = tls.required("certificate", Texts::file);
        var key = tls.required("key", Texts::file);
        return certificate.flatMap(one -> key.map(other -> new TlsFiles(one, other)));
    }

    private static Listener.Limits limits(Cursor limits) {
        var usual = Gate.DEFAULT.limits();
        int seconds =
                limits.optional("request-seconds", (int) usual.request().toSeconds(), Listener.Limits.SECONDS::parse);
        return new Listener.Limits(
                usual.body(),
                limits.optional("connections", usual.connections(), Listener.Limits.CONNECTIONS::parse),
                Duration.ofSeconds(seconds));
    }
}

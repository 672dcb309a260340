package dev.preheat.demo;

import dev.preheat.http.Endpoint;
import dev.preheat.http.Response;
import dev.preheat.server.Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Where the cast stands: on 127.0.0.1, each at a free port, taking requests without a body. */
final class Loopback {
    private Loopback() {}

    static Server serve(Endpoint endpoint) throws IOException {
        return Server.start(at(0), 0, endpoint, (status, _) -> Response.empty(status));
    }

    static InetSocketAddress at(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }
}

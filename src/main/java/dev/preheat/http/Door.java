package dev.preheat.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.ServerConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listening socket, which takes whoever comes and leaves it to {@link Lines} whom to let in. */
final class Door extends ServerConnector {
    private static final Logger log = LoggerFactory.getLogger(Door.class);

    private static final int LOOK_MILLIS = 20;

    private final Lines lines;
    private final AtomicBoolean looking = new AtomicBoolean();

    Door(org.eclipse.jetty.server.Server jetty, dev.preheat.http.Listener at, Cuts cuts, ConnectionFactory... connections) {
        super(jetty, 1, 1, connections);
        lines = new Lines(at.limits().connections(), this::enter, cuts);
        addBean(lines);
        listenAt(at.address());
    }

    private void listenAt(InetSocketAddress address) {
        setHost(address.getHostString());
        setPort(address.getPort());
    }

    Lines lines() {
        return lines;
    }

    @Override
    public void accept(int acceptor) throws IOException {
        if (getTransport() instanceof ServerSocketChannel listening && listening.isOpen()) {
            lines.knocks(listening.accept());
            lookAgain();
        }
    }

    // Somebody may have to give way in a moment who has just come.
    private void lookAgain() {
        if (lines.isQueue() && looking.compareAndSet(false, true)) {
            getScheduler().schedule(this::look, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void look() {
        looking.set(false);
        lines.letIn();
        lookAgain();
    }

    private void enter(SocketChannel channel) {
        try {
            channel.configureBlocking(false);
            configure(channel.socket());
            getSelectorManager().accept(channel);
        } catch (IOException | IllegalStateException gone) {
            log.debug("a connection ended at the door", gone);
            lines.onAcceptFailed(channel, gone);
        }
    }

    @Override
    protected void doStop() throws Exception {
        lines.closeDoor();
        super.doStop();
    }
}

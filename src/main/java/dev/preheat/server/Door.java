package dev.preheat.server;

import dev.preheat.server.Cuts.Reason;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.ServerConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listening socket, which accepts every connection and leaves to {@link Connections} which one to let in. */
final class Door extends ServerConnector {
    private static final Logger log = LoggerFactory.getLogger(Door.class);

    private static final int LOOK_MILLIS = 20;

    private final dev.preheat.server.Listener.Limits limits;
    private final Cuts cuts;
    private final Connections connections;
    private final AtomicBoolean looking = new AtomicBoolean();

    Door(
            org.eclipse.jetty.server.Server jetty,
            dev.preheat.server.Listener at,
            Cuts cuts,
            ConnectionFactory... factories) {
        super(jetty, 1, 1, factories);
        limits = at.limits();
        this.cuts = cuts;
        connections = new Connections(at.limits().connections(), this::enter, cuts);
        addBean(connections);
        listenAt(at.address());
    }

    private void listenAt(InetSocketAddress address) {
        setHost(address.getHostString());
        setPort(address.getPort());
    }

    Connections connections() {
        return connections;
    }

    @Override
    public void accept(int acceptor) throws IOException {
        if (getTransport() instanceof ServerSocketChannel listening && listening.isOpen()) {
            connections.knocks(listening.accept());
            lookAgain();
        }
    }

    // A connection that has just come may have to give way in a moment.
    private void lookAgain() {
        if (connections.isQueue() && looking.compareAndSet(false, true)) {
            getScheduler().schedule(this::look, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void look() {
        looking.set(false);
        connections.letIn();
        lookAgain();
    }

    private void enter(SocketChannel channel) {
        try {
            channel.configureBlocking(false);
            configure(channel.socket());
            getSelectorManager().accept(channel);
        } catch (IOException | IllegalStateException gone) {
            log.debug("a connection ended before it was let in", gone);
            connections.onAcceptFailed(channel, gone);
        }
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key)
            throws IOException {
        var connection = connections.of(channel, channel.getRemoteAddress());
        var end = new Watched(channel, selector, key, connection);
        end.setIdleTimeout(getIdleTimeout());
        connection.at(end);
        return end;
    }

    /** A connection whose bytes are counted as they come. */
    private final class Watched extends SocketChannelEndPoint {
        private final Connection connection;

        Watched(SocketChannel channel, ManagedSelector selector, SelectionKey key, Connection connection) {
            super(channel, selector, key, Door.this.getScheduler());
            this.connection = connection;
        }

        @Override
        @SuppressWarnings("ThreadPriorityCheck") // without this a flood would keep its core to itself
        public int fill(ByteBuffer buffer) throws IOException {
            int filled = super.fill(buffer);
            if (!connection.takes(filled, limits.body())) {
                cuts.note(connection.source(), Reason.BYTES);
                throw new EofException("it sent too many bytes");
            }
            if (filled > 0 && connection.isBusy()) {
                Thread.yield(); // virtual threads take turns only where they offer to
            }
            return filled;
        }
    }

    @Override
    protected void doStop() throws Exception {
        connections.closeDoor();
        super.doStop();
    }
}

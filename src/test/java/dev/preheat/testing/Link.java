package dev.preheat.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;

/** A cable to a port of this machine that can be cut: then nothing comes through, and nobody is told. */
public final class Link implements AutoCloseable {
    private final IntSupplier port;
    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition whole = lock.newCondition();
    private boolean cut;

    private Link(IntSupplier port) throws IOException {
        this.port = port;
        listener = new ServerSocket(FreePorts.next(), 1_024, InetAddress.getLoopbackAddress());
    }

    /** A cable to wherever {@code port} is when somebody connects. */
    public static Link to(IntSupplier port) {
        try {
            var link = new Link(port);
            link.threads.execute(link::accept);
            return link;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** One cable to several, each connection to the next: a balancer as simple as it gets. */
    public static Link inTurn(List<Integer> ports) {
        var turn = new AtomicInteger();
        return to(() -> ports.get(Math.floorMod(turn.getAndIncrement(), ports.size())));
    }

    /** As in {@code 127.0.0.1:23456}. */
    public String address() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    public void cut() {
        set(true);
    }

    public void mend() {
        set(false);
    }

    @Override
    public void close() {
        mend();
        quietly(listener);
        open.forEach(Link::quietly);
        threads.shutdownNow();
    }

    private void set(boolean now) {
        lock.lock();
        try {
            cut = now;
            whole.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void awaitWhole() throws InterruptedException {
        lock.lock();
        try {
            while (cut) {
                whole.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                var client = listener.accept();
                threads.execute(() -> relay(client));
            } catch (IOException _) {
                return; // closed
            }
        }
    }

    private void relay(Socket client) {
        open.add(client);
        try (client) {
            awaitWhole();
            try (var server = new Socket(InetAddress.getLoopbackAddress(), port.getAsInt())) {
                open.add(server);
                var back = threads.submit(() -> copy(server, client));
                copy(client, server);
                back.get();
                open.remove(server);
            }
        } catch (Exception _) {
            // one side has gone, and the other is closed with it
        } finally {
            open.remove(client);
        }
    }

    private Object copy(Socket from, Socket to) throws IOException, InterruptedException {
        var buffer = new byte[16 * 1024];
        try (to) {
            for (int n = from.getInputStream().read(buffer);
                    n > 0;
                    n = from.getInputStream().read(buffer)) {
                awaitWhole();
                to.getOutputStream().write(buffer, 0, n);
            }
            awaitWhole();
        }
        return to;
    }

    private static void quietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception _) {
            // it is closed either way
        }
    }
}

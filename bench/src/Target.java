import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * What is attacked, as an attacker sees it.
 *
 * @param source the address that the attacker comes from, in 127.0.0.0/8
 * @param number of the attacker, from 0
 * @param until when all must be over, as {@link System#nanoTime()} counts
 */
record Target(int port, String source, int number, long until) {
    static final int SILENCE_MILLIS = 30_000;
    private static final SSLContext ANYBODY = anybody();
    private static final Set<Socket> OPEN = ConcurrentHashMap.newKeySet();

    boolean over() {
        return System.nanoTime() - until > 0;
    }

    String host() {
        return "127.0.0.1:" + port;
    }

    void pause(int millis) throws InterruptedException {
        Thread.sleep(Math.clamp((until - System.nanoTime()) / 1_000_000, 0, millis));
    }

    /** The same as one of thousands of addresses sees it. */
    Target anywhere() {
        var random = ThreadLocalRandom.current();
        return new Target(port, "127." + random.nextInt(1, 255) + "." + random.nextInt(1, 255) + ".9", number, until);
    }

    /** A connection without TLS. */
    Socket plain() throws IOException {
        return from(source, 64 * 1024);
    }

    /** A connection that has done with TLS; {@code protocols} as ALPN has them. */
    SSLSocket tls(String... protocols) throws IOException {
        return over(plain(), protocols);
    }

    /** The same, with room for few bytes that were not read. */
    SSLSocket narrow(String... protocols) throws IOException {
        return over(from(source, 2_048), protocols);
    }

    /** The same, from the address that honest callers come from. */
    SSLSocket fromHere() throws IOException {
        return over(from("127.0.0.1", 64 * 1024), "http/1.1");
    }

    /** Sends text, a byte a character. */
    static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    /** Reads and forgets until the service closes the connection, or says nothing for long. */
    static void drain(InputStream in) throws IOException {
        var buffer = new byte[8_192];
        while (in.read(buffer) >= 0) {
            // only that it is read
        }
    }

    /** Ends what still waits for an answer. */
    static void closeAll() {
        for (var socket : OPEN) {
            try {
                socket.close();
            } catch (IOException _) {
                // it is closed either way
            }
        }
    }

    /** Forgets what its attacker has closed. */
    static void forget() {
        OPEN.removeIf(Socket::isClosed);
    }

    private Socket from(String address, int room) throws IOException {
        var socket = new Socket();
        OPEN.add(socket);
        try {
            socket.setReceiveBufferSize(room);
            socket.bind(new InetSocketAddress(InetAddress.getByName(address), 0));
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), SILENCE_MILLIS);
            socket.setSoTimeout(SILENCE_MILLIS);
            socket.setTcpNoDelay(true);
            return socket;
        } catch (IOException broken) {
            socket.close();
            throw broken;
        }
    }

    private SSLSocket over(Socket plain, String... protocols) throws IOException {
        try {
            var socket = (SSLSocket) ANYBODY.getSocketFactory().createSocket(plain, "localhost", port, true);
            var parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(protocols);
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return socket;
        } catch (IOException broken) {
            plain.close();
            throw broken;
        }
    }

    private static SSLContext anybody() {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Anybody()}, new SecureRandom());
            return context;
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** An attacker does not care who answers. */
    private static final class Anybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            // nobody asks
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            // anybody
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}

package dev.preheat.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Self-made certificates for localhost and 127.0.0.1, by the JDK's own keytool, as {@code certificate.pem} and {@code key.pem}. */
public final class Certificates {
    private static final String PASSWORD = "changeit";
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    private Certificates() {}

    /**
     * Writes both files into {@code folder} in place of what is there.
     *
     * @param name the subject's common name
     * @param algorithm RSA or EC
     */
    public static void write(Path folder, String name, String algorithm) throws Exception {
        var file = Files.createTempDirectory(folder, "keytool").resolve("made.p12");
        run(file, List.of("-alias", "made", "-keyalg", algorithm, "-dname", "CN=" + name));
        export(file, folder);
    }

    /** As {@link #write}, signed by an authority of its own, whose certificate follows. */
    public static void writeChain(Path folder, String name, String authority) throws Exception {
        var file = Files.createTempDirectory(folder, "keytool").resolve("made.p12");
        run(file, List.of("-alias", "root", "-keyalg", "EC", "-dname", "CN=" + authority, "-ext", "bc:c"));
        run(file, List.of("-alias", "made", "-keyalg", "EC", "-dname", "CN=" + name, "-signer", "root"));
        export(file, folder);
    }

    /**
     * As {@link #writeChain}, for {@code host} alone; the authority's certificate stands in {@code authority.pem} too.
     *
     * @param start from when it is valid for 30 days, as keytool writes it: {@code -60d}
     */
    public static void writeFor(Path folder, String host, String start) throws Exception {
        var file = Files.createTempDirectory(folder, "keytool").resolve("made.p12");
        run(file, List.of("-alias", "root", "-keyalg", "EC", "-dname", "CN=authority", "-ext", "bc:c"));
        var made = List.of("-alias", "made", "-keyalg", "EC", "-dname", "CN=" + host, "-signer", "root");
        run(file, Stream.concat(made.stream(), Stream.of("-startdate", start)).toList(), "san=dns:" + host);
        export(file, folder);
        var store = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
        replace(
                folder.resolve("authority.pem"),
                pem("CERTIFICATE", store.getCertificate("root").getEncoded()));
    }

    private static void export(Path file, Path folder) throws Exception {
        var made = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
        var chain = new StringBuilder();
        for (var one : made.getCertificateChain("made")) {
            chain.append(pem("CERTIFICATE", one.getEncoded()));
        }
        var key = made.getKey("made", PASSWORD.toCharArray());
        replace(folder.resolve("certificate.pem"), chain.toString());
        replace(folder.resolve("key.pem"), pem("PRIVATE KEY", key.getEncoded()));
    }

    /** {@code bytes} as one block of PEM. */
    public static String pem(String label, byte[] bytes) {
        return "-----BEGIN " + label + "-----\n" + LINES.encodeToString(bytes) + "\n-----END " + label + "-----\n";
    }

    /** Trusts the certificate that stands in {@code folder} now, and no other. */
    public static SSLContext trusting(Path folder) throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("trusted", certificate(folder));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    /** The certificate that a new connection to {@code port} is shown, whoever made it. */
    public static X509Certificate presented(int port) throws GeneralSecurityException, IOException {
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Anybody()}, null);
        try (var socket = (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private static X509Certificate certificate(Path folder) throws GeneralSecurityException, IOException {
        var bytes = Files.readAllBytes(folder.resolve("certificate.pem"));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(bytes));
    }

    // As a careful operator does it: nobody ever reads half a file.
    private static void replace(Path file, String text) throws IOException {
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, text);
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void run(Path file, List<String> options) throws Exception {
        run(file, options, "san=dns:localhost,ip:127.0.0.1");
    }

    private static void run(Path file, List<String> options, String names) throws Exception {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of("-genkeypair", "-keystore", file.toString(), "-storepass", PASSWORD));
        command.addAll(List.of("-storetype", "PKCS12", "-validity", "30", "-ext", names));
        command.addAll(options);
        var keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!keytool.waitFor(1, TimeUnit.MINUTES) || keytool.exitValue() != 0) {
            throw new AssertionError("keytool failed: " + said);
        }
    }
}

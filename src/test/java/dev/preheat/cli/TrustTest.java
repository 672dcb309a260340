package dev.preheat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.preheat.testing.Certificates;
import dev.preheat.testing.FakeApi;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client and the certificate of the service. */
class TrustTest {
    private static final String QUOTA =
            "{\"assets_per_day\":10,\"used\":9,\"left\":1,\"day\":\"d\",\"resets_at\":\"t\"}";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, String> environment = new HashMap<>(
            Map.of("HUAWEICLOUD_SDK_AK", "AK1", "HUAWEICLOUD_SDK_SK", "s", "HUAWEICLOUD_SDK_PROJECT_ID", "p1"));

    @TempDir
    private Path dir;

    private HttpsServer server;

    @BeforeEach
    void start() throws Exception {
        Certificates.write(dir, "preheat", "EC");
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(identity()));
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, QUOTA.length());
            exchange.getResponseBody().write(QUOTA.getBytes(StandardCharsets.US_ASCII));
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aCertificateThatNobodyKnowsIsNamedWithTheOptionForIt() {
        assertThat(run("quota", "--endpoint", at("127.0.0.1"))).isEqualTo(4);

        assertThat(err)
                .hasToString(at("127.0.0.1")
                        + " has a certificate that nobody signed whom this machine trusts: name the file"
                        + " of the certificate that signed it, or of its own, with --cacert FILE\n");
    }

    @Test
    void theServicesOwnCertificateIsTrustedWhenItIsNamed() {
        var file = dir.resolve("certificate.pem").toString();

        assertThat(run("quota", "--endpoint", at("127.0.0.1"), "--cacert", file))
                .isZero();
        environment.put("PREHEAT_CACERT", file);
        assertThat(run("quota", "--endpoint", at("localhost"))).isZero();

        assertThat(err.size()).isZero();
    }

    @Test
    void aCertificateOfAnotherNameIsNot() {
        assertThat(run(
                        "quota",
                        "--endpoint",
                        at("127.0.0.2"),
                        "--cacert",
                        dir.resolve("certificate.pem").toString()))
                .isEqualTo(4);

        assertThat(Verbs.said(err)).startsWith("nothing answers at").doesNotContain("Exception");
    }

    @Test
    void aFileWithoutACertificateIsRefused() throws IOException {
        var none = Files.writeString(dir.resolve("none.pem"), "none");

        assertThat(run("quota", "--endpoint", at("127.0.0.1"), "--cacert", none.toString()))
                .isEqualTo(2);
        assertThat(Verbs.said(err))
                .startsWith("--cacert: " + none
                        + " has no certificate in PEM, which begins with -----BEGIN CERTIFICATE-----\n");
        err.reset();
        assertThat(run("quota", "--cacert", dir.resolve("gone.pem").toString())).isEqualTo(2);
        assertThat(Verbs.said(err)).startsWith("--cacert: " + dir.resolve("gone.pem") + " cannot be read by user ");
    }

    @Test
    void whatDoesNotSpeakTlsIsNamed() throws IOException {
        try (var plain = new FakeApi()) {
            var endpoint = plain.endpoint().replace("http:", "https:");
            assertThat(run("quota", "--endpoint", endpoint)).isEqualTo(4);
            assertThat(err)
                    .hasToString("nothing answers at " + endpoint + "; if it speaks no TLS, the endpoint is http://\n");
        }
    }

    private String at(String host) {
        return "https://" + host + ":" + server.getAddress().getPort();
    }

    private SSLContext identity() throws Exception {
        Certificate certificate = CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(dir.resolve("certificate.pem"))));
        var pem = Files.readString(dir.resolve("key.pem")).replaceAll("-----[A-Z ]+-----|\\s", "");
        var key = KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("server", key, new char[0], new Certificate[] {certificate});
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private int run(String... arguments) {
        return new Verbs(environment, "", out, err).run(arguments);
    }
}

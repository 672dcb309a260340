package dev.preheat.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preheat.http.Request;
import dev.preheat.http.Response;
import dev.preheat.testing.Awaits;
import dev.preheat.testing.Certificates;
import dev.preheat.testing.LogLines;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A real listener, with certificates made by keytool and the JDK's own clients. */
class TlsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    // A quarter of it is the pause between two looks at the files.
    private static final Listener.Limits LIMITS = new Listener.Limits(64, 100, Duration.ofSeconds(2));

    @TempDir
    Path folder;

    private final List<Request> seen = new CopyOnWriteArrayList<>();

    @ParameterizedTest
    @CsvSource({"RSA, HTTP_2", "RSA, HTTP_1_1", "EC, HTTP_2", "EC, HTTP_1_1"})
    void servesBothVersionsWithBothKindsOfKeys(String algorithm, HttpClient.Version version) throws Exception {
        Certificates.write(folder, "one", algorithm);
        try (var server = start();
                var client = client()) {
            var request = request(server, "/a%2Db//c?x=%41+b&&y")
                    .version(version)
                    .header("Content-Type", "application/json;charset=UTF-8")
                    .header("X-Sdk-Date", "20261122T100000Z")
                    .POST(HttpRequest.BodyPublishers.ofString("{}"))
                    .build();
            var answer = client.send(request, HttpResponse.BodyHandlers.ofString());

            assertThat(answer.version()).isEqualTo(version);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("seen");
            assertThat(answer.headers().firstValue("X-Request-Id"))
                    .contains(seen.getFirst().id());
        }
        var request = seen.getFirst();
        assertThat(request.path()).isEqualTo("/a%2Db//c");
        assertThat(request.query()).isEqualTo("x=%41+b&&y");
        assertThat(request.headers().all("content-type")).containsExactly("application/json;charset=UTF-8");
        assertThat(request.headers().all("X-Sdk-Date")).containsExactly("20261122T100000Z");
        assertThat(request.headers().all("host")).singleElement().asString().matches("127\\.0\\.0\\.1:\\d+");
        assertThat(request.body()).asString(StandardCharsets.UTF_8).isEqualTo("{}");
        assertThat(request.remote()).isEqualTo("127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP_2", "HTTP_1_1"})
    void refusesWhatIsTooLargeInEitherVersion(HttpClient.Version version) throws Exception {
        Certificates.write(folder, "one", "EC");
        try (var server = start();
                var client = client()) {
            var large = request(server, "/")
                    .version(version)
                    .POST(HttpRequest.BodyPublishers.ofString("a".repeat(65)))
                    .build();
            assertThat(client.send(large, HttpResponse.BodyHandlers.ofString()).body())
                    .startsWith("refused 413 ");
        }
        assertThat(seen).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void speaksTls12And13(String protocol) throws Exception {
        Certificates.write(folder, "one", "EC");
        try (var server = start();
                var socket = socket(server)) {
            socket.setEnabledProtocols(new String[] {protocol});
            socket.startHandshake();
            assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
        }
    }

    @Test
    void aChangedCertificateIsUsedWithoutARestart() throws Exception {
        Certificates.write(folder, "one", "RSA");
        try (var server = start();
                var open = client()) {
            open.send(request(server, "/1").build(), HttpResponse.BodyHandlers.discarding());
            assertThat(served(server)).isEqualTo("CN=one");

            Certificates.write(folder, "two", "EC");
            Awaits.await(
                    "the new certificate is served",
                    PATIENCE,
                    () -> served(server).equals("CN=two"));

            open.send(request(server, "/2").build(), HttpResponse.BodyHandlers.discarding());
            assertThat(seen).extracting(Request::path).containsExactly("/1", "/2");
        }
    }

    @Test
    void aChangeThatCannotBeUsedIsRefusedAndTheOldOneStays() throws Exception {
        Certificates.write(folder, "one", "RSA");
        try (var server = start();
                var log = new LogLines("dev.preheat.server.Tls")) {
            Files.writeString(folder.resolve("certificate.pem"), "nothing");
            Awaits.await("the refusal is logged", PATIENCE, () -> !log.lines().isEmpty());
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .isEqualTo("the changed TLS certificate cannot be used, and the old one stays: "
                            + folder.resolve("certificate.pem") + " must have 1 to 10 certificates, but has 0");
            assertThat(served(server)).isEqualTo("CN=one");

            Certificates.write(folder, "two", "EC");
            Awaits.await(
                    "the good one is served", PATIENCE, () -> served(server).equals("CN=two"));
        }
    }

    @Test
    void aChainIsSentWhole() throws Exception {
        Certificates.writeChain(folder, "leaf", "root");
        try (var server = start();
                var socket = socket(server)) {
            socket.startHandshake();
            assertThat(socket.getSession().getPeerCertificates())
                    .extracting(one ->
                            ((X509Certificate) one).getSubjectX500Principal().getName())
                    .containsExactly("CN=leaf", "CN=root");
        }
    }

    @Test
    void namesWhatIsWrongWithTheFiles() throws Exception {
        Certificates.write(folder, "one", "RSA");
        var certificate = folder.resolve("certificate.pem");
        var key = folder.resolve("key.pem");
        var good = Files.readString(key);

        Files.writeString(key, good.replace("PRIVATE", "RSA PRIVATE"));
        assertUnusable(key + " must be PKCS#8, but is not; convert it: openssl pkcs8 -topk8 -nocrypt -in " + key);
        Files.writeString(key, good.replace("PRIVATE", "ENCRYPTED PRIVATE"));
        assertUnusable(key + " must not be encrypted; decrypt it: openssl pkey -in " + key);
        Files.writeString(key, good + good);
        assertUnusable(key + " must have one private key, but has 2");
        Files.writeString(key, Certificates.pem("PRIVATE KEY", new byte[] {1, 2, 3}));
        assertUnusable(key + " must be an RSA key, as the certificate is, but is not");
        Files.writeString(key, "a".repeat(1024 * 1024 + 1));
        assertUnusable(key + " is larger than 1 MiB");
        Files.delete(key);
        assertUnusable(key + " cannot be read: there is no such file");

        var first = Files.readString(certificate);
        Certificates.write(folder, "two", "RSA");
        Files.writeString(certificate, first);
        assertUnusable(key + " is not the key of the first certificate in " + certificate);
        Certificates.write(folder, "three", "EC");
        Files.writeString(certificate, first);
        assertUnusable(key + " must be an RSA key, as the certificate is, but is not");
        Files.writeString(certificate, first + first);
        assertUnusable("in " + certificate + " certificate 2 is not the issuer of the one before it");
        Files.writeString(certificate, Certificates.pem("CERTIFICATE", new byte[] {1, 2, 3}));
        assertThatThrownBy(this::start)
                .isInstanceOf(IOException.class)
                .hasMessageContaining(certificate + " has a certificate that cannot be read: ");
    }

    private void assertUnusable(String why) {
        assertThatThrownBy(this::start)
                .isInstanceOf(IOException.class)
                .hasMessage("the TLS certificate cannot be used: " + why);
    }

    private Server start() throws IOException {
        var anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var files = new TlsFiles(folder.resolve("certificate.pem"), folder.resolve("key.pem"));
        return Server.start(
                new Listener(anywhere, LIMITS, Optional.of(files)),
                request -> {
                    seen.add(request);
                    return Response.text(200, "seen");
                },
                (status, id) -> Response.text(status, "refused " + status + " " + id));
    }

    private HttpClient client() throws Exception {
        return HttpClient.newBuilder()
                .sslContext(Certificates.trusting(folder))
                .connectTimeout(PATIENCE)
                .build();
    }

    private static HttpRequest.Builder request(Server server, String path) {
        return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.port() + path))
                .timeout(PATIENCE);
    }

    private SSLSocket socket(Server server) throws Exception {
        var socket = (SSLSocket) Certificates.trusting(folder)
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout((int) PATIENCE.toMillis());
        return socket;
    }

    private static String served(Server server) {
        try {
            return Certificates.presented(server.port())
                    .getSubjectX500Principal()
                    .getName();
        } catch (Exception broken) {
            throw new AssertionError(broken);
        }
    }
}

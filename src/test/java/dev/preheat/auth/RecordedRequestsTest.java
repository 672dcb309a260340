package dev.preheat.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.http.Request;
import dev.preheat.http.Response;
import dev.preheat.server.Server;
import dev.preheat.signing.AccessKey;
import dev.preheat.signing.RequestSignature;
import dev.preheat.tenancy.AccountName;
import dev.preheat.tenancy.User;
import dev.preheat.testing.RawHttp;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The vendor's own signatures, through a real server. */
class RecordedRequestsTest {
    private static final Pattern DATE = Pattern.compile("X-Sdk-Date: (\\w+)");
    private static final User OWNER = new User("acme", new AccountName("acme"), true);

    private static final AtomicReference<Request> seen = new AtomicReference<>();
    private static Server server;

    @BeforeAll
    static void start() throws Exception {
        server = Server.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                65_536,
                request -> {
                    seen.set(request);
                    return Response.empty(204);
                },
                (status, _) -> Response.empty(status));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static List<Path> recorded() throws Exception {
        var folder = Path.of(RecordedRequestsTest.class
                .getResource("/wire/recorded/README.md")
                .toURI());
        try (var files = Files.list(folder.resolveSibling("."))) {
            return files.filter(file -> file.toString().endsWith(".req")).toList();
        }
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void aSignatureOfTheVendorsSdkIsProved(Path file) throws Exception {
        assertThat(authentication(Files.readString(file, StandardCharsets.ISO_8859_1)))
                .isInstanceOf(Authentication.Proved.class);
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void noneOfItsPartsCanBeChanged(Path file) throws Exception {
        var request = Files.readString(file, StandardCharsets.ISO_8859_1);
        for (var other : List.of(
                request.replaceFirst("/v1.0/0", "/v1.0/1"),
                request.replaceFirst("^(GET|POST)", "PUT"),
                request.replaceFirst("(?i)\r\nhost: 127", "\r\nHost: 128"),
                request.replaceFirst("(?i)\r\nX-Project-Id: 0", "\r\nX-Project-Id: 1"))) {
            assertThat(other).isNotEqualTo(request);
            assertThat(authentication(other)).isInstanceOf(Authentication.WrongSignature.class);
        }
    }

    private static Authentication authentication(String bytes) throws Exception {
        var date = DATE.matcher(bytes);
        assertThat(date.find()).isTrue();
        var now = RequestSignature.instant(date.group(1)).orElseThrow();
        var directory =
                new Directory(List.of(), List.of(new AccessKey("AKEXAMPLE", "example-secret-key", OWNER)), List.of());
        var authenticator =
                Iam.of(() -> directory, new byte[Tokens.KEY_BYTES], () -> now).authenticator();
        RawHttp.exchange(server.port(), bytes);
        return authenticator.prove(seen.get());
    }
}

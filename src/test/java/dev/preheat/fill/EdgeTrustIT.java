package dev.preheat.fill;

import static dev.preheat.fill.NginxFills.HOST;
import static dev.preheat.fill.NginxFills.failed;
import static dev.preheat.fill.NginxFills.proved;
import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.catalogue.StreamingUrl;
import dev.preheat.edge.Edge;
import dev.preheat.pace.Limit;
import dev.preheat.preheat.EdgeName;
import dev.preheat.preheat.FailureClass;
import dev.preheat.preheat.Fill;
import dev.preheat.preheat.FillOutcome;
import dev.preheat.testing.Certificates;
import dev.preheat.testing.Nginx;
import dev.preheat.testing.Title;
import dev.preheat.wire.Trust;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An edge that speaks TLS with a certificate that is not signed for everybody, or is not good. */
class EdgeTrustIT {
    @TempDir
    Path dir;

    @Test
    void anAuthorityOfOnesOwnIsTrustedForThatEdgeAlone() throws Exception {
        Certificates.writeFor(dir, HOST, "-1d");
        var trusted = fill(Optional.of(Trust.of(dir.resolve("authority.pem"))));
        proved(trusted);

        var failed = failed(fill(Optional.empty()));
        assertThat(failed.failure()).isEqualTo(FailureClass.EDGE_UNREACHABLE);
        assertThat(failed.again()).as("a certificate does not mend itself").isFalse();
        assertThat(failed.reason())
                .containsPattern("not trusted at 127\\.0\\.0\\.1:\\d+: its certificate is signed by no authority")
                .contains("`ca`");
    }

    @ParameterizedTest
    @CsvSource({
        "other.example.com, -1d, its certificate is not for cdn.example.com",
        "cdn.example.com, -60d, its certificate has expired",
        "cdn.example.com, +9d, its certificate is not valid yet"
    })
    void aCertificateThatIsNotGoodIsNamedAtOnce(String name, String from, String why) throws Exception {
        Certificates.writeFor(dir, name, from);
        var failed = failed(fill(Optional.of(Trust.of(dir.resolve("authority.pem")))));
        assertThat(failed.failure()).isEqualTo(FailureClass.EDGE_UNREACHABLE);
        assertThat(failed.again()).isFalse();
        assertThat(failed.reason()).contains(why).doesNotContain("`ca`");
    }

    private FillOutcome fill(Optional<Trust> trust) throws Exception {
        var title = Title.mp4(Files.createDirectories(dir.resolve("docroot")), "a", 1_000);
        var url = StreamingUrl.parse("https://" + HOST + title.path()).orElseThrow();
        var plain = NginxFills.aFill(title.path());
        var fill = new Fill(plain.task(), 0, NginxFills.OWNER, url, plain.edge(), 1, 1);
        try (var origin = Nginx.origin(title.docroot());
                var cache = Nginx.edge(origin.uri());
                var tls = Nginx.secured(cache.uri().getPort(), dir);
                var filler = NginxFills.filler()) {
            return filler.fill(fill, edge(tls, trust), new Tally());
        }
    }

    static Edge edge(Nginx tls, Optional<Trust> trust) {
        return new Edge(
                new EdgeName("sg-1"),
                URI.create("https://127.0.0.1:" + tls.uri().getPort()),
                Optional.empty(),
                Edge.Software.NGINX,
                OptionalLong.empty(),
                Optional.empty(),
                new Edge.Terms("", Limit.Own.NONE, false, trust));
    }
}

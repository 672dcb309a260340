package dev.preheat.fill;

import static dev.preheat.fill.NginxFills.HOST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.edge.Edge;
import dev.preheat.testing.Certificates;
import dev.preheat.testing.Nginx;
import dev.preheat.testing.Title;
import dev.preheat.url.Url;
import dev.preheat.wire.Ask;
import dev.preheat.wire.EdgeClient;
import dev.preheat.wire.Exchange;
import dev.preheat.wire.Exchange.Answer;
import dev.preheat.wire.Exchange.Broken;
import dev.preheat.wire.Trust;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An nginx that sends 200 bytes a second, and one that sends enough. */
class SlowNginxIT {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @TempDir
    Path dir;

    @Test
    @Timeout(60)
    void isLeftAndOneThatKeepsThePaceIsReadToTheEnd() throws Exception {
        Certificates.writeFor(dir, HOST, "-1d");
        var title = Title.mp4(Files.createDirectories(dir.resolve("docroot")), "a", 30_000);
        try (var origin = Nginx.origin(title.docroot());
                var slow = Nginx.secured(origin.uri().getPort(), dir, "limit_rate 200;");
                var steady = Nginx.secured(origin.uri().getPort(), dir, "limit_rate 8k;");
                var client = new EdgeClient(SystemDefaultDnsResolver.INSTANCE, NginxFills.CLOCK, _ -> "Preheat")) {
            var broken = (Broken) asked(client, slow, title);
            assertThat(broken.kind()).as(broken.what()).isEqualTo(Broken.Kind.SLOW);
            assertThat(broken.what()).contains("a body must bring 2000 bytes in 2 s, and brought ");
            assertThat(((Answer) asked(client, steady, title)).length()).isEqualTo(30_000);
        }
    }

    private Exchange asked(EdgeClient client, Nginx tls, Title title) throws Exception {
        var edge = EdgeTrustIT.edge(tls, Optional.of(Trust.of(dir.resolve("authority.pem"))));
        var line = (Edge.Line.To) edge.connect(client, Url.of("https://" + HOST + title.path()));
        try (var connection = line.connection()) {
            return connection.ask(new Ask("GET", Map.of(), PATIENCE, 0, Long.MAX_VALUE));
        }
    }
}

package dev.preheat.fill;

import static dev.preheat.fill.NginxFills.HOST;
import static dev.preheat.fill.NginxFills.failed;
import static dev.preheat.fill.NginxFills.proved;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preheat.preheat.FailureClass;
import dev.preheat.testing.BadOrigin;
import dev.preheat.testing.Behaviour;
import dev.preheat.testing.Nginx;
import dev.preheat.testing.Nginx.EdgeOption;
import dev.preheat.testing.Visitor;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Slices of one file that are of several versions, in a real nginx: a player is cut off where they meet. */
class MixedVersionsIT {
    private static final byte[] FILE = new byte[5_000_000];

    static {
        new Random(1).nextBytes(FILE);
    }

    private final BadOrigin origin = BadOrigin.start();

    @AfterEach
    void close() {
        origin.close();
    }

    @Test
    void serversBehindOneOriginThatGiveOneFileSeveralETagsMixIt() throws Exception {
        origin.at("/a.mp4", Behaviour.each(nth -> tagged("\"" + nth % 2 + "\"")));
        try (var edge = Nginx.sliced(origin.uri())) {
            var failed =
                    failed(EdgeFills.into(EdgeKind.NGINX_SLICE.at(edge.uri())).fill("/a.mp4"));
            assertThat(failed.failure()).isEqualTo(FailureClass.MIXED_VERSIONS);
            assertThat(failed.reason())
                    .startsWith("http://cdn.example.com/a.mp4 has parts of more than one version in the edge (ETag ")
                    .contains("docs/edges.md, Two versions in one file");
            assertThat(failed.again()).isFalse();
            assertThatThrownBy(() -> played(edge)).hasMessageContaining("of 5000000 bytes");
            assertThat(edge.errorLog()).contains("etag mismatch in slice response");
        }
    }

    @Test
    void anEdgeThatHidesTheETagServesThemAsOne() throws Exception {
        origin.at("/a.mp4", Behaviour.each(nth -> tagged("\"" + nth % 2 + "\"")));
        try (var edge = Nginx.sliced(origin.uri(), EdgeOption.WITHOUT_ETAG)) {
            proved(EdgeFills.into(EdgeKind.NGINX_SLICE.at(edge.uri())).fill("/a.mp4"));
            origin.at("/a.mp4", Behaviour.status(500));
            assertThat(played(edge)).isEqualTo(FILE.length);
        }
    }

    @Test
    void slicesOfAnOldAndANewFileAreNoFile() throws Exception {
        origin.at("/a.mp4", tagged("\"old\""));
        try (var edge = Nginx.sliced(origin.uri())) {
            Visitor.get(edge.uri(), HOST, "/a.mp4", "Range: bytes=2500000-2500001");
            origin.at("/a.mp4", tagged("\"new\""));
            var fills = EdgeFills.into(EdgeKind.NGINX_SLICE.at(edge.uri()));
            assertThat(EdgeFills.word(fills.fill("/a.mp4"))).isEqualTo("mixed_versions");
            assertThat(EdgeFills.word(fills.from(origin.uri()).fill("/a.mp4"))).isEqualTo("mixed_versions");
        }
    }

    private static int played(Nginx edge) {
        return Visitor.get(edge.uri(), HOST, "/a.mp4").body().length;
    }

    private static Behaviour tagged(String etag) {
        return Behaviour.only(FILE, "ETag: " + etag, Behaviour.FRESH);
    }
}

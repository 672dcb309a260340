package dev.preheat.fill;

import static dev.preheat.fill.NginxFills.FILE;
import static dev.preheat.fill.NginxFills.HOST;
import static dev.preheat.fill.NginxFills.failed;
import static dev.preheat.fill.NginxFills.proved;
import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.preheat.FailureClass;
import dev.preheat.preheat.Proof;
import dev.preheat.testing.BadOrigin;
import dev.preheat.testing.Behaviour;
import dev.preheat.testing.Cache;
import dev.preheat.testing.Nginx;
import dev.preheat.testing.Nginx.EdgeOption;
import dev.preheat.testing.TrafficServer;
import dev.preheat.testing.Varnish;
import dev.preheat.testing.Visitor;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Edges that let not everybody in, or not with every field. */
class GatesIT {
    private static final byte[] BODY = new byte[300_000];

    @ParameterizedTest
    @EnumSource(
            value = EdgeOption.class,
            names = {
                "GUARDS_ALL_BUT_TITLES",
                "HIDES_ALL_BUT_TITLES",
                "HANGS_UP_ON_ALL_BUT_TITLES",
                "GUARDS_ALL_BUT_THE_FILE",
                "ASKS_FOR_A_REFERER"
            })
    void aGateBeforeTheSelfTestIsNotTakenForMissingLines(EdgeOption gate) throws Exception {
        try (var origin = origin();
                var edge = Nginx.edge(origin.uri(), gate)) {
            for (var isStored : new boolean[] {false, true}) {
                var proof = proved(fills(EdgeKind.NGINX, edge).fill(FILE)).proof();
                assertThat(proof.kind()).as("stored before: " + isStored).isEqualTo(Proof.Kind.PROBE);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = EdgeOption.class,
            names = {"GUARDS_ALL_BUT_TITLES", "GUARDS_ALL_BUT_THE_FILE"})
    void norDoesItHideMissingLines(EdgeOption gate) throws Exception {
        try (var origin = origin();
                var edge = Nginx.edge(origin.uri(), gate, EdgeOption.WITHOUT_PROBE)) {
            for (var isStored : new boolean[] {false, true}) {
                var proof = proved(fills(EdgeKind.NGINX, edge).fill(FILE)).proof();
                assertThat(proof.kind()).as("stored before: " + isStored).isEqualTo(Proof.Kind.EDGE_WORD);
            }
        }
    }

    @Test
    void aGateBeforeTheTitleSaysWhatItAnswered() throws Exception {
        try (var origin = origin();
                var edge = Nginx.edge(origin.uri(), EdgeOption.ASKS_FOR_AN_AGENT)) {
            var failed = failed(fills(EdgeKind.NGINX, edge).fill(FILE));
            assertThat(failed.failure()).isEqualTo(FailureClass.EDGE_REFUSED);
            assertThat(failed.again()).isFalse();
            assertThat(failed.reason()).contains(FILE + " was answered 403").contains("docs/edges.md, Gates");
        }
    }

    @Test
    void theUserAgentOfAProfileIsSentWithEveryCopy() throws Exception {
        try (var origin = origin();
                var edge = Nginx.edge(origin.uri(), EdgeOption.ASKS_FOR_AN_AGENT)) {
            var fills = fills(EdgeKind.NGINX, edge)
                    .viewer("User-Agent", "Player/1.0")
                    .from(origin.uri());
            var proved = proved(fills.fill(FILE));
            assertThat(proved.proof().kind()).isEqualTo(Proof.Kind.PROBE);
            assertThat(proved.progress().objectsDone())
                    .as("no copy beside the plain one")
                    .isEqualTo(1);
            assertThat(edge.requests()).noneMatch(seen -> seen.status() == 403);
        }
    }

    @Test
    void whatIsKeptForWhoAsksWithoutRangeIsNotProvedAndSaysSo() throws Exception {
        try (var origin = origin();
                var nginx = Nginx.edge(origin.uri(), EdgeOption.RANGE_IN_KEY);
                var hashing = Varnish.edge(origin.uri(), Varnish.Option.RANGE_IN_KEY);
                var passing = Varnish.edge(origin.uri(), Varnish.Option.PASSES_RANGES);
                var traffic = TrafficServer.edge(origin.uri(), TrafficServer.Option.RANGE_IN_KEY)) {
            for (var fills : Stream.of(
                            fills(EdgeKind.NGINX, nginx),
                            fills(EdgeKind.VARNISH, hashing),
                            fills(EdgeKind.VARNISH, passing),
                            fills(EdgeKind.TRAFFICSERVER, traffic))
                    .toList()) {
                var failed = failed(fills.fill(FILE));
                assertThat(failed.failure()).as(failed.reason()).isEqualTo(FailureClass.NOT_STORED);
                assertThat(failed.reason())
                        .contains("players that ask without Range")
                        .contains("docs/edges.md, Range");
            }
            origin.at(FILE, Behaviour.status(500));
            assertThat(Visitor.get(hashing.uri(), HOST, FILE).body())
                    .as("who sends none has it")
                    .hasSize(BODY.length);
        }
    }

    private static BadOrigin origin() {
        return BadOrigin.start().at(FILE, Behaviour.ok(BODY));
    }

    private static EdgeFills fills(EdgeKind kind, Cache edge) {
        return EdgeFills.into(kind.at(edge.uri()));
    }
}

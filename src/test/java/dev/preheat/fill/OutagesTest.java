package dev.preheat.fill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.edge.Edge;
import dev.preheat.preheat.EdgeName;
import dev.preheat.testing.BadOrigin;
import dev.preheat.testing.Behaviour;
import dev.preheat.testing.FreePorts;
import dev.preheat.testing.TestClock;
import dev.preheat.wire.EdgeClient;
import java.net.URI;
import java.time.Duration;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.junit.jupiter.api.Test;

class OutagesTest {
    private final TestClock clock = TestClock.at("2026-11-22T10:00:00Z");
    private final Edge edge = new Edge(new EdgeName("e1"), URI.create("http://127.0.0.1:1"), Edge.Software.NGINX, "");
    private int looks;
    private boolean there;

    private final Outages outages = new Outages(
            _ -> {
                looks++;
                return there;
            },
            clock);

    @Test
    void anEdgeOfWhichNothingIsKnownIsNotLookedAt() {
        assertThat(outages.over(edge)).isTrue();
        assertThat(looks).isZero();
    }

    @Test
    void itIsOverWhenTheEdgeAnswers() {
        outages.noticed(edge);
        assertThat(outages.over(edge)).isFalse();
        there = true;
        assertThat(outages.over(edge)).as("not yet time to look").isFalse();
        clock.advance(Duration.ofMillis(250));
        assertThat(outages.over(edge)).isTrue();
        assertThat(outages.over(edge)).isTrue();
        assertThat(looks).isEqualTo(2);
    }

    @Test
    void theLooksAreFiveSecondsApartInTheEnd() {
        outages.noticed(edge);
        for (int second = 0; second < 60; second++) {
            assertThat(outages.over(edge)).isFalse();
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(looks).isBetween(12, 16);
    }

    @Test
    void anEdgeIsLookedAtThoughTheClockIsSetBackByADay() {
        outages.noticed(edge);
        assertThat(outages.over(edge)).isFalse();
        clock.advance(Duration.ofDays(-1));
        assertThat(outages.over(edge)).isFalse();
        clock.advance(Duration.ofMinutes(61));
        assertThat(outages.over(edge)).as("an hour counts from then").isTrue();
        there = true;
        clock.advance(Duration.ofSeconds(5));
        assertThat(outages.over(edge)).isTrue();
        assertThat(outages.since(edge)).isEmpty();
    }

    @Test
    void afterAnHourFillsAreBegunAllTheSame() {
        outages.noticed(edge);
        assertThat(outages.over(edge)).isFalse();
        clock.advance(Duration.ofMinutes(61));
        assertThat(outages.over(edge)).isTrue();
        assertThat(outages.over(edge)).isTrue();
    }

    @Test
    void anEdgeAnswersWhateverItSaysAndHoweverSilentItsOriginIs() throws Exception {
        try (var client = new EdgeClient(SystemDefaultDnsResolver.INSTANCE, clock, _ -> "Preheat");
                var refusing = BadOrigin.start();
                var silent = BadOrigin.start().at("/", Behaviour.silent());
                var dying = BadOrigin.start().at("/", Behaviour.resetAtOnce())) {
            assertThat(client.answers(refusing.uri())).isTrue();
            assertThat(client.answers(silent.uri())).isTrue();
            assertThat(client.answers(dying.uri())).isFalse();
            assertThat(client.answers(URI.create("http://127.0.0.1:" + FreePorts.next())))
                    .isFalse();
            assertThat(client.answers(URI.create("http://nobody.invalid"))).isFalse();
        }
    }
}

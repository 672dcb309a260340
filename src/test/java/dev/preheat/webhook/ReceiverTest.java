package dev.preheat.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.preheat.TaskId;
import dev.preheat.tenancy.ProjectId;
import dev.preheat.testing.BadOrigin;
import dev.preheat.testing.Behaviour;
import dev.preheat.testing.TestClock;
import dev.preheat.webhook.WebhookQueue.Delivery;
import dev.preheat.webhook.WebhookQueue.Told;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One delivery to a receiver whose name moves, or whose answer has no end. */
@Timeout(20)
class ReceiverTest {
    private static final InetAddress PUBLIC = InetAddress.ofLiteral("8.8.8.8");
    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");

    private final TestClock clock = TestClock.at("2026-11-22T12:00:00Z");
    private final Names names = new Names();

    @Test
    void aNameThatBecomesPrivateAfterItWasCheckedIsNotDialled() {
        names.answers.addAll(List.of(PUBLIC, HERE));
        try (var here = BadOrigin.start();
                var receiver = receiver(false)) {
            var webhook = webhook("http://hook.example:" + here.uri().getPort() + "/");
            assertThat(receiver.obstacle(webhook)).isEmpty();
            assertThat(receiver.send(webhook, delivery()))
                    .isEqualTo(new Receiver.NotTaken("its address is private, and allow-private-webhooks is not set"));
            assertThat(here.requests()).isEmpty();
        }
    }

    @Test
    void aNameIsLookedUpOnceForADeliveryAndWhatWasSaidIsDialled() {
        names.answers.addAll(List.of(HERE, InetAddress.ofLiteral("127.0.0.2")));
        try (var here = BadOrigin.start().at("/", Behaviour.ok(new byte[0]));
                var receiver = receiver(true)) {
            var webhook = webhook("http://hook.example:" + here.uri().getPort() + "/");
            assertThat(receiver.send(webhook, delivery())).isEqualTo(new Receiver.Taken());
            assertThat(names.answers).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: b\r\n", "x"})
    void aHeadWithoutEndIsLeftAtItsLimit(String more) {
        names.answers.add(HERE);
        var pieces = Stream.concat(
                Stream.of("HTTP/1.1 200 OK\r\nX: "), Collections.nCopies(10_000, more.repeat(1_000)).stream());
        try (var here = BadOrigin.start().at("/", Behaviour.pieces(Duration.ZERO, pieces.toList()));
                var receiver = receiver(true)) {
            var webhook = webhook("http://hook.example:" + here.uri().getPort() + "/");
            assertThat(receiver.send(webhook, delivery()).toString())
                    .contains("the head of its answer is larger than 100 fields of 8192 bytes");
        }
    }

    private Receiver receiver(boolean allowPrivate) {
        return new Receiver(_ -> "{}".getBytes(UTF_8), new PublicAddresses(names, () -> allowPrivate), clock);
    }

    private static Webhook webhook(String url) {
        return new Webhook(
                new ProjectId("p1"), URI.create(url), "a-secret-of-the-receiver", Set.of(Webhook.Event.FINISHED));
    }

    private Delivery delivery() {
        var task = TaskId.next(clock.instant());
        var told = new Told("succeed", List.of(), Optional.empty(), List.of(), 0);
        return new Delivery("d1", Webhook.Event.FINISHED, new ProjectId("p1"), task, told, clock.instant(), 1);
    }

    /** Gives one of its answers after the other. */
    private static final class Names implements DnsResolver {
        private final Queue<InetAddress> answers = new ArrayDeque<>();

        @Override
        public InetAddress[] resolve(String host) {
            return new InetAddress[] {answers.remove()};
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }
}

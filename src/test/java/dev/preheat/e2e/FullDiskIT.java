package dev.preheat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.cli.Answer;
import dev.preheat.cli.ApiClient;
import dev.preheat.testing.Awaits;
import dev.preheat.testing.Nginx;
import dev.preheat.testing.Title;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A store that cannot grow. A limit on the size of files stands in for a full disk: it needs no root, and hits the same
 * writes.
 */
class FullDiskIT {
    // more than the driver's library, which it unpacks at its start; less than the log SQLite would keep before a
    // checkpoint
    private static final int KILOBYTES = 1_500;
    private static final int MOST_CREATES = 5_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration AT_ONCE = Duration.ofSeconds(5);
    private static final String ASSET = "11112222333344441111222233334444";

    @TempDir
    private Path media;

    @TempDir
    private Path dir;

    private final Set<String> accepted = new HashSet<>();
    private Nginx origin;
    private Nginx edge;
    private Title movie;
    private int creates;

    @BeforeEach
    void aCache() {
        movie = Title.mp4(media, ASSET, 10_000);
        origin = Nginx.origin(media);
        edge = Nginx.edge(origin.uri());
        new Setup(edge.uri(), 1_000_000).write(dir);
    }

    @AfterEach
    void close() {
        edge.close();
        origin.close();
    }

    @Test
    void refusesAtOnceKeepsWhatItAcceptedAndRecoversByItself() {
        try (var service = Service.limited(dir, KILOBYTES)) {
            var api = Setup.ACME.at(service.endpoint());
            fillUp(api);
            assertRefused(api);
            service.unlimited();
            Awaits.await("creates are accepted again", PATIENCE, () -> accepts(api));
            awaitEnd();
            service.terminate();
        }
        assertAllThere();
    }

    @Test
    void aRestartWithRoomHasAllThatWasAccepted() {
        try (var service = Service.limited(dir, KILOBYTES)) {
            fillUp(Setup.ACME.at(service.endpoint()));
            service.kill();
        }
        try (var service = Service.start(dir)) {
            assertThat(accepts(Setup.ACME.at(service.endpoint()))).isTrue();
            awaitEnd();
            service.terminate();
        }
        assertAllThere();
    }

    private void fillUp(ApiClient api) {
        assertThat(api.publish(ASSET, "A movie", List.of(movie.url(Setup.ACME.domain()))))
                .isInstanceOf(Answer.Good.class);
        for (int i = 0; i < MOST_CREATES; i++) {
            if (!accepts(api)) {
                return;
            }
        }
        throw new AssertionError("the store took " + MOST_CREATES + " creates, and was to be full before");
    }

    private boolean accepts(ApiClient api) {
        long begun = System.nanoTime();
        var answer = create(api);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(AT_ONCE);
        if (answer instanceof Answer.Good good) {
            accepted.add(good.member("task_id"));
            return true;
        }
        assertThat(answer).isInstanceOfSatisfying(Answer.Refused.class, FullDiskIT::assertInternal);
        return false;
    }

    // A smaller write may still find room for a while; in the end nothing does, and what was accepted can still be
    // read.
    private void assertRefused(ApiClient api) {
        for (int i = 0; i < 20; i++) {
            accepts(api);
        }
        assertThat(api.task(accepted.iterator().next())).isInstanceOf(Answer.Good.class);
        assertThat(create(api)).isInstanceOfSatisfying(Answer.Refused.class, FullDiskIT::assertInternal);
    }

    private static void assertInternal(Answer.Refused refused) {
        assertThat(refused.status()).isEqualTo(500);
        assertThat(refused.code()).isEqualTo("VOD.10051");
        assertThat(refused.message()).isEqualTo("Internal system error.");
    }

    // Each with URLs of its own: two equal ones signed in one second would be one create, and write nothing.
    private Answer create(ApiClient api) {
        var url = movie.url(Setup.ACME.domain()) + "?create=" + creates++;
        return api.preheat(
                "", IntStream.range(0, 10).mapToObj(n -> url + "&n=" + n).toList());
    }

    private void awaitEnd() {
        Awaits.await("every fill has ended", PATIENCE, () -> ledger().unfinished() == 0);
    }

    private void assertAllThere() {
        assertThat(ledger().tasks()).isEqualTo(accepted);
        assertThat(ledger().halves()).isEmpty();
        assertThat(ledger().used()).isEqualTo(accepted.size() * 10);
        assertThat(ledger().states()).hasSize(accepted.size() * 10).allMatch(state -> state.contains(" 2 "));
    }

    private Ledger ledger() {
        return new Ledger(Setup.store(dir));
    }
}

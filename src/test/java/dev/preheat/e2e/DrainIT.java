package dev.preheat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.cli.Answer;
import dev.preheat.testing.Awaits;
import dev.preheat.testing.BadOrigin;
import dev.preheat.testing.Behaviour;
import dev.preheat.testing.Nginx;
import dev.preheat.testing.Nginx.EdgeOption;
import dev.preheat.testing.Title;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM while fills are under way. */
class DrainIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String ASSET = "11112222333344441111222233334444";

    @TempDir
    private Path media;

    @TempDir
    private Path dir;

    @Test
    void endsWhatItCanGivesBackTheRestAndTheNextStartEndsIt() {
        var movie = Title.mp4(media, ASSET, 40_000);
        var good = Behaviour.ok(movie.bytes(movie.path()));
        try (var origin = BadOrigin.start()
                        .at(movie.path(), good)
                        .at(movie.path() + "?slow", Behaviour.slow(movie.bytes(movie.path()), Duration.ofSeconds(3)))
                        .at(movie.path() + "?stuck", Behaviour.silent().times(1, good));
                // without a lock, or the second fill would wait at the edge for the first, which nginx goes on with
                var edge = Nginx.edge(origin.uri(), EdgeOption.WITHOUT_LOCK)) {
            new Setup(edge.uri(), 1_000).write(dir);
            try (var first = Service.start(dir)) {
                ask(first, movie);
                Awaits.await(
                        "both fills are under way",
                        PATIENCE,
                        () -> origin.count(movie.path() + "?slow") > 0 && origin.count(movie.path() + "?stuck") > 0);
                var ended = first.terminate();
                assertThat(ended.took()).isLessThan(Duration.ofSeconds(30));
                assertThat(ended.out()).contains("preheat stopped");
            }
            assertThat(ledger().states()).containsExactly(movie.path() + "?slow 2 1", movie.path() + "?stuck 0 0");
            assertThat(Service.log(dir)).contains("gave back");
            try (var _ = Service.start(dir)) {
                Awaits.await("what was given back ends", PATIENCE, () -> ledger().unfinished() == 0);
            }
            assertThat(ledger().states()).containsExactly(movie.path() + "?slow 2 1", movie.path() + "?stuck 2 1");
        }
    }

    private static void ask(Service service, Title movie) {
        var api = Setup.ACME.at(service.endpoint());
        var url = movie.url(Setup.ACME.domain());
        assertThat(api.publish(ASSET, "A movie", List.of(url))).isInstanceOf(Answer.Good.class);
        assertThat(api.preheat("", List.of(url + "?slow", url + "?stuck"))).isInstanceOf(Answer.Good.class);
    }

    private Ledger ledger() {
        return new Ledger(Setup.store(dir));
    }
}

package dev.preheat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.cli.Answer;
import dev.preheat.testing.Awaits;
import dev.preheat.testing.BadOrigin;
import dev.preheat.testing.Behaviour;
import dev.preheat.testing.Certificates;
import dev.preheat.testing.Nginx;
import dev.preheat.testing.Title;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thousand watchers of one account who read slowly or not at all, over TLS, while another account calls. */
class SlowWatchersIT {
    private static final int READERS = 350;
    private static final int DEAF = 350;
    private static final int CONNECTIONS = 3;
    private static final int STREAMS = 100;
    private static final int CALLERS = 2;
    private static final int CREATES = 60;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** A second is promised; the others are the machine's, which runs a thousand watchers beside the service. */
    private static final Duration SOON = Duration.ofSeconds(4);

    private static final int MEGABYTES = 250;
    private static final String ASSET = "11112222333344441111222233334444";
    private static final String SLOW = "aaaabbbbccccddddaaaabbbbccccdddd";

    @TempDir
    private Path media;

    @TempDir
    private Path dir;

    private BadOrigin origin;
    private Nginx edge;
    private Title movie;
    private Title slow;
    private String watched;
    private Service service;

    @BeforeEach
    void aTaskThatTakesLong() throws Exception {
        movie = Title.mp4(media, ASSET, 10_000);
        slow = Title.mp4(media, SLOW, 50_000);
        origin = BadOrigin.start().serving(movie).serving(slow);
        var bytes = movie.bytes(movie.path());
        IntStream.range(0, 2_000).forEach(n -> origin.at(movie.path() + "?n=" + n, Behaviour.ok(bytes)));
        var lasting = Behaviour.slow(slow.bytes(slow.path()), Duration.ofMinutes(5));
        IntStream.range(0, 10).forEach(n -> origin.at(slow.path() + "?n=" + n, lasting));
        edge = Nginx.edge(origin.uri());
        new Setup(edge.uri(), 1_000_000).write(dir);
        publish();
        Setup.overTls(dir);
        service = Service.start(dir);
    }

    @AfterEach
    void close() {
        service.close();
        edge.close();
        origin.close();
    }

    @Test
    void holdUpNobodyAndNoMemory() throws Exception {
        var trust = Certificates.trusting(dir);
        var callers = new TlsCallers(service.endpoint(), trust, movie.url(Setup.ACME.domain()));
        try (callers;
                var watchers = new SlowWatchers(service.endpoint(), trust)) {
            int before = service.megabytes();
            watchers.reading(READERS, watched).deaf(DEAF, watched).streams(CONNECTIONS, STREAMS, watched);
            Awaits.await("all watch", PATIENCE, () -> watchers.begun() == READERS + DEAF + CONNECTIONS);
            callers.begin(CALLERS);
            Awaits.await("creates", PATIENCE, () -> callers.accepted().size() >= CREATES);
            assertThat(callers.statuses("/healthz")).containsExactly(200, 200);
            assertThat(service.megabytes() - before)
                    .as("MB for a thousand watchers")
                    .isLessThan(MEGABYTES);
            assertThat(watchers.ended()).as("watchers who were sent away").isZero();
        }
        assertThat(callers.wrongs()).isEmpty();
        assertThat(callers.slowest()).isLessThan(SOON);
    }

    private void publish() {
        try (var plain = Service.start(dir)) {
            publish(plain.endpoint(), Setup.ACME, movie);
            publish(plain.endpoint(), Setup.OTHER, slow);
            var urls = IntStream.range(0, 10)
                    .mapToObj(n -> slow.url(Setup.OTHER.domain()) + "?n=" + n)
                    .toList();
            var created = (Answer.Good) Setup.OTHER.at(plain.endpoint()).preheat("", urls);
            watched = created.member("task_id");
            plain.terminate();
        }
    }

    private static void publish(URI endpoint, Setup.Tenant tenant, Title title) {
        var id = title.path().split("/")[2];
        assertThat(tenant.at(endpoint).publish(id, "A movie", List.of(title.url(tenant.domain()))))
                .isInstanceOf(Answer.Good.class);
    }
}

package dev.preheat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.cli.Answer;
import dev.preheat.testing.Awaits;
import dev.preheat.testing.Certificates;
import dev.preheat.testing.Nginx;
import dev.preheat.testing.Postgres;
import dev.preheat.testing.Title;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A PostgreSQL that is stopped and killed, again and again, while callers create tasks over TLS. */
class DatabaseRestartIT {
    private static final int RESTARTS = 4;
    private static final int CALLERS = 4;
    private static final Duration AWAY = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SOON = Duration.ofSeconds(10);

    /** Two seconds are promised; the third is the machine's, which runs a database, a service and its callers. */
    private static final Duration AT_ONCE = Duration.ofSeconds(3);

    /** Of the readers, the writers, those aside, and the pulse. */
    private static final int MOST_CONNECTIONS = 8 + 4 + 2 + 1;

    private static final String ASSET = "11112222333344441111222233334444";
    private static final Pattern IN_DOUBT = Pattern.compile("lost during a commit: (\\d+) writes|does not say whether");

    @TempDir
    private Path media;

    @TempDir
    private Path dir;

    private Postgres postgres;
    private Nginx origin;
    private Nginx edge;
    private Title movie;
    private Service service;

    @BeforeEach
    void aServiceWithTls() throws Exception {
        movie = Title.mp4(media, ASSET, 10_000);
        origin = Nginx.origin(media);
        edge = Nginx.edge(origin.uri());
        postgres = Postgres.start("max_connections=100");
        postgres.execute("CREATE DATABASE preheat");
        var store = "postgresql://postgres:@" + postgres.address() + "/preheat";
        new Setup(store, List.of(edge.uri()), 1_000_000).write(dir);
        publish();
        Setup.overTls(dir);
        service = Service.start(dir);
    }

    @AfterEach
    void close() {
        service.close();
        postgres.close();
        edge.close();
        origin.close();
    }

    @Test
    void whatWasAcceptedIsThereAndARefusalComesAtOnceAndCostsNothing() throws Exception {
        var callers = new TlsCallers(service.endpoint(), Certificates.trusting(dir), movie.url(Setup.ACME.domain()));
        try (callers) {
            callers.begin(CALLERS);
            awaitMore(callers);
            int threads = service.threads();
            for (int n = 0; n < RESTARTS; n++) {
                away(callers, n % 2 == 0);
                postgres.again();
                int size = callers.accepted().size();
                Awaits.await("creates are accepted again", SOON, () -> isMore(callers, size));
                awaitMore(callers);
            }
            assertThat(service.threads()).isLessThan(threads + 10);
        }
        assertThat(callers.wrongs()).isEmpty();
        assertThat(callers.slowest()).isLessThan(AT_ONCE);
        assertThat(callers.refused()).isGreaterThan(RESTARTS * CALLERS);
        Awaits.await("every fill has ended", PATIENCE, () -> number("SELECT COUNT(*) FROM fill WHERE state < 2") == 0);
        assertAllThere(callers);
    }

    /** Stops it, or kills it, and looks at what is said of it meanwhile. */
    private void away(TlsCallers callers, boolean inGoodOrder) {
        if (inGoodOrder) {
            postgres.stop();
        } else {
            postgres.kill();
        }
        int refused = callers.refused();
        Awaits.await("calls are refused", PATIENCE, () -> callers.refused() > refused + 2 * CALLERS);
        Awaits.holds("it is alive", AWAY, () -> callers.statuses("/healthz").equals(List.of(200, 200)));
        assertThat(callers.statuses("/readyz")).containsExactly(503, 503);
    }

    // A commit that lost its connection may have been done: such a task nobody was promised, but it is whole, and
    // charged.
    private void assertAllThere(TlsCallers callers) {
        var tasks = new HashSet<>(texts("SELECT task_id FROM task"));
        assertThat(tasks).containsAll(callers.accepted());
        assertThat(tasks.size() - callers.accepted().size()).isBetween(0, inDoubt());
        assertThat(number("SELECT SUM(used) FROM quota_usage")).isEqualTo(tasks.size());
        assertThat(number("SELECT COUNT(*) FROM fill WHERE state = 2")).isEqualTo(tasks.size());
        assertThat(number("SELECT COUNT(*) FROM pg_stat_activity WHERE application_name = 'preheat'"))
                .isBetween(1, MOST_CONNECTIONS);
    }

    private int inDoubt() {
        return IN_DOUBT.matcher(service.log())
                .results()
                .mapToInt(found -> found.group(1) == null ? 1 : Integer.parseInt(found.group(1)))
                .sum();
    }

    private void publish() {
        try (var plain = Service.start(dir)) {
            assertThat(Setup.ACME
                            .at(plain.endpoint())
                            .publish(ASSET, "A movie", List.of(movie.url(Setup.ACME.domain()))))
                    .isInstanceOf(Answer.Good.class);
            plain.terminate();
        }
    }

    private static void awaitMore(TlsCallers callers) {
        int before = callers.accepted().size();
        Awaits.await("creates are accepted", PATIENCE, () -> isMore(callers, before + 10 * CALLERS));
    }

    private static boolean isMore(TlsCallers callers, int than) {
        return callers.accepted().size() > than;
    }

    private int number(String sql) {
        return Integer.parseInt(texts(sql).getFirst());
    }

    private List<String> texts(String sql) {
        return postgres.texts("preheat", sql);
    }
}

package dev.preheat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.cli.Answer;
import dev.preheat.cli.ApiClient;
import dev.preheat.cli.TaskReport;
import dev.preheat.e2e.Load.Wish;
import dev.preheat.testing.Awaits;
import dev.preheat.testing.BadOrigin;
import dev.preheat.testing.Behaviour;
import dev.preheat.testing.Nginx;
import dev.preheat.testing.Title;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service killed under load of creates and fills, again and again: what it said 202 to is kept, and charged once. */
class CrashIT {
    private static final int KILLS = Integer.getInteger("preheat.crash.kills", 4);
    private static final int CALLERS = 8;
    private static final int MOST_CREATES_A_LIFE = 60;
    private static final int MOVIES = 300;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String SERIES = "aaaabbbbccccddddaaaabbbbccccdddd";
    private static final String MOVIE = "11112222333344441111222233334444";
    private static final Pattern PROVED = Pattern.compile("proved ([0-9a-f]{32}/\\d+) ");

    @TempDir
    private Path media;

    @TempDir
    private Path dir;

    private BadOrigin origin;
    private Nginx edge;
    private Watch watch;
    private Title series;
    private Title movie;
    private Service service;

    @BeforeEach
    void aCacheInFrontOfASlowOrigin() {
        series = Title.hls(media, SERIES, new Title.Hls(Title.Container.TS, 3, 20_000));
        movie = Title.mp4(media, MOVIE, 40_000);
        origin = BadOrigin.start().serving(series).serving(movie);
        origin.at(series.path() + "?again=1", Behaviour.ok(series.bytes(series.path())));
        // one object at the edge for each query, and long enough under way to be killed in the middle
        IntStream.range(0, MOVIES)
                .forEach(n -> origin.at(
                        movie.path() + "?n=" + n,
                        Behaviour.slow(movie.bytes(movie.path()), Duration.ofMillis(100 + n))));
        edge = Nginx.edge(origin.uri());
        watch = Watch.over(edge.uri());
        new Setup(watch.uri(), 1_000_000).write(dir);
        service = Service.start(dir);
        publish();
    }

    @AfterEach
    void close() {
        service.close();
        watch.close();
        edge.close();
        origin.close();
    }

    @Test
    void keepsWhatItAcceptedThroughEveryKillAndChargesItOnce() {
        long seed = System.nanoTime();
        try (var load = new Load(api(), this::wish).callers(CALLERS, seed)) {
            killAgainAndAgain(load, new Random(seed));
            awaitMore(load, CALLERS);
            load.stop();
            var api = api();
            load.accepted().forEach(task -> awaitSucceed(api, task));
            Awaits.await("every fill has ended", PATIENCE, () -> ledger().unfinished() == 0);
            assertThat(service.terminate().out()).contains("preheat stopped");
            report(seed, load);
            checkTasks(load);
            checkQuota(load);
            checkFills();
        }
    }

    private void killAgainAndAgain(Load load, Random random) {
        for (int kill = 1; kill <= KILLS; kill++) {
            awaitMore(load, random.nextInt(MOST_CREATES_A_LIFE));
            service.kill();
            service.close();
            service = Service.start(dir);
            load.at(api());
        }
    }

    private static void awaitMore(Load load, int many) {
        int before = load.accepted().size();
        Awaits.await(
                many + " more creates are accepted",
                PATIENCE,
                () -> load.accepted().size() >= before + many);
    }

    private void checkTasks(Load load) {
        assertThat(load.refusals()).isEmpty();
        assertThat(ledger().tasks()).containsAll(load.accepted());
        assertThat(ledger().tasks()).hasSizeLessThanOrEqualTo(load.accepted().size() + load.unanswered());
        assertThat(ledger().halves()).isEmpty();
    }

    private void checkQuota(Load load) {
        assertThat(ledger().used())
                .isEqualTo(ledger().cost("%/asset/" + SERIES + "/%"))
                .isBetween(load.acceptedCost(), load.acceptedCost() + load.unansweredCost());
    }

    /** A fill is claimed at most once in each life, proved at most once in all, and no object is filled by two at once. */
    private void checkFills() {
        assertThat(ledger().mostClaims()).isLessThanOrEqualTo(KILLS + 1);
        assertThat(ledger().states()).allMatch(state -> state.endsWith(" 2 1"));
        var proved = PROVED.matcher(service.log())
                .results()
                .collect(Collectors.groupingBy(found -> found.group(1), Collectors.counting()));
        assertThat(proved)
                .isNotEmpty()
                .allSatisfy((_, times) -> assertThat(times).isOne());
        assertThat(watch.fills()).isPositive();
        assertThat(watch.doubles()).isEmpty();
    }

    private void report(long seed, Load load) {
        System.out.printf(
                "%d kills (seed %d): %d creates answered 202, %d never answered, %d tasks stored, quota %d; "
                        + "%d fills, %d of them begun again, one at most %d times; %d objects filled, %d twice at once%n",
                KILLS,
                seed,
                load.accepted().size(),
                load.unanswered(),
                ledger().tasks().size(),
                ledger().used(),
                ledger().fills(),
                ledger().claimedAgain(),
                ledger().mostClaims(),
                watch.fills(),
                watch.doubles().size());
    }

    private void publish() {
        var api = api();
        var urls = List.of(series.url(Setup.ACME.domain()), series.url(Setup.ACME.domain()) + "?again=1");
        assertThat(api.publish(SERIES, "A series", urls)).isInstanceOf(Answer.Good.class);
        assertThat(api.publish(MOVIE, "A movie", List.of(movie.url(Setup.ACME.domain()))))
                .isInstanceOf(Answer.Good.class);
    }

    // The asset costs one and leads to two URLs; a movie's URLs cost one each.
    private Wish wish(Random random) {
        return random.nextInt(4) == 0
                ? new Wish(SERIES, List.of())
                : new Wish(
                        "",
                        random.ints(1 + random.nextInt(3), 0, MOVIES)
                                .distinct()
                                .mapToObj(n -> movie.url(Setup.ACME.domain()) + "?n=" + n)
                                .toList());
    }

    private static void awaitSucceed(ApiClient api, String task) {
        var ended = Awaits.awaitSome("task " + task + " ends", PATIENCE, () -> switch (api.task(task)) {
            case Answer.Good good -> Optional.of(TaskReport.of(good.body())).filter(TaskReport::ended);
            case Answer.Refused refused -> throw new AssertionError("task " + task + " is lost: " + refused);
            case Answer.Unreachable lost -> throw new AssertionError(lost.reason());
        });
        assertThat(ended.status()).as(ended.toString()).isEqualTo("succeed");
    }

    private ApiClient api() {
        return Setup.ACME.at(service.endpoint());
    }

    private Ledger ledger() {
        return new Ledger(Setup.store(dir));
    }
}

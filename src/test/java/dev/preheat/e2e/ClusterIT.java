package dev.preheat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.cli.Answer;
import dev.preheat.cli.ApiClient;
import dev.preheat.e2e.Load.Wish;
import dev.preheat.testing.Awaits;
import dev.preheat.testing.BadOrigin;
import dev.preheat.testing.Behaviour;
import dev.preheat.testing.Link;
import dev.preheat.testing.Nginx;
import dev.preheat.testing.Title;
import dev.preheat.testing.Visitor;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three processes on one PostgreSQL with a standby, under load of creates and fills, and something breaks again and again.
 * {@code -Dpreheat.cluster.faults=200} breaks more than a run of all tests does.
 */
class ClusterIT {
    private static final int FAULTS = Integer.getInteger("preheat.cluster.faults", Fault.values().length);
    private static final int PROCESSES = 3;
    private static final int CREATORS = 4;
    private static final int WATCHERS = 2;
    private static final int MOVIES = 5_000;
    private static final int ONE_LONG_IN = 8;
    private static final Duration LONGER_THAN_A_LEASE = Duration.ofSeconds(33);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String SERIES = "aaaabbbbccccddddaaaabbbbccccdddd";
    private static final String MOVIE = "11112222333344441111222233334444";
    private static final Pattern PROVED = Pattern.compile("proved ([0-9a-f]{32}/\\d+) ");
    private static final Pattern IN_DOUBT = Pattern.compile("lost during a commit: (\\d+) writes|does not say whether");

    @TempDir
    private Path media;

    @TempDir
    private Path dir;

    private final List<Link> links = new ArrayList<>();
    private final List<Service> services = new ArrayList<>();
    private final List<ApiClient> clients = new CopyOnWriteArrayList<>();
    private final Map<Fault, Integer> happened = new EnumMap<>(Fault.class);
    private BadOrigin origin;
    private List<Nginx> edges;
    private Pair databases;
    private Title series;
    private Title movie;

    /** What breaks. */
    private enum Fault {
        KILL,
        STAND_STILL,
        CUT,
        DATABASE_STOPS,
        DATABASE_DIES,
        PROMOTION
    }

    @BeforeEach
    void threeProcesses() throws IOException {
        series = Title.hls(media, SERIES, new Title.Hls(Title.Container.TS, 3, 20_000));
        movie = Title.mp4(media, MOVIE, 40_000);
        origin = BadOrigin.start().serving(series).serving(movie);
        var bytes = movie.bytes(movie.path());
        IntStream.range(0, MOVIES)
                .forEach(n ->
                        origin.at(movie.path() + "?n=" + n, Behaviour.slow(bytes, Duration.ofMillis(50 + n % 1_000))));
        edges = List.of(Nginx.edge(origin.uri()), Nginx.edge(origin.uri()));
        databases = Pair.start();
        for (int i = 0; i < PROCESSES; i++) {
            var place = Files.createDirectory(dir.resolve("process-" + i));
            var one = Link.to(() -> databases.port(0));
            var other = Link.to(() -> databases.port(1));
            links.addAll(List.of(one, other));
            var store = "postgresql://postgres:@" + one.address() + "," + other.address() + "/preheat";
            new Setup(store, edges.stream().map(Nginx::uri).toList(), 1_000_000).write(place);
            services.add(Service.start(place));
            clients.add(client(i));
        }
        publish();
    }

    @AfterEach
    void close() {
        services.forEach(Service::close);
        links.forEach(Link::close);
        databases.close();
        edges.forEach(Nginx::close);
        origin.close();
    }

    @Test
    void losesNothingWhateverBreaks() {
        long seed = System.nanoTime();
        try (var callers = new Callers(clients, this::wish).begin(CREATORS, WATCHERS, seed)) {
            var random = new Random(seed);
            var deck = new ArrayList<Fault>();
            for (int n = 1; n <= FAULTS; n++) {
                if (deck.isEmpty()) {
                    deck.addAll(List.of(Fault.values()));
                    Collections.shuffle(deck, random);
                }
                var fault = deck.removeLast();
                awaitMore(callers, 1 + random.nextInt(10));
                happen(fault, random, callers);
                happened.merge(fault, 1, Integer::sum);
                System.out.printf(
                        "fault %d of %d: %s; %d accepted, %d refused, slowest after %d ms%n",
                        n,
                        FAULTS,
                        fault,
                        callers.accepted().size(),
                        callers.refused(),
                        callers.slowestRefusal().toMillis());
            }
            awaitMore(callers, 10);
            callers.stop();
            Awaits.await(
                    "every fill has ended", PATIENCE, () -> number("SELECT COUNT(*) FROM fill WHERE state < 2") == 0);
            check(callers, seed);
        }
    }

    private void happen(Fault fault, Random random, Callers callers) {
        int one = random.nextInt(PROCESSES);
        var some = Duration.ofMillis(200 + random.nextInt(4_000));
        switch (fault) {
            case KILL -> killed(one);
            case STAND_STILL -> {
                callers.standsStill(clients.get(one));
                services.get(one).standStill();
                pause(random.nextInt(ONE_LONG_IN) == 0 ? LONGER_THAN_A_LEASE : some);
                services.get(one).goOn();
                callers.goesOn(clients.get(one));
            }
            case CUT -> {
                links.subList(2 * one, 2 * one + 2).forEach(Link::cut);
                pause(some);
                links.subList(2 * one, 2 * one + 2).forEach(Link::mend);
            }
            case DATABASE_STOPS -> databases.restart(true);
            case DATABASE_DIES -> databases.restart(false);
            case PROMOTION -> databases.promote();
        }
    }

    private void killed(int one) {
        services.get(one).kill();
        services.get(one).close();
        services.set(one, Service.start(dir.resolve("process-" + one)));
        clients.set(one, client(one));
    }

    private void check(Callers callers, long seed) {
        var tasks = new HashSet<>(databases.texts("SELECT task_id FROM task"));
        int used = number("SELECT COALESCE(SUM(used), 0) FROM quota_usage");
        var logs = IntStream.range(0, PROCESSES)
                .mapToObj(i -> Service.log(dir.resolve("process-" + i)))
                .collect(Collectors.joining());
        int inDoubt = inDoubt(logs);
        System.out.printf(
                "%d faults %s (seed %d): %d creates answered 202, %d refused, the slowest after %d ms, %d never answered, %d writes in"
                        + " doubt; %d tasks stored, quota %d; %d looks at what became of them; %d fills, %d claimed again%n",
                FAULTS,
                happened,
                seed,
                callers.accepted().size(),
                callers.refused(),
                callers.slowestRefusal().toMillis(),
                callers.unanswered(),
                inDoubt,
                tasks.size(),
                used,
                callers.looks(),
                number("SELECT COUNT(*) FROM fill"),
                number("SELECT COUNT(*) FROM fill WHERE epoch > 1"));
        assertThat(callers.wrongs()).isEmpty();
        assertThat(tasks).as("no accepted task is lost").containsAll(callers.accepted());
        assertThat(tasks.size() - callers.accepted().size())
                .as("tasks that nobody was promised")
                .isBetween(0, callers.unanswered() + inDoubt);
        assertThat(used)
                .as("the quota is what the tasks cost")
                .isEqualTo(cost())
                .isGreaterThanOrEqualTo(callers.acceptedCost());
        assertThat(databases.texts("SELECT DISTINCT state FROM fill")).containsExactly("2");
        assertThat(databases.texts("SELECT task_id FROM task WHERE task_id NOT IN (SELECT task_id FROM fill)"))
                .isEmpty();
        assertThat(PROVED.matcher(logs)
                        .results()
                        .collect(Collectors.groupingBy(found -> found.group(1), Collectors.counting())))
                .allSatisfy((_, times) -> assertThat(times).isOne());
        checkEdges();
    }

    /** What is proved is there: its last byte, asked for so that the edge cannot get it now. */
    private void checkEdges() {
        origin.close();
        for (int i = 0; i < edges.size(); i++) {
            var proved =
                    databases.texts("SELECT DISTINCT url FROM fill WHERE state = 2 AND edge = 'sg-" + (i + 1) + "'");
            for (var url : proved) {
                var uri = URI.create(url);
                var path = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
                var answer = Visitor.get(
                        edges.get(i).uri(),
                        Setup.ACME.domain(),
                        path,
                        "Cache-Control: only-if-cached",
                        "Range: bytes=-1");
                assertThat(answer.status()).as(url).isEqualTo(206);
            }
        }
    }

    // An asset costs one, whatever it leads to; each URL one. Every URL has a fill in each edge.
    private int cost() {
        return number("""
                SELECT COALESCE(SUM(CASE WHEN whole THEN 1 ELSE urls END), 0) FROM (
                    SELECT COUNT(DISTINCT url) AS urls, BOOL_OR(url LIKE '%/asset/""" + SERIES + "/%') AS whole" + " FROM fill GROUP BY task_id) AS tasks");
    }

    // A commit that lost its connection, or did not come back in time, may have been one or a whole group.
    private static int inDoubt(String logs) {
        return IN_DOUBT.matcher(logs)
                .results()
                .mapToInt(found -> found.group(1) == null ? 1 : Integer.parseInt(found.group(1)))
                .sum();
    }

    private static void awaitMore(Callers callers, int many) {
        int before = callers.accepted().size();
        Awaits.await(
                many + " more creates are accepted",
                PATIENCE,
                () -> callers.accepted().size() >= before + many);
    }

    private void publish() {
        var api = clients.getFirst();
        assertThat(api.publish(SERIES, "A series", List.of(series.url(Setup.ACME.domain()))))
                .isInstanceOf(Answer.Good.class);
        assertThat(api.publish(MOVIE, "A movie", List.of(movie.url(Setup.ACME.domain()))))
                .isInstanceOf(Answer.Good.class);
    }

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

    private ApiClient client(int i) {
        return Setup.ACME.at(services.get(i).endpoint());
    }

    private int number(String sql) {
        return databases.number(sql);
    }

    private static void pause(Duration time) {
        try {
            var _ = new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            throw new AssertionError("interrupted");
        }
    }
}

package dev.preheat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.cli.Answer;
import dev.preheat.testing.Awaits;
import dev.preheat.testing.Nginx;
import dev.preheat.testing.RawHttp;
import dev.preheat.testing.Title;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGHUP under load: what somebody may do changes, and no request gets any answer but its proper one. */
class ReloadIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String MOVIE = "11112222333344441111222233334444";
    private static final int RELOADS = 12;
    private static final int ANSWERS_BETWEEN = 10;
    private static final int CONNECTIONS_OF_A_KIND = 2;
    private static final String SECRET = "sk-of-the-editor";
    private static final String NO = "403 VOD.10074";

    /** What the editor may do while one file is in force, and what his requests are answered then. */
    private record Era(String policies, String create, String show) {}

    private static final List<Era> ERAS = List.of(
            new Era("VOD CommonOperations", "202", "200"),
            new Era("VOD ReadOnlyAccess", NO, "200"),
            new Era("VOD CommonOperations, no-preheat", NO, "200"),
            new Era("", NO, NO));

    /**
     * What callers of one kind send, and get.
     *
     * @param kept whether all goes over one connection, which must last, or each request over one of its own
     */
    private record Kind(String name, boolean kept, Supplier<String> request, Function<Era, String> proper) {}

    @TempDir
    private Path media;

    @TempDir
    private Path dir;

    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger number = new AtomicInteger();
    private final List<AtomicInteger> answered = new ArrayList<>();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private volatile Set<Era> possible = Set.of(ERAS.getFirst());
    private volatile boolean stopped;
    private Title movie;
    private Nginx origin;
    private Nginx edge;
    private Service service;

    @BeforeEach
    void aServiceWithAnEdgeAndAPublishedMovie() {
        movie = Title.mp4(media, MOVIE, 10_000);
        origin = Nginx.origin(media);
        edge = Nginx.edge(origin.uri());
        write(0, ERAS.getFirst().policies(), "");
        service = Service.start(dir);
        var acme = Setup.ACME.at(service.endpoint());
        assertThat(acme.publish(MOVIE, "A movie", List.of(movie.url(Setup.ACME.domain()))))
                .isInstanceOf(Answer.Good.class);
    }

    @AfterEach
    void close() {
        stopped = true;
        callers.close();
        service.close();
        edge.close();
        origin.close();
    }

    @Test
    void dropsNoRequestAndAWrongFileIsRefusedWhole() throws IOException {
        kinds().forEach(this::call);
        awaitMore();
        for (int n = 1; n <= RELOADS; n++) {
            reload(n);
            awaitMore();
            reloadAWrongFile(n);
            awaitMore();
        }
        stopped = true;
        callers.close();
        assertThat(wrong).isEmpty();
        System.out.println(RELOADS + " reloads and as many wrong files under load: "
                + answered.stream().mapToInt(AtomicInteger::get).sum() + " requests, each with its proper answer");
    }

    private List<Kind> kinds() throws IOException {
        var owner = Pass.ofKey(Setup.ACME.accessKey(), Setup.ACME.secretKey());
        var editor = Pass.ofKey("AKEDITOR", SECRET);
        var token = Pass.ofToken(Tokens.ofOwner(service.endpoint()));
        var task = ((Answer.Good) Setup.ACME.at(service.endpoint()).preheat(MOVIE, List.of())).member("task_id");
        return List.of(
                new Kind("the owner creates", true, () -> owner.create(wish()), _ -> "202"),
                new Kind("the owner's token shows", true, () -> token.show(task), _ -> "200"),
                new Kind("the owner shows, connecting anew", false, () -> owner.show(task), _ -> "200"),
                new Kind("the editor creates", true, () -> editor.create(wish()), Era::create),
                new Kind("the editor shows", true, () -> editor.show(task), Era::show));
    }

    // Others than those of the second before: a request that is sent again is not created again.
    private String wish() {
        var url = movie.url(Setup.ACME.domain()) + "?n=" + number.incrementAndGet() % 100;
        return "{\"urls\":[\"" + url + "\"]}";
    }

    private void call(Kind kind) {
        for (int i = 0; i < CONNECTIONS_OF_A_KIND; i++) {
            var count = new AtomicInteger();
            answered.add(count);
            callers.execute(() -> call(kind, count));
        }
    }

    private void call(Kind kind, AtomicInteger count) {
        int port = service.endpoint().getPort();
        try (var connection = new RawHttp(port)) {
            while (!stopped) {
                var before = possible;
                var request = kind.request().get();
                var answer = Pass.outcome(kind.kept() ? connection.exchange(request) : RawHttp.exchange(port, request));
                check(kind, before, answer);
                count.incrementAndGet();
            }
        } catch (IOException broken) {
            wrong.add(kind.name() + ": " + broken);
        }
    }

    // Whatever was in force for a moment between its first byte and its answer may have been what decided.
    private void check(Kind kind, Set<Era> before, String answer) {
        var proper = Stream.concat(before.stream(), possible.stream())
                .map(kind.proper())
                .collect(Collectors.toSet());
        if (!proper.contains(answer)) {
            wrong.add(kind.name() + ": " + answer + " instead of " + proper);
        }
    }

    private void awaitMore() {
        var before = answered.stream().map(AtomicInteger::get).toList();
        Awaits.await(
                "everybody got more answers",
                PATIENCE,
                () -> !wrong.isEmpty()
                        || IntStream.range(0, before.size())
                                .allMatch(i -> answered.get(i).get() >= before.get(i) + ANSWERS_BETWEEN));
        assertThat(wrong).isEmpty();
    }

    private void reload(int n) {
        var next = ERAS.get(n % ERAS.size());
        possible = Set.of(ERAS.get((n - 1) % ERAS.size()), next);
        write(n, next.policies(), "");
        service.hangUp();
        service.hangUp(); // as a hasty hand does
        awaitLog("reloaded: " + (n + 3) + " users"); // the two owners and the editor
        possible = Set.of(next);
    }

    /** It would let the editor do everything, if any of it were taken. */
    private void reloadAWrongFile(int n) {
        write(n, "VOD FullAccess", "unheard-of-" + n);
        service.hangUp();
        awaitLog("but is 'unheard-of-" + n + "'");
    }

    private void awaitLog(String words) {
        Awaits.await("the log has: " + words, PATIENCE, () -> service.log().contains(words));
    }

    /**
     * @param n how many more users there are: by their number the log tells one reload from another
     * @param otherPolicy of the last of them
     */
    private void write(int n, String policies, String otherPolicy) {
        var editor = user("editor", policies, "AKEDITOR");
        var others = IntStream.rangeClosed(1, n).mapToObj(i -> user("user-" + i, i == n ? otherPolicy : "", "AK" + i));
        new Setup(edge.uri(), 1_000_000)
                .write(dir, Stream.concat(Stream.of(editor), others).toArray(String[]::new));
    }

    private static String user(String name, String policies, String accessKey) {
        return "{ name: %s, policies: [ %s ], access-keys: [ { ak: %s, sk: %s } ] }"
                .formatted(name, policies, accessKey, SECRET);
    }
}

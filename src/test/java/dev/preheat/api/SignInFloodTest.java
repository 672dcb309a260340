package dev.preheat.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.testing.LogLines;
import dev.preheat.testing.Logins;
import dev.preheat.testing.RawHttp;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Forty connections that sign in with wrong names or passwords, as fast as they are answered, and somebody who is right. */
class SignInFloodTest {
    private static final int CONNECTIONS = 40;
    private static final int RIGHT_ONES = 10;
    private static final Duration SOON = Duration.ofSeconds(3);

    @TempDir
    Path folder;

    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger answered = new AtomicInteger();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private WireFixture wire;

    @BeforeEach
    void start() throws IOException {
        wire = new WireFixture(folder, Map.of());
    }

    @AfterEach
    void stop() {
        over.set(true);
        wire.close();
        threads.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.2"})
    void whoIsRightIsAnsweredSoonAlsoTheFirstTime(String attackers) throws IOException {
        flood(_ -> attackers, _ -> "nobody-" + ThreadLocalRandom.current().nextLong());
        signsInAgainAndAgain("127.0.0.1", SOON);
    }

    @Test
    void aNameThatTwentySourcesTryIsStillItsOwners() throws IOException {
        flood(i -> "127.0.1." + (1 + i % 20), _ -> "globex");
        signsInAgainAndAgain("127.0.0.1", Duration.ofSeconds(10));
    }

    @Test
    void theLogNamesTheSourceOnceAMinute() throws IOException {
        try (var log = new LogLines("dev.preheat.auth.SignIn")) {
            flood(_ -> "127.0.0.2", _ -> "nobody-" + ThreadLocalRandom.current().nextLong());
            signsInAgainAndAgain("127.0.0.1", SOON);
            assertThat(log.lines()).singleElement().asString().startsWith("sign-ins refused from 127.0.0.2: ");
        }
    }

    private void flood(IntFunction<String> from, IntFunction<String> name) throws IOException {
        for (int i = 0; i < CONNECTIONS; i++) {
            int number = i;
            var connection = new RawHttp(wire.server.port(), from.apply(number));
            var _ = threads.submit(() -> {
                try (connection) {
                    while (!over.get()) {
                        connection.exchange(request(name.apply(number), "wrong"));
                        answered.incrementAndGet();
                    }
                }
                return null;
            });
        }
    }

    private void signsInAgainAndAgain(String from, Duration soon) throws IOException {
        for (int i = 0; i < RIGHT_ONES || answered.get() < CONNECTIONS; i++) {
            long began = System.nanoTime();
            assertThat(signIn(from, "globex", Logins.PASSWORD)).startsWith("HTTP/1.1 201 ");
            assertThat(since(began)).isLessThan(soon);
        }
    }

    private String signIn(String from, String name, String password) throws IOException {
        try (var connection = new RawHttp(wire.server.port(), from)) {
            return connection.exchange(request(name, password));
        }
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private static String request(String name, String password) {
        var user = "{\"domain\":{\"name\":\"globex\"},\"name\":\"" + name + "\",\"password\":\"" + password + "\"}";
        var body = "{\"auth\":{\"identity\":{\"methods\":[\"password\"],\"password\":{\"user\":" + user + "}}}}";
        return "POST /v3/auth/tokens HTTP/1.1\r\nHost: a\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }
}

package dev.preheat.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.http.Headers;
import dev.preheat.http.Request;
import dev.preheat.http.Response;
import dev.preheat.iam.KeystoneError;
import dev.preheat.operation.WireError;
import dev.preheat.testing.RawHttp;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every {@code resources/wire/<operation>/<case>.http}: request bytes in, answer bytes out. */
class WireTest {
    /** A part of an error that varies. */
    private static final String ANY = "<any>";

    @TempDir
    static Path shared;

    private static WireFixture wire;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws Exception {
        wire = new WireFixture(shared, Map.of());
    }

    @AfterAll
    static void stop() {
        wire.close();
    }

    static List<WireCase> cases() {
        return WireCase.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isAnsweredAsRecorded(WireCase golden) throws Exception {
        if (golden.isHarmless()) {
            play(golden, wire);
            return;
        }
        try (var own = new WireFixture(folder, golden.settings())) {
            play(golden, own);
        }
    }

    private static void play(WireCase golden, WireFixture wire) throws Exception {
        var learnt = new HashMap<String, String>();
        for (var exchange : golden.exchanges()) {
            var answer = WireCase.sorted(RawHttp.exchange(wire.server.port(), WireCase.bytes(exchange, learnt)));
            var expected = WireCase.expected(exchange);
            assertThat(answer).matches(expected);
            var found = expected.matcher(answer);
            for (var name : List.of("task_id", "token", "mark")) {
                var group = name.replace("_", "");
                if (found.matches() && expected.namedGroups().containsKey(group)) {
                    learnt.put(name, found.group(group));
                }
            }
        }
    }

    @Test
    void everyCaseNamesItsSource() {
        assertThat(WireCase.all())
                .hasSizeGreaterThan(80)
                .allSatisfy(golden ->
                        assertThat(golden.comments().getFirst()).matches("# (assumed.*|.*\\d{4}-\\d{2}(-\\d{2})?.*)"));
    }

    @Test
    void everyCaseThatTheDocumentNamesIsThere() throws Exception {
        var named = Pattern.compile("`([a-z0-9-]+/[a-z0-9-]+\\.http)`")
                .matcher(Files.readString(Path.of("docs/wire.md")))
                .results()
                .map(name -> name.group(1))
                .toList();
        assertThat(WireCase.all()).extracting(WireCase::name).containsAll(named);
        assertThat(named).hasSizeGreaterThan(60);
    }

    @ParameterizedTest
    @EnumSource(WireError.class)
    void everyErrorIsInACase(WireError error) {
        var request = new Request("", "GET", "/", "", Headers.NONE, new byte[0], "127.0.0.1", Map.of());
        isInACase(error.response(request, ANY));
    }

    @ParameterizedTest
    @EnumSource(KeystoneError.class)
    void everyErrorOfKeystoneIsInACase(KeystoneError error) {
        isInACase(error.response(ANY));
    }

    private static void isInACase(Response error) {
        var body = new String(error.body(), StandardCharsets.UTF_8)
                .replace("\"request_id\":\"\"", "\"request_id\":\"" + ANY + "\"");
        var pattern = Arrays.stream(body.split(ANY, -1)).map(Pattern::quote).collect(Collectors.joining("[^\"]+"));
        assertThat(WireCase.all())
                .flatExtracting(WireCase::exchanges)
                .extracting(WireCase.Exchange::answer)
                .anySatisfy(answer -> assertThat(answer)
                        .startsWith("HTTP/1.1 " + error.status() + " ")
                        .containsPattern(pattern));
    }
}

package dev.preheat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** SECURITY.md names the test that holds each promise: each is there. */
class SecurityDocTest {
    private static final Pattern NAMED = Pattern.compile("`(\\w+(?:Test|IT))(?:#(\\w+))?`");

    static Stream<String> named() throws IOException {
        return NAMED.matcher(Files.readString(Path.of("SECURITY.md")))
                .results()
                .map(MatchResult::group)
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("named")
    void everyTestThatIsNamedIsThere(String name) throws IOException {
        var parts = NAMED.matcher(name).results().findFirst().orElseThrow();
        assertThat(source(parts.group(1)))
                .contains(parts.group(2) == null ? "class " + parts.group(1) : " " + parts.group(2) + "(");
    }

    private static String source(String test) throws IOException {
        try (var files = Files.walk(Path.of("src/test/java"))) {
            return files.filter(file -> file.endsWith(test + ".java"))
                    .map(SecurityDocTest::text)
                    .collect(Collectors.joining());
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}

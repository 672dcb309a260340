package dev.preheat.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables of refusals in docs/wire.md: each row has its cases, and each refusal of a case its row. */
class WireDocumentTest {
    private static final Path DOCUMENT = Path.of("docs/wire.md");
    private static final String HEAD = "| what | status, code | message | source | golden case |";
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
    private static final Pattern STATUS = Pattern.compile("(\\d{3})(?: ([A-Z]+\\.\\d+))?.*");
    private static final Pattern SAID = Pattern.compile("\"(?:error_msg|message)\":\"([^\"]*)\"");
    private static final Pattern ANYTHING = Pattern.compile("\\b(?:HOST|ACTION|AK|TIME|NAME|LIMIT)\\b");

    /**
     * One row.
     *
     * @param status empty where the connection closes without an answer
     * @param code empty where none is sent
     * @param message of which {@link #ANYTHING} stands for anything, and {@code …} for what another row begins with
     * @param tests names of cases, and of a test class where no case can show it
     */
    record Row(String what, String status, String code, String message, List<String> tests) {
        static Row of(String line) {
            var cells = line.substring(1).split("(?<!\\\\)\\|", -1);
            var answer = STATUS.matcher(cells[1].strip());
            var answered = answer.matches();
            var code = answered && answer.group(2) != null ? answer.group(2) : "";
            return new Row(
                    cells[0].strip(),
                    answered ? answer.group(1) : "",
                    code,
                    cells[2].strip().replace("\\|", "|"),
                    quoted(cells[4]));
        }

        boolean isOf(String answer) {
            return answer.startsWith("HTTP/1.1 " + status + " ")
                    && (code.isEmpty() || answer.contains("\"error_code\":\"" + code + "\""))
                    && SAID.matcher(answer).results().map(said -> said.group(1)).anyMatch(this::says);
        }

        private boolean says(String said) {
            var words = quoted(message);
            var fixed = words.isEmpty() ? Stream.of("") : Arrays.stream(ANYTHING.split(words.getFirst(), -1));
            var whole = fixed.map(Pattern::quote).collect(Collectors.joining(".+"));
            var before = message.startsWith("…") ? ".+" : "";
            var after = words.size() == 1 && message.endsWith("`") ? "\\.?" : ".*";
            return Pattern.matches(before + whole + after, said);
        }

        @Override
        public String toString() {
            return what;
        }
    }

    static List<Row> rows() {
        try {
            var tables = Files.readString(DOCUMENT).split(Pattern.quote(HEAD + "\n"), -1);
            return Arrays.stream(tables)
                    .skip(1)
                    .flatMap(table -> table.lines().skip(1).takeWhile(line -> line.startsWith("|")))
                    .map(Row::of)
                    .toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aRowIsWhatItsCasesAreAnswered(Row row) {
        assertThat(row.tests()).isNotEmpty();
        if (row.status().isEmpty()) {
            assertThat(row.tests()).allSatisfy(test -> assertThat(isTest(test)).isTrue());
            return;
        }
        assertThat(row.tests()).allSatisfy(test -> assertThat(answers(test)).anyMatch(row::isOf));
    }

    @Test
    void thereAreTwoTables() {
        assertThat(rows()).hasSizeGreaterThan(40).extracting(Row::status).contains("401", "429", "500", "");
    }

    static List<WireCase> refused() {
        return WireCase.all().stream()
                .filter(golden -> answers(golden).stream().anyMatch(WireDocumentTest::isRefusal))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("refused")
    void aRefusalIsInARow(WireCase golden) {
        assertThat(answers(golden).stream().filter(WireDocumentTest::isRefusal))
                .allSatisfy(answer -> assertThat(rows()).anyMatch(row -> row.isOf(answer)));
    }

    /** None when there is no such case. */
    private static List<String> answers(String name) {
        return WireCase.all().stream()
                .filter(golden -> golden.name().equals(name))
                .flatMap(golden -> answers(golden).stream())
                .toList();
    }

    private static List<String> answers(WireCase golden) {
        return golden.exchanges().stream().map(WireCase.Exchange::answer).toList();
    }

    private static boolean isRefusal(String answer) {
        return answer.contains("\"error_msg\":") || answer.contains("\"error\":");
    }

    private static boolean isTest(String name) {
        try (var sources = Files.walk(Path.of("src/test/java"))) {
            return sources.anyMatch(source -> source.endsWith(name + ".java"));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static List<String> quoted(String cell) {
        return QUOTED.matcher(cell).results().map(found -> found.group(1)).toList();
    }
}

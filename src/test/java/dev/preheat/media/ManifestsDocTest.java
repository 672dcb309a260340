package dev.preheat.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.testing.DocTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/manifests.md: no tag or element stands in its tables without a test, and no test that it names is missing. */
class ManifestsDocTest {
    private static final String PAGE = "manifests.md";
    private static final Path FIXTURES = Path.of("src/test/resources/media");

    // of many words, so that no attribute of a manifest is taken for a test
    private static final Pattern TEST = Pattern.compile("`(?!useMPD)([a-z]+(?:[A-Z][a-z0-9]*){4,})`");

    @ParameterizedTest
    @CsvSource({
        "## HLS: followed, hls",
        "## HLS: left alone, hls",
        "## DASH: followed, dash",
        "## DASH: left alone, dash"
    })
    void everyRowNamesATestThatIsThere(String heading, String folder) throws IOException {
        var tests = testMethods();
        for (var row : DocTable.of(PAGE, heading).rows()) {
            assertThat(row).as("a row under %s", heading).hasSize(3);
            assertThat(named(row.getLast())).as(row.getFirst()).isNotEmpty().allSatisfy(name -> {
                if (name.matches("[a-z0-9-]+\\.(m3u8|mpd)")) {
                    assertThat(FIXTURES.resolve(folder).resolve(name)).exists();
                    assertThat(FIXTURES.resolve(folder).resolve(name.replaceAll("\\.\\w+$", ".expected")))
                            .exists();
                } else {
                    assertThat(tests).contains(name);
                }
            });
        }
    }

    @Test
    void everyTestThatThePageNamesIsThere() throws IOException {
        var named = TEST.matcher(Files.readString(Path.of("docs", PAGE)))
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(named).hasSizeGreaterThan(20);
        assertThat(testMethods()).containsAll(named);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hls", "dash"})
    void everyManifestAmongTheTestsIsNamed(String folder) throws IOException {
        var page = Files.readString(Path.of("docs", PAGE));
        try (var files = Files.list(FIXTURES.resolve(folder))) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> !name.endsWith(".expected")))
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
        }
    }

    private static List<String> named(String cell) {
        return Arrays.stream(cell.split(","))
                .map(name -> name.replace("`", "").strip())
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static List<String> testMethods() throws IOException {
        var method = Pattern.compile("^    void (\\w+)\\(", Pattern.MULTILINE);
        var names = new ArrayList<String>();
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            for (var file :
                    files.filter(one -> one.toString().endsWith(".java")).toList()) {
                method.matcher(Files.readString(file)).results().forEach(found -> names.add(found.group(1)));
            }
        }
        return names;
    }
}

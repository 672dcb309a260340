package dev.preheat.fill;

import static dev.preheat.fill.NginxFills.HOST;
import static dev.preheat.fill.NginxFills.PROJECT;
import static dev.preheat.fill.NginxFills.fill;
import static dev.preheat.fill.NginxFills.filler;
import static dev.preheat.fill.NginxFills.proved;
import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.catalogue.DeliveryDomain;
import dev.preheat.catalogue.HeaderProfile;
import dev.preheat.catalogue.TitlePart;
import dev.preheat.testing.Browser;
import dev.preheat.testing.Commands;
import dev.preheat.testing.Nginx;
import dev.preheat.testing.Nginx.OriginOption;
import dev.preheat.testing.Nginx.Seen;
import dev.preheat.testing.Packaged;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** The players that viewers have, in a real browser, on titles as ffmpeg packages them, before a real nginx. */
class PlayersIT {
    private static final String PAGE_HOST = "www.example.com";
    private static final String HLS_JS = "hls.js";
    private static final Path PAGES = Path.of("target/players").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String DONE = "/done?";

    @TempDir
    private static Path docroot;

    private static Nginx origin;
    private static Nginx edge;

    /** What {@code players/player.js} tells of how it went. */
    private record Report(
            boolean finished,
            String step,
            double played,
            List<Integer> renditions,
            int audios,
            int subtitles,
            String failure,
            List<String> errors) {}

    /** What a player asked for while it played, and what of that reached the origin. */
    private record Watched(Report report, List<Seen> atEdge, List<Seen> atOrigin) {
        Set<String> paths() {
            return atEdge.stream().map(Seen::uri).collect(Collectors.toSet());
        }
    }

    @BeforeAll
    static void aPreheatedEdge() throws Exception {
        Files.createDirectories(PAGES);
        for (var file : List.of("package.json", "package-lock.json", "player.html", "player.js")) {
            Files.write(PAGES.resolve(file), Files.readAllBytes(Path.of("src/test/resources/players", file)));
        }
        if (!Files.exists(PAGES.resolve("node_modules/.package-lock.json"))) {
            Commands.run(PAGES, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
        }
        Packaged.all(docroot);
        origin = Nginx.origin(docroot, OriginOption.ANY_PAGE, OriginOption.GZIP_PLAYLISTS);
        edge = Nginx.edge(origin.uri());
        for (var title : Packaged.values()) {
            proved(fill(edge, title.path(), origin.uri()));
        }
    }

    @AfterAll
    static void close() {
        edge.close();
        origin.close();
    }

    @ParameterizedTest
    @CsvSource({
        "hls.js,  HLS_TS,        2, 0, 0",
        "hls.js,  HLS_RANGES,    2, 0, 0",
        "hls.js,  HLS_LANGUAGES, 2, 2, 1",
        "dash.js, DASH_TIMELINE, 2, 2, 1",
        "dash.js, DASH_NUMBERS,  2, 2, 0",
        "dash.js, DASH_LIST,     2, 2, 0",
        "dash.js, DASH_RANGES,   2, 2, 0",
        "dash.js, DASH_INDEX,    2, 1, 0",
    })
    void afterTheProofEveryRenditionPlaysWithoutTheOrigin(
            String player, Packaged title, int renditions, int audios, int subtitles) {
        var watched = watch(player, title, edge, origin);

        assertPlayed(watched);
        assertThat(watched.report().renditions()).hasSize(renditions);
        assertThat(watched.report().audios()).isEqualTo(audios);
        assertThat(watched.report().subtitles()).isEqualTo(subtitles);
        assertThat(watched.paths()).containsAll(title.paths(docroot));
        assertNeverReachedTheOrigin(watched);
    }

    /** It chooses by itself what to fetch, and accepts no encoding as pages do. */
    @ParameterizedTest
    @CsvSource({"HLS_TS", "HLS_LANGUAGES", "FILE"})
    void afterTheProofTheBrowsersOwnPlayerNeedsNoOrigin(Packaged title) throws Exception {
        var watched = watch("Chromium", title, edge, origin);

        assertPlayed(watched);
        assertThat(watched.paths()).contains(title.path());
        assertNeverReachedTheOrigin(watched);
    }

    @ParameterizedTest
    @CsvSource({"hls.js, master.m3u8", "dash.js, index.mpd", "Chromium, master.m3u8"})
    void aTitleOfOddNamesPlaysWithoutTheOrigin(String player, String manifest) throws Exception {
        Packaged.oddlyNamed(docroot.resolve("odd"));
        var path = "/odd/" + manifest;
        try (var own = Nginx.edge(origin.uri())) {
            proved(fill(own, path, origin.uri()));
            int atOrigin = origin.requests().size();
            int atEdge = own.requests().size();
            var report = watch(player, "http://" + HOST + path, own.uri());
            var watched = new Watched(
                    report,
                    own.requests().subList(atEdge, own.requests().size()),
                    origin.requests().subList(atOrigin, origin.requests().size()));

            assertPlayed(watched);
            assertThat(watched.paths()).anyMatch(asked -> asked.contains("[1]") && asked.contains("?k[]={1}|2^3`"));
            assertNeverReachedTheOrigin(watched);
        }
    }

    @Test
    void aColdEdgeAsksTheOriginForWhatAPlayerWants() {
        try (var cold = Nginx.edge(origin.uri())) {
            var watched = watch(HLS_JS, Packaged.HLS_TS, cold, origin);

            assertPlayed(watched);
            assertThat(watched.atOrigin().stream().map(Seen::uri)).containsAll(Packaged.HLS_TS.paths(docroot));
        }
    }

    @Test
    void anAnswerThatNamesThePageIsFilledForThatPage() throws Exception {
        try (var each = Nginx.origin(docroot, OriginOption.EACH_PAGE, OriginOption.GZIP_PLAYLISTS);
                var own = Nginx.edge(each.uri())) {
            proved(fill(own, Packaged.HLS_RANGES.path(), fillerFor("origin", "http://" + PAGE_HOST, each)));
            var watched = watch(HLS_JS, Packaged.HLS_RANGES, own, each);

            assertPlayed(watched);
            assertNeverReachedTheOrigin(watched);
        }
    }

    private static Filler fillerFor(String field, String value, Nginx origin) {
        var viewers = new HeaderProfile(Map.of(field, value));
        return filler(
                new DeliveryDomain(HOST, PROJECT, true, Optional.of(origin.uri()), List.of(viewers), TitlePart.WHOLE));
    }

    private static void assertPlayed(Watched watched) {
        var report = watched.report();
        assertThat(report.failure()).as(report.toString()).isEmpty();
        assertThat(report.finished()).as(report.toString()).isTrue();
        assertThat(report.played()).as("seconds of play").isGreaterThan(1);
    }

    private static void assertNeverReachedTheOrigin(Watched watched) {
        assertThat(watched.atOrigin()).isEmpty();
        assertThat(watched.atEdge()).extracting(Seen::cacheStatus).containsOnly("HIT");
    }

    private static Watched watch(String player, Packaged title, Nginx edge, Nginx origin) {
        int atEdge = edge.requests().size();
        int atOrigin = origin.requests().size();
        var report = watch(player, "http://" + HOST + title.path(), edge.uri());
        var seen = edge.requests();
        var asked = origin.requests();
        var watched = new Watched(report, seen.subList(atEdge, seen.size()), asked.subList(atOrigin, asked.size()));
        System.out.printf(
                "| %s | %s | %d | %d |%n",
                title, player, watched.atEdge().size(), watched.atOrigin().size());
        return watched;
    }

    private static Report watch(String player, String url, URI edge) {
        try (var pages = Nginx.origin(PAGES)) {
            var page = "http://" + PAGE_HOST + "/player.html?player=" + player + "&url=" + url;
            try (var browser = Browser.open(page, Map.of(PAGE_HOST, pages.uri(), HOST, edge))) {
                return browser.awaitSome("a report on " + url, PATIENCE, () -> report(pages));
            }
        }
    }

    private static Optional<Report> report(Nginx pages) {
        try (var lines = Files.lines(pages.accessLog())) {
            return lines.flatMap(line -> List.of(line.split("\t", -1)).stream())
                    .filter(field -> field.startsWith(DONE))
                    .findFirst()
                    .map(uri -> URLDecoder.decode(uri.substring(DONE.length()), StandardCharsets.UTF_8))
                    .map(json -> JsonMapper.shared().readValue(json, Report.class));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}

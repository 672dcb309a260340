package dev.preheat.fill;

import static dev.preheat.fill.NginxFills.aFill;
import static dev.preheat.fill.NginxFills.edge;
import static dev.preheat.fill.NginxFills.filler;
import static dev.preheat.fill.NginxFills.proved;
import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.testing.Nginx;
import dev.preheat.testing.Nginx.Seen;
import dev.preheat.testing.Packaged;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A title as ffmpeg packages it for HLS and DASH at once: two manifests over the same segments. */
class SharedSegmentsIT {
    private static final List<String> MANIFESTS =
            List.of("/index.mpd", "/master.m3u8", "/media_0.m3u8", "/media_1.m3u8");

    @TempDir
    Path docroot;

    @Test
    void eachObjectIsAskedOfTheOriginOnceForBothManifests() throws Exception {
        Packaged.hlsAndDash(docroot);
        try (var origin = Nginx.origin(docroot);
                var nginx = Nginx.edge(origin.uri());
                var filler = filler()) {
            proved(filler.fill(aFill("/master.m3u8"), edge(nginx), new Tally()));
            var dash = proved(filler.fill(aFill("/index.mpd"), edge(nginx), new Tally()));
            assertThat(dash.progress().objectsDone()).isGreaterThan(8);

            var asked = origin.requests().stream()
                    .map(Seen::uri)
                    .filter(uri -> !uri.startsWith("/.preheat/"))
                    .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
            assertThat(asked.keySet()).containsAll(MANIFESTS).containsAll(media());
            assertThat(asked).allSatisfy((_, times) -> assertThat(times).isOne());
        }
    }

    private List<String> media() throws Exception {
        try (var files = Files.list(docroot)) {
            return files.map(file -> "/" + file.getFileName())
                    .filter(name -> name.endsWith(".m4s"))
                    .toList();
        }
    }
}

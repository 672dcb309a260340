package dev.preheat.fill;

import static dev.preheat.fill.NginxFills.HOST;
import static dev.preheat.fill.NginxFills.PROJECT;
import static dev.preheat.fill.NginxFills.aFill;
import static dev.preheat.fill.NginxFills.failed;
import static dev.preheat.fill.NginxFills.proved;
import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.catalogue.DeliveryDomain;
import dev.preheat.catalogue.DeliveryDomains;
import dev.preheat.catalogue.TitlePart;
import dev.preheat.edge.Edge;
import dev.preheat.preheat.EdgeName;
import dev.preheat.preheat.FailureClass;
import dev.preheat.preheat.FillOutcome;
import dev.preheat.preheat.Progress;
import dev.preheat.testing.BadOrigin;
import dev.preheat.testing.Behaviour;
import dev.preheat.testing.Nginx;
import dev.preheat.testing.Nginx.EdgeOption;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Titles in a real nginx that stores everything in slices of 64 KiB. */
class SlicedTitleIT {
    private static final int SLICE = 64 * 1024;

    private final BadOrigin origin = BadOrigin.start();
    private Nginx edge;

    @BeforeEach
    void start() {
        edge = Nginx.sliced(origin.uri(), EdgeOption.SLICES_OF_ALL, EdgeOption.SLICES_OF_64K);
    }

    @AfterEach
    void close() {
        edge.close();
        origin.close();
    }

    @Test
    void aPlaylistLongerThanASliceIsFollowedAndReadOnce() throws Exception {
        at("/long.m3u8", "#EXTM3U\n#" + "x".repeat(200_000) + "\n#EXTINF:6,\n1.ts\n#EXTINF:6,\n2.ts\n#EXT-X-ENDLIST\n");
        origin.at("/1.ts", Behaviour.ok(new byte[2 * SLICE + 1])).at("/2.ts", Behaviour.ok(new byte[9]));
        var progress = proved(fill("/long.m3u8", TitlePart.WHOLE)).progress();
        assertThat(progress.objectsDone()).isEqualTo(4 + 3 + 1);
        assertThat(progress.bytesDone()).isGreaterThan(200_000 + 2 * SLICE);
        assertThat(progress.bytesReceived()).isBetween(200_000L, 300_000L);
        assertThat(progress.play().secondsDone()).isEqualTo(12);
    }

    @Test
    void aPlaylistThatNothingButItsFirstBytesTellsIsFollowed() throws Exception {
        at("/play.php", "#EXTM3U\n#" + "x".repeat(200_000) + "\n#EXTINF:6,\n1.ts\n#EXT-X-ENDLIST\n");
        origin.at("/1.ts", Behaviour.ok(new byte[2 * SLICE + 1]));
        assertThat(proved(fill("/play.php", TitlePart.WHOLE)).progress().objectsDone())
                .isEqualTo(4 + 3);
        assertThat(proved(fill("/1.ts", TitlePart.WHOLE)).progress().bytesReceived())
                .isLessThan(6_000);
    }

    @Test
    void whatIsFilledWithTheSlicesOfItsFileIsNotToldAsLeftOut() throws Exception {
        at("/ranges.m3u8", """
                #EXTM3U
                #EXTINF:6,
                #EXT-X-BYTERANGE:70000@0
                all.ts
                #EXTINF:6,
                #EXT-X-BYTERANGE:70000
                all.ts
                #EXTINF:6,
                #EXT-X-BYTERANGE:70000
                all.ts
                #EXT-X-ENDLIST
                """);
        origin.at("/all.ts", Behaviour.ok(new byte[210_000]));
        var progress = proved(fill("/ranges.m3u8", new TitlePart(6, 0, 0, List.of(), List.of())))
                .progress();
        assertThat(progress.objectsDone()).isEqualTo(1 + 4);
        assertThat(progress.omitted()).isEqualTo(Progress.Omitted.NOTHING);
    }

    @Test
    void aFileOfTooManySlicesFailsItsTitleAtOnce() throws Exception {
        at("/title.m3u8", "#EXTM3U\n#EXTINF:6,\nhuge.ts\n#EXTINF:6,\n1.ts\n#EXT-X-ENDLIST\n");
        origin.at("/huge.ts", Behaviour.claiming(SLICE, 100_000L * SLICE)).at("/1.ts", Behaviour.ok(new byte[9]));
        var failed = failed(fill("/title.m3u8", TitlePart.WHOLE));
        assertThat(failed.failure()).isEqualTo(FailureClass.TOO_LARGE);
        assertThat(failed.reason()).contains("huge.ts").contains("100,000 slices");
    }

    private FillOutcome fill(String path, TitlePart only) throws InterruptedException {
        var domain = new DeliveryDomain(HOST, PROJECT, true, Optional.empty(), List.of(), only);
        var sliced = new Edge(
                new EdgeName("sg-1"),
                edge.uri(),
                Optional.empty(),
                Edge.Software.NGINX,
                OptionalLong.of(SLICE),
                Optional.empty(),
                "");
        try (var filler = new Filler(FillLimits.DEFAULT, new DeliveryDomains(List.of(domain)), NginxFills.CLOCK)) {
            return filler.fill(aFill(path), sliced, new Tally());
        }
    }

    private void at(String path, String text) {
        origin.at(path, Behaviour.ok(text.getBytes(StandardCharsets.UTF_8)));
    }
}

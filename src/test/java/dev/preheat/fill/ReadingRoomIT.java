package dev.preheat.fill;

import static dev.preheat.fill.NginxFills.HOST;
import static dev.preheat.fill.NginxFills.PROJECT;
import static dev.preheat.fill.NginxFills.aFill;
import static dev.preheat.fill.NginxFills.edge;
import static dev.preheat.fill.NginxFills.failed;
import static dev.preheat.fill.NginxFills.filler;
import static dev.preheat.fill.NginxFills.proved;
import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.catalogue.DeliveryDomain;
import dev.preheat.preheat.EdgeName;
import dev.preheat.preheat.FailureClass;
import dev.preheat.preheat.Fill;
import dev.preheat.preheat.FillOutcome;
import dev.preheat.tenancy.AccountName;
import dev.preheat.testing.BadOrigin;
import dev.preheat.testing.Behaviour;
import dev.preheat.testing.Nginx;
import dev.preheat.title.ReadingRoom;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One account's manifests, each made to cost as much as it can, while another account has a title of its own. */
@Timeout(120)
class ReadingRoomIT {
    private static final int AT_ONCE = 2 * Runtime.getRuntime().availableProcessors(); // more than keep them all busy
    private static final String LIST = "<MPD><Period><AdaptationSet><SegmentList>" + "<SegmentURL/>".repeat(150_000)
            + "</SegmentList>" + "<Representation/>".repeat(49_000) + "</AdaptationSet></Period></MPD>";
    private static final String AMPERSANDS = "<MPD>" + "&".repeat(ReadingRoom.LARGEST - 11) + "</MPD>";
    private static final String QUIET = "#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXTINF:6,\n1.ts\n#EXT-X-ENDLIST\n";

    @Test
    void anotherAccountsTitleIsFilledMeanwhileAndAllOfThemEnd() throws Exception {
        try (var origin = BadOrigin.start();
                var nginx = Nginx.edge(origin.uri());
                var filler = filler(new DeliveryDomain(HOST, PROJECT, true, Optional.empty()));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            origin.at("/quiet/i.m3u8", Behaviour.ok(bytes(QUIET))).at("/quiet/1.ts", Behaviour.ok(new byte[1_000]));
            var loud = IntStream.range(0, AT_ONCE)
                    .mapToObj(n -> {
                        origin.at("/" + n + ".mpd", Behaviour.ok(bytes(n % 2 == 0 ? LIST : AMPERSANDS)));
                        return threads.submit(fill(filler, nginx, aFill("/" + n + ".mpd")));
                    })
                    .toList();
            var quiet = threads.submit(fill(filler, nginx, ofAnother(aFill("/quiet/i.m3u8"))));
            assertThat(proved(quiet.get(30, TimeUnit.SECONDS)).progress().objectsDone())
                    .isEqualTo(2);
            for (var one : loud) {
                assertThat(failed(one.get()).failure()).isIn(FailureClass.TOO_LARGE, FailureClass.MANIFEST_INVALID);
            }
        }
    }

    private static Callable<FillOutcome> fill(Filler filler, Nginx nginx, Fill fill) {
        return () -> filler.fill(fill, edge(nginx), new Tally());
    }

    private static Fill ofAnother(Fill fill) {
        var owner = new Fill.Owner(new AccountName("globex"), PROJECT);
        return new Fill(fill.task(), 1, owner, fill.url(), new EdgeName("sg-1"), 1, 1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

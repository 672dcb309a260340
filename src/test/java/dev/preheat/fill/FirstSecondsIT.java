package dev.preheat.fill;

import static dev.preheat.fill.NginxFills.CLOCK;
import static dev.preheat.fill.NginxFills.HOST;
import static dev.preheat.fill.NginxFills.PROJECT;
import static dev.preheat.fill.NginxFills.aFill;
import static dev.preheat.fill.NginxFills.edge;
import static dev.preheat.fill.NginxFills.proved;
import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.catalogue.DeliveryDomain;
import dev.preheat.catalogue.DeliveryDomains;
import dev.preheat.preheat.Progress;
import dev.preheat.testing.Awaits;
import dev.preheat.testing.BadOrigin;
import dev.preheat.testing.Behaviour;
import dev.preheat.testing.LogLines;
import dev.preheat.testing.Nginx;
import dev.preheat.testing.Title;
import dev.preheat.title.FillOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the first seconds of a title are told to be in a real nginx, whose origin is slow with what comes after them. */
class FirstSecondsIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration SLOW = Duration.ofSeconds(3);

    @TempDir
    Path docroot;

    @Test
    void theyAreToldWhileTheRestStillComesAndOnce() throws Exception {
        var title = Title.hls(docroot, "a", new Title.Hls(Title.Container.FMP4, 4, 10_000));
        var url = "http://" + HOST + title.path();
        try (var origin = slowAfterTwoSegments(title);
                var nginx = Nginx.edge(origin.uri());
                var filler = filler(12);
                var threads = Executors.newVirtualThreadPerTaskExecutor();
                var log = new LogLines("dev.preheat.title.PlayTime")) {
            var tally = new Tally();
            var fill = threads.submit(() -> filler.fill(aFill(title.path()), edge(nginx), tally));
            var then = Awaits.awaitSome("the first seconds", SOON, () -> told(tally));
            assertThat(fill).isNotDone();
            assertThat(then.objectsDone()).isEqualTo(title.paths().size() - 4);
            assertThat(then.play().firstSecondsAt()).contains(CLOCK.instant());

            assertThat(proved(fill.get()).progress().play().firstSecondsAt()).contains(CLOCK.instant());
            assertThat(log.lines())
                    .containsExactly("first 12 s of every rendition of " + url + " are in sg-1 after 0.0 s");
        }
    }

    @Test
    void theyAreNotToldWhereOneOfThemIsMissingOrThereAreNone() throws Exception {
        var title = Title.hls(docroot, "a", new Title.Hls(Title.Container.TS, 2, 10_000));
        try (var origin = BadOrigin.start().serving(title);
                var nginx = Nginx.edge(origin.uri());
                var none = filler(0);
                var some = filler(12);
                var log = new LogLines("dev.preheat.title.PlayTime")) {
            proved(none.fill(aFill(title.path()), edge(nginx), new Tally()));
            origin.at(
                    title.path() + "?2",
                    Behaviour.ok("#EXTM3U\n#EXTINF:6,\nmissing.ts\n#EXT-X-ENDLIST\n".getBytes(StandardCharsets.UTF_8)));
            some.fill(aFill(title.path() + "?2"), edge(nginx), new Tally());
            origin.at(
                    title.path() + "?live",
                    Behaviour.ok("#EXTM3U\n#EXTINF:6,\nmissing.ts\n".getBytes(StandardCharsets.UTF_8)));
            some.fill(aFill(title.path() + "?live"), edge(nginx), new Tally());
            assertThat(log.lines()).isEmpty();
        }
    }

    private static Optional<Progress> told(Tally tally) {
        return Optional.of(tally.progress())
                .filter(now -> now.play().firstSecondsAt().isPresent());
    }

    private static BadOrigin slowAfterTwoSegments(Title title) {
        var origin = BadOrigin.start().serving(title);
        title.paths().stream()
                .filter(path -> path.endsWith("seg_00002.m4s") || path.endsWith("seg_00003.m4s"))
                .forEach(path -> origin.at(path, Behaviour.slow(title.bytes(path), SLOW)));
        return origin;
    }

    private static Filler filler(int firstSeconds) {
        var domain = new DeliveryDomain(HOST, PROJECT, true, Optional.empty());
        var limits = FillLimits.DEFAULT.in(FillOrder.FIRST_SECONDS, firstSeconds);
        return new Filler(limits, new DeliveryDomains(List.of(domain)), CLOCK);
    }
}

package dev.preheat.title;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.edge.Item;
import dev.preheat.fill.NginxFills;
import dev.preheat.media.Reference.Kind;
import dev.preheat.media.Rendition;
import dev.preheat.media.Rendition.Features;
import dev.preheat.preheat.EdgeName;
import dev.preheat.url.Url;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Objects to which several manifests lead: an I-frame playlist and the playlist of the same segments, mostly. */
class FrontierTest {
    private static final Rendition MAIN = new Rendition(1, 1_000, false, Features.UNKNOWN);
    private static final Rendition AUDIO = new Rendition(3, 0, false, Features.UNKNOWN);
    private static final Rendition SEEKING = new Rendition(2, 100, true, Features.UNKNOWN);

    private final List<Target> found = new ArrayList<>();
    private final PlayTime play =
            new PlayTime(12, new EdgeName("sg-1"), Url.of("http://cdn.example.com/"), NginxFills.CLOCK);
    private final Frontier frontier = new Frontier(FillOrder.FIRST_SECONDS.of(12), play, found::add);

    @Test
    void whatAnIFramePlaylistLeadsToComesWithTheMainSegmentsOnceThoseAreKnown() {
        frontier.add(target("main1", SEEKING, 0));
        frontier.add(target("main2", SEEKING, 6));
        frontier.add(target("audio", AUDIO, 0));
        frontier.add(target("main2", MAIN, 6));
        frontier.add(target("thumbs", SEEKING, 0));
        frontier.add(target("main1", MAIN, 0));
        assertThat(rest()).containsExactly("audio", "main1", "main2", "thumbs");
        assertThat(found).hasSize(4);
    }

    @Test
    void aWorseSightingChangesNothing() {
        frontier.add(target("a", MAIN, 0));
        frontier.add(target("b", MAIN, 6));
        frontier.add(target("a", SEEKING, 90));
        assertThat(rest()).containsExactly("a", "b");
    }

    @Test
    void whatIsUnderWayIsNotBegunAgainButItsTimeIsKnown() {
        var late = target("a", SEEKING, 90);
        frontier.add(late);
        play.lasts(100);
        assertThat(frontier.next(false)).contains(late);
        assertThat(play.hasNews()).isTrue();

        frontier.add(target("a", MAIN, 3));
        assertThat(frontier.next(false)).isEmpty();
        assertThat(play.hasNews()).isFalse();
        assertThat(play.secondsDone()).isEqualTo(3);

        play.stored(frontier.ended(late));
        assertThat(play.secondsDone()).isEqualTo(100);
    }

    @Test
    void whatOneManifestSurelyHasMayNotBeMissing() {
        frontier.add(target("a", MAIN, 0).expected(true));
        frontier.add(target("a", SEEKING, 0));
        frontier.add(target("b", MAIN, 0).expected(true));
        assertThat(frontier.ended(target("a", MAIN, 0)).mayBeMissing()).isFalse();
        assertThat(frontier.ended(target("b", MAIN, 0)).mayBeMissing()).isTrue();
    }

    @Test
    void whatIsOverTheLimitIsCountedAndNotKept() {
        for (int i = 0; i < TitleSize.MOST_OBJECTS + 7; i++) {
            frontier.add(target("" + i, MAIN, 0));
        }
        frontier.size().more(1_000);
        assertThat(found).hasSize(TitleSize.MOST_OBJECTS);
        assertThat(frontier.size().isOver()).isTrue();
        assertThat(frontier.size().objects()).isEqualTo(TitleSize.MOST_OBJECTS + 1_007L);
        assertThat(frontier.next(true)).isEmpty();
    }

    @Test
    void addressesOfMoreCharactersThanATitleMayHaveAreCountedAndNotKept() {
        var long8000 = "a".repeat(8_000 - "http://cdn.example.com/123456".length());
        for (int i = 0; i < 8_001; i++) {
            frontier.add(target(long8000 + (100_000 + i), MAIN, 0));
        }
        assertThat(found).hasSize(8_000);
        assertThat(frontier.size().isOver()).isTrue();
        assertThat(frontier.size().why())
                .startsWith("the addresses of the title's objects have more than 64,000,000 characters together");
    }

    private List<String> rest() {
        var names = new ArrayList<String>();
        for (var next = frontier.next(false); next.isPresent(); next = frontier.next(false)) {
            names.add(next.get().url().path().substring(1));
        }
        return names;
    }

    private static Target target(String name, Rendition rendition, double start) {
        var url = Url.of("http://cdn.example.com/" + name);
        return new Target(new Item(url), Kind.SEGMENT, rendition, start, 0, 2, false, false);
    }
}

package dev.preheat.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.ThreadMXBean;
import dev.preheat.media.Manifest.Reading;
import dev.preheat.media.Manifest.TooManyReferences;
import dev.preheat.media.Manifest.Unreadable;
import dev.preheat.url.Url;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts of 8 MiB that are made to cost as much as they can: each is read or refused at about the price of any other. */
class HostileManifestTest {
    private static final int LENGTH = 8 * 1024 * 1024;
    private static final Url BASE = Url.of("http://cdn.example.com/film/m.mpd");
    private static final String LONG_BASE = "<BaseURL>http://cdn.example.com/" + "a".repeat(8_000) + "/</BaseURL>";

    @ParameterizedTest
    @ValueSource(strings = {"&", "<", "\r", "&amp;", "<![CDATA[", "<?xml ?>", "<!-- ", "<a>", "<S>", "]]>"})
    void aTextOfOneThingIsNotCopiedAgainAndAgain(String piece) {
        var text = "<MPD>" + piece.repeat(LENGTH / piece.length()) + "</MPD>";
        long allocated = allocated(text.getBytes(StandardCharsets.UTF_8));
        assertThat(allocated).isLessThan(8L * LENGTH);
    }

    @Test
    void aTextOfAmpersandsIsReadAsItIsEscaped() {
        // its own 8 MiB as characters, and as much again at most for all that is made of them
        assertThat(allocated(("<MPD>" + "&".repeat(LENGTH - 11) + "</MPD>").getBytes(StandardCharsets.UTF_8)))
                .isLessThan(3L * LENGTH);
    }

    @Test
    void aListThatIsReadForEveryRepresentationIsReadAtItsOwnPrice() {
        var list = "<SegmentList>" + "<SegmentURL/>".repeat(150_000) + "</SegmentList>";
        var many = (TooManyReferences) soon(set(list + "<Representation/>".repeat(49_000)));
        assertThat(many.why()).isEqualTo("says the same again and again, for longer than it can be read");
    }

    @Test
    void whatStandsBesideATemplateIsNotSearchedForEveryRepresentation() {
        var beside = "<EssentialProperty/>".repeat(150_000);
        assertThat(soon(set(beside + "<Representation/>".repeat(49_000)))).isInstanceOf(Unreadable.class);
    }

    @Test
    void numbersThatAreNoneCostNoMoreThanTheyAreLong() {
        var timeline = "<SegmentTemplate media='$Number$'><SegmentTimeline>"
                + ("<S t='" + "1".repeat(7_900) + "'/>").repeat(1_000) + "</SegmentTimeline></SegmentTemplate>";
        assertThat(soon(set(timeline + "<Representation/>".repeat(1_000)))).isInstanceOf(TooManyReferences.class);
    }

    @Test
    void whatRepresentationsInheritIsCountedForEachAndKeptOnce() {
        var codecs = "<AdaptationSet codecs='" + "a,".repeat(4_000) + "'>";
        var text = "<MPD><Period>" + codecs + "<Representation/>".repeat(150_000) + "</AdaptationSet></Period></MPD>";
        assertThat(allocated(text.getBytes(StandardCharsets.UTF_8))).isLessThan(30L * LENGTH);
        assertThat(soon(text)).isInstanceOf(TooManyReferences.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<Period><BaseURL>b</BaseURL></Period>",
                "<Period><AdaptationSet><BaseURL>b</BaseURL><Representation/></AdaptationSet></Period>"
            })
    void addressesThatAreLongByTheirBaseAreCountedWhereverTheyStand(String one) {
        assertThat(soon("<MPD>" + LONG_BASE + one.repeat(45_000) + "</MPD>")).isInstanceOf(TooManyReferences.class);
    }

    @Test
    void moreCodecsThanAnyRenditionHasSayNothing() {
        assertThat(Rendition.Features.of("", "a,".repeat(19) + "a", "").codecs())
                .hasSize(20);
        assertThat(Rendition.Features.of("", "a,".repeat(20) + "a", "").codecs())
                .isEmpty();
    }

    private static String set(String text) {
        return "<MPD><Period><AdaptationSet>" + text + "</AdaptationSet></Period></MPD>";
    }

    // Half a second where it is read at its own price; what is read over and over takes many minutes.
    private static Reading soon(String text) {
        var body = text.getBytes(StandardCharsets.UTF_8);
        return assertTimeoutPreemptively(Duration.ofSeconds(30), () -> read(body));
    }

    private static Reading read(byte[] body) {
        return new TitleManifests(_ -> true).read(BASE, body, Instant.EPOCH, 100_000);
    }

    private static long allocated(byte[] body) {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        read(body);
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}

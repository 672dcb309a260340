package dev.preheat.title;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preheat.catalogue.DeliveryDomain;
import dev.preheat.catalogue.HeaderProfile;
import dev.preheat.catalogue.TitlePart;
import dev.preheat.media.Reference;
import dev.preheat.tenancy.ProjectId;
import dev.preheat.url.Url;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ViewersTest {
    private static final Target PLAIN = new Target(Url.of("http://cdn.example.com/a.m3u8"), Reference.Kind.PLAYLIST);
    private static final String PLAYER = "https://player.example.com";

    @Test
    void withoutProfilesOnlyAnEncodedAnswerHasOthers() {
        assertThat(viewers().others(PLAIN, List.of())).isEmpty();
        assertThat(viewers().others(PLAIN, List.of("accept-encoding")))
                .extracting(target -> target.item().sends().get("accept-encoding"))
                .containsExactlyElementsOf(Viewers.ENCODINGS);
    }

    @Test
    void everyProfileIsFilledWhateverTheAnswerSays() {
        assertThat(viewers(Map.of("Origin", PLAYER)).others(PLAIN, List.of()))
                .extracting(target -> target.item().sends())
                .containsExactly(Map.of("origin", PLAYER));
    }

    @Test
    void everyProfileIsFilledWithEveryEncodingWhenNoneNamesOne() {
        assertThat(viewers(Map.of("Origin", PLAYER)).others(PLAIN, List.of("origin", "accept-encoding")))
                .hasSize(1 + 2 * Viewers.ENCODINGS.size());
    }

    @Test
    void aProfileThatNamesAnEncodingStandsForAll() {
        assertThat(viewers(Map.of("Accept-Encoding", "gzip")).others(PLAIN, List.of("accept-encoding")))
                .extracting(target -> target.item().sends())
                .containsExactly(Map.of("accept-encoding", "gzip"));
    }

    @Test
    void viewersDifferByWhatAProfileNames() {
        var viewers = viewers(Map.of("Origin", PLAYER));
        assertThat(viewers.differBy("cdn.example.com", "origin")).isTrue();
        assertThat(viewers.differBy("cdn.example.com", "accept-encoding")).isTrue();
        assertThat(viewers.differBy("cdn.example.com", "user-agent")).isFalse();
        assertThat(viewers.differBy("other.example.com", "origin")).isFalse();
        assertThat(viewers.knows("other.example.com")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Referer", "Cookie", "Authorization", "Range", "Host", "If-None-Match", "Cache-Control", "a b"})
    void aProfileNamesNoFieldThatIsNotOfAKindOfViewer(String field) {
        assertThatThrownBy(() -> new HeaderProfile(Map.of(field, "x"))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\r\nHost: b", "ä"})
    void aProfilesValueIsOneLineOfAscii(String value) {
        assertThatThrownBy(() -> new HeaderProfile(Map.of("Origin", value)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Viewers viewers() {
        return viewers(List.of());
    }

    private static Viewers viewers(Map<String, String> profile) {
        return viewers(List.of(new HeaderProfile(profile)));
    }

    private static Viewers viewers(List<HeaderProfile> profiles) {
        return new Viewers(List.of(new DeliveryDomain(
                "cdn.example.com", new ProjectId("p1"), true, Optional.empty(), profiles, TitlePart.WHOLE)));
    }
}

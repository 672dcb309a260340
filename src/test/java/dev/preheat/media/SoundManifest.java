package dev.preheat.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;

/** What holds of every manifest that was read, whatever was in it. */
final class SoundManifest {
    private SoundManifest() {}

    static void check(Manifest manifest, int most) {
        assertThat(manifest.references()).hasSizeLessThanOrEqualTo(most);
        assertThat(manifest.skipped()).hasSize(Math.min(20, manifest.skippedParts()));
        var seen = new HashSet<String>();
        for (var one : manifest.references()) {
            assertThat(one.uri().getScheme()).isIn("http", "https");
            assertThat(one.uri().getHost()).isNotEmpty();
            assertThat(one.uri().toASCIIString())
                    .isEqualTo(one.uri().toString())
                    .hasSizeLessThanOrEqualTo(8_192);
            assertThat(one.startSeconds()).isFinite().isNotNegative();
            assertThat(seen.add(one.uri() + " " + one.range())).isTrue();
        }
    }
}

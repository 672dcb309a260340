package dev.preheat.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.media.Manifest.NotOne;
import dev.preheat.media.Manifest.Read;
import dev.preheat.media.Manifest.Reading;
import dev.preheat.media.Manifest.TooManyReferences;
import dev.preheat.media.Manifest.Unreadable;
import dev.preheat.url.Url;
import java.util.HashSet;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What holds of every text that is read as a manifest, whatever is in it.
 *
 * @param most how many references were allowed
 */
record SoundManifest(Url base, String text, int most) {
    // With one of these a host need not stand in the text as it is: variables, entities, identifiers, split text.
    private static final Pattern ASSEMBLED = Pattern.compile("\\{\\$|&|\\$|<!|<\\?|[^\\x00-\\x7F]");
    private static final Pattern LEFT_OUT = Pattern.compile("<[^>]*>|[\\t\\r\\n]");

    void check(Reading reading) {
        switch (reading) {
            case Read(var manifest) -> check(manifest);
            case TooManyReferences(int limit, long found, boolean _) -> {
                assertThat(limit).isEqualTo(most);
                assertThat(found).isNotNegative();
            }
            case Unreadable(var why) -> assertThat(why).isNotBlank().hasSizeLessThan(1_000);
            case NotOne(var why) -> assertThat(why).isNotBlank().hasSizeLessThan(1_000);
        }
    }

    /** A line of a playlist leads to one object at most. */
    void checkLines(Reading reading) {
        long lines = text.lines().count();
        switch (reading) {
            case Read(var manifest) ->
                assertThat((long) manifest.references().size()).isLessThanOrEqualTo(lines);
            case TooManyReferences(int _, long found, boolean _) ->
                assertThat(found).isLessThanOrEqualTo(lines);
            case Unreadable _, NotOne _ -> {}
        }
    }

    private void check(Manifest manifest) {
        assertThat(manifest.references()).hasSizeLessThanOrEqualTo(most);
        assertThat(manifest.skipped()).hasSize(Math.min(20, manifest.skippedParts()));
        assertThat(manifest.skipped()).allMatch(one -> one.length() < 1_000);
        assertThat(manifest.seconds()).isFinite().isNotNegative();
        var seen = new HashSet<String>();
        for (var one : manifest.references()) {
            assertThat(one.uri().scheme()).isIn("http", "https");
            assertThat(isWritten(one.uri().host())).as(one.uri().host()).isTrue();
            assertThat(one.uri().toString()).isEqualTo(one.uri().toString()).hasSizeLessThanOrEqualTo(8_192);
            assertThat(one.startSeconds()).isFinite().isNotNegative();
            assertThat(seen.add(one.uri() + " " + one.range())).isTrue();
        }
        assertThat(seen.stream().mapToLong(String::length).sum()).isLessThan(33_000_000);
    }

    // No address leads elsewhere than somebody wrote.
    private boolean isWritten(String host) {
        var written = text.toLowerCase(Locale.ROOT);
        return host.equals(base.host())
                || ASSEMBLED.matcher(text).find()
                || written.contains(host)
                || LEFT_OUT.matcher(written).replaceAll("").contains(host);
    }
}

package dev.preheat.media;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A manifest that was read, as the {@code .expected} files have it: a line for each reference with its range, address and
 * second, of which rendition it is and of how many bits a second, whether that is for seeking only or dispensable, and whether the object may
 * be missing; then what could not be read, the first of it that players need, how long it plays, and whether it is live.
 */
final class Described {
    private Described() {}

    static String of(Manifest manifest) {
        return Stream.of(
                        manifest.references().stream().map(Described::of),
                        manifest.skipped().stream().map(part -> "skipped " + part),
                        manifest.lost().stream().map(part -> "lost " + part),
                        Stream.of("plays " + rounded(manifest.seconds())),
                        manifest.live() ? Stream.of("live") : Stream.<String>of())
                .flatMap(lines -> lines)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String of(Reference one) {
        return one.kind()
                + one.range()
                        .map(part -> " " + part.first() + "-" + part.last())
                        .orElse("")
                + " " + one.uri() + " " + rounded(one.startSeconds()) + of(one.rendition())
                + (one.mayBeMissing() ? " may be missing" : "");
    }

    private static String of(Rendition rendition) {
        return (rendition.number() == 0 ? "" : " #" + rendition.number())
                + (rendition.bandwidth() == 0 ? "" : " " + rendition.bandwidth() + " bit/s")
                + (rendition.forSeeking() ? " for seeking" : rendition.dispensable() ? " dispensable" : "");
    }

    private static double rounded(double seconds) {
        return Math.round(seconds * 1000) / 1000.0;
    }
}

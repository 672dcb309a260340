package dev.preheat.media;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A manifest that was read, a line for each reference, as the {@code .expected} files have it. */
final class Described {
    private Described() {}

    static String of(Manifest manifest) {
        return Stream.of(
                        manifest.references().stream().map(Described::of),
                        manifest.skipped().stream().map(part -> "skipped " + part),
                        manifest.live() ? Stream.of("live") : Stream.<String>of())
                .flatMap(lines -> lines)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String of(Reference one) {
        return one.kind()
                + one.range()
                        .map(part -> " " + part.first() + "-" + part.last())
                        .orElse("")
                + " " + one.uri() + " " + Math.round(one.startSeconds() * 1000) / 1000.0;
    }
}

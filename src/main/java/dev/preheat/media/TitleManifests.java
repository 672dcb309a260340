package dev.preheat.media;

import dev.preheat.media.Manifest.Read;
import dev.preheat.media.Manifest.Reading;
import dev.preheat.media.Reference.Kind;
import dev.preheat.url.Url;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * The manifests of one title, each read with what the one that led to it said: a playlist may import its variables
 * (draft-pantos-hls-rfc8216bis §4.4.2.3). Several threads may read, each manifest after the one that led to it.
 *
 * <p>Limits: 10 million characters of variables are kept for those that follow; what is over it nobody defined.
 */
public final class TitleManifests {
    private static final long MOST_CHARACTERS = 10_000_000;

    private final Predicate<String> knownHosts;
    private final Map<Url, Map<String, String>> imports = new ConcurrentHashMap<>();
    private final AtomicLong characters = new AtomicLong();

    /** @param knownHosts from which hosts objects may be filled: of several places of one object, such a one is taken */
    public TitleManifests(Predicate<String> knownHosts) {
        this.knownHosts = knownHosts;
    }

    /**
     * Reads a manifest; which kind it is, its own first characters tell.
     *
     * @param base the manifest's own address, absolute, http or https
     * @param body all of it, not compressed; how long it may be is the caller's limit
     * @param now what a live DASH manifest has, depends on it
     * @param mostReferences 1 or more
     */
    public Reading read(Url base, byte[] body, Instant now, int mostReferences) {
        if (mostReferences < 1) {
            throw new IllegalArgumentException("a manifest leads to something: " + mostReferences);
        }
        var text = ManifestText.decode(body);
        var found = new Found(mostReferences, knownHosts);
        return new Prolog(text).isXml() ? new DashReader(base, now, found).read(text) : playlist(base, text, found);
    }

    private Reading playlist(Url base, String text, Found found) {
        var variables = new Variables(base, imports.getOrDefault(base, Map.of()));
        var reading = new HlsReader(base, found, variables).read(text);
        if (reading instanceof Read(var manifest)) {
            keep(variables.values(), manifest);
        }
        return reading;
    }

    private void keep(Map<String, String> variables, Manifest manifest) {
        long length = variables.values().stream().mapToLong(String::length).sum();
        if (!variables.isEmpty() && characters.addAndGet(length) <= MOST_CHARACTERS) {
            manifest.references().stream()
                    .filter(one -> one.kind() == Kind.PLAYLIST)
                    .forEach(one -> imports.putIfAbsent(one.uri(), variables));
        }
    }
}

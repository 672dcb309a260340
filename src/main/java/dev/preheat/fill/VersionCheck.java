package dev.preheat.fill;

import dev.preheat.catalogue.Verify;
import dev.preheat.edge.Edge;
import dev.preheat.edge.OriginReader;
import dev.preheat.edge.Purge;
import dev.preheat.edge.Verdict.Lost;
import dev.preheat.preheat.FailureClass;
import dev.preheat.time.Window;
import dev.preheat.title.Crew;
import dev.preheat.title.Seen;
import dev.preheat.title.Target;
import dev.preheat.url.Url;
import dev.preheat.wire.Exchange;
import dev.preheat.wire.Exchange.Answer;
import dev.preheat.wire.Exchange.Broken;
import dev.preheat.wire.Storability;
import dev.preheat.wire.Version;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks the origin whether it still has the version of each object that the edge was seen to store: an edge keeps what was
 * replaced since, fresh for as long as its header says.
 *
 * <p>An object that the fill itself has just fetched, within three seconds, is not asked for; unless one of the title's was
 * written while it was filled, which shows that the title is being replaced. An origin that refuses to say is taken to have
 * the same.
 */
record VersionCheck(Optional<OriginReader> origin, Verify verify, Edge edge, InstantSource clock, long begun) {
    private static final Duration JUST = Duration.ofSeconds(3);
    private static final Duration SKEW = Duration.ofMinutes(5);
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final Map<String, String> ZIPPED = Map.of("accept-encoding", "gzip");

    // What several viewers and slices have of one file, as far as its validators tell.
    private record Body(Url url, Optional<String> etag, Optional<String> lastModified, Map<String, String> sends) {
        static Body of(Seen seen) {
            var version = seen.version();
            var target = seen.target();
            var apart = version.identity().isPresent()
                    ? Map.<String, String>of()
                    : target.item().sends();
            return new Body(target.url(), version.etag(), version.lastModified(), apart);
        }
    }

    /**
     * What of {@code stored} is another than at the origin, or cannot be asked for there.
     *
     * @param known what the origin said of the title's own URL before the fill
     */
    List<Lost> differing(List<Seen> stored, Version known, Crew crew) throws InterruptedException {
        var rest = new ArrayDeque<>(doubtful(stored, known));
        var lost = new ArrayList<Lost>();
        crew.work(() -> Optional.ofNullable(rest.poll()), this::compare, found -> found.ifPresent(lost::add));
        return lost;
    }

    private Collection<Seen> doubtful(List<Seen> stored, Version known) {
        var bodies = new LinkedHashMap<Body, Seen>();
        stored.stream().filter(seen -> covers(seen.target())).forEach(seen -> bodies.putIfAbsent(Body.of(seen), seen));
        if (stored.stream().noneMatch(this::isNew)) {
            stored.stream()
                    .filter(seen -> isJust(seen) || isKnown(seen, known))
                    .forEach(seen -> bodies.remove(Body.of(seen)));
        }
        return bodies.values();
    }

    // Of the title's own URL the origin was asked just before the fill.
    private boolean isKnown(Seen seen, Version known) {
        return new Window(Instant.ofEpochMilli(begun), JUST).has(clock.instant())
                && seen.target().depth() == 0
                && seen.target().plain()
                && !known.equals(Version.UNKNOWN)
                && seen.version().maybe(known);
    }

    private boolean covers(Target target) {
        return origin.isPresent()
                && switch (verify) {
                    case EVERY_OBJECT -> true;
                    case MANIFESTS -> target.depth() == 0 || target.isManifest();
                    case NONE -> false;
                };
    }

    // A shield, or a greater age, shows that a cache between the edge and the origin may have answered.
    private boolean isJust(Seen seen) {
        var times = seen.times();
        return edge.shield().isEmpty()
                && times.age().filter(age -> age.compareTo(JUST) > 0).isEmpty()
                && times.fetchedAt()
                        .filter(asked -> new Window(asked, JUST).has(clock.instant()))
                        .isPresent();
    }

    private boolean isNew(Seen seen) {
        return seen.version()
                .lastModified()
                .flatMap(Storability::date)
                .filter(written -> written.toEpochMilli() >= begun - 1_000
                        && written.isBefore(clock.instant().plus(SKEW)))
                .isPresent();
    }

    // What an origin says in two ways says nothing: one of several servers may give one file several ETags, and some
    // tell
    // no length, or 0, with a HEAD. And an edge may have asked for it compressed.
    private Optional<Lost> compare(Seen seen) throws InterruptedException {
        var here = seen.version();
        var target = seen.target();
        var reader = origin.orElseThrow();
        var head = word(target, reader.glance(target.url(), target.item().sends()));
        if (!(head instanceof Word.Has told) || here.maybe(told.version())) {
            return lost(seen, head);
        }
        var byByte = word(target, reader.taste(target.url(), target.item().sends()));
        if (!(byByte instanceof Word.Has sent) || here.maybe(sent.version())) {
            return lost(seen, byByte);
        }
        var again = word(target, reader.taste(target.url(), target.item().sends()));
        if (!(again instanceof Word.Has other) || here.maybe(sent.version().inCommon(other.version()))) {
            return lost(seen, again);
        }
        var zipped = target.plain() ? word(target, reader.glance(target.url(), ZIPPED)) : again;
        return zipped instanceof Word.Has small && here.maybe(small.version())
                ? Optional.empty()
                : Optional.of(changed(seen, here.against(sent.version(), " in the edge", " at the origin")));
    }

    /** What the origin says of an object. */
    private sealed interface Word {
        record Has(Version version) implements Word {}

        record Gone(int status) implements Word {}

        record Silent(String why) implements Word {}

        record Refuses() implements Word {}
    }

    private static Word word(Target target, Exchange exchange) {
        return switch (exchange) {
            case Broken broken ->
                new Word.Silent("the origin cannot be asked for " + target.name() + ": " + broken.what());
            case Answer answer ->
                switch (answer.status()) {
                    case 200, 206 -> new Word.Has(Version.of(answer));
                    case 404, 410 -> new Word.Gone(answer.status());
                    case 429, 500, 502, 503, 504 ->
                        new Word.Silent("the origin answered " + answer.status() + " for " + target.name());
                    default -> new Word.Refuses();
                };
        };
    }

    private Optional<Lost> lost(Seen seen, Word word) {
        return switch (word) {
            case Word.Has _, Word.Refuses _ -> Optional.empty();
            case Word.Gone _ when seen.target().mayBeMissing() -> Optional.empty();
            case Word.Gone gone -> Optional.of(changed(seen, "answered " + gone.status() + " there"));
            case Word.Silent silent -> Optional.of(new Lost(FailureClass.ORIGIN_ERROR, silent.why(), true));
        };
    }

    // Where the edge's copy is stale within a minute, the edge asks the origin again by itself.
    private Lost changed(Seen seen, String how) {
        var url = seen.target().url();
        boolean isSoonStale = seen.times()
                .freshUntil()
                .filter(until -> until.isBefore(clock.instant().plus(SOON)))
                .isPresent();
        return new Lost(
                FailureClass.CHANGED,
                "%s is another at the origin (%s): the edge holds an older version, purge it there: %s"
                        .formatted(url.withoutQuery(), how, Purge.command(edge.software(), url.host(), url.path())),
                isSoonStale);
    }
}

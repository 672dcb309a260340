package dev.preheat.fill;

import dev.preheat.catalogue.StreamingUrl;
import dev.preheat.fill.Exchange.Answer;
import dev.preheat.fill.Exchange.Broken;
import dev.preheat.media.Manifest;
import dev.preheat.media.Manifest.NotOne;
import dev.preheat.media.Manifest.Read;
import dev.preheat.media.Manifest.TooManyReferences;
import dev.preheat.media.Manifest.Unreadable;
import dev.preheat.media.Reference;
import dev.preheat.media.TitleManifests;
import dev.preheat.preheat.UrlEstimate;
import dev.preheat.preheat.UrlEstimate.Known;
import dev.preheat.preheat.UrlEstimate.Unknown;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One title at its origin: every manifest is read, and of the objects it leads to the lengths are asked, of all or of some.
 *
 * <p>Limits: 200 manifests; the lengths of 64 objects; 4 MiB of one object to see how fast it comes.
 */
final class Survey {
    private static final int MOST_MANIFESTS = 200;
    private static final int MOST_LENGTHS = 64;
    private static final int SIDE_BY_SIDE = 8;
    private static final int TASTE = 4 * 1024 * 1024;

    private final OriginReader origin;
    private final Walk.Title title;
    private final InstantSource clock;

    private final TitleManifests known;
    private final Deque<Target> manifests = new ArrayDeque<>();
    private final List<Target> objects = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private final Omissions omissions = new Omissions();
    private boolean mayBeObject;
    private int read;
    private long beyond;
    private boolean exact = true;
    private double seconds;
    private Optional<String> trouble = Optional.empty();

    private long manifestBytes;
    private long lengths;
    private int measured;
    private long waited;
    private int answers;

    Survey(OriginReader origin, Walk.Title title, InstantSource clock) {
        this.origin = origin;
        this.title = title;
        this.clock = clock;
        this.known = new TitleManifests(title.viewers()::knows);
    }

    private record Page(Target target, Exchange exchange) {}

    UrlEstimate run(StreamingUrl url, Effort effort) throws InterruptedException {
        var root = new Target(title.url(), Reference.Kind.PLAYLIST);
        seen.add(root.key());
        try (var crew = new Crew(SIDE_BY_SIDE)) {
            if (isManifest(root)) {
                manifests.add(root);
                crew.work(this::nextManifest, this::whole, this::follow);
            } else if (trouble.isEmpty()) {
                objects.add(root);
            }
            if (trouble.isPresent()) {
                return new Unknown(url.given(), trouble.get());
            }
            var sample = new ArrayDeque<>(sample());
            crew.work(() -> Optional.ofNullable(sample.poll()), this::head, this::measure);
        }
        return known(url, effort);
    }

    private Known known(StreamingUrl url, Effort effort) throws InterruptedException {
        exact &= measured == objects.size() && manifests.isEmpty() && beyond == 0;
        long count = objects.size() + beyond;
        long bytes = manifestBytes + (measured == 0 ? 0 : Math.round((double) lengths / measured * count));
        int all = (int) Math.min(Integer.MAX_VALUE, count + read);
        var expected = effort.of(all, bytes, new Effort.Seen(answers == 0 ? 0 : waited / answers, bytesPerSecond()));
        int plays = (int) Math.ceil(title.selection().of(seconds));
        return new Known(url.given(), all, bytes, exact, plays, omissions.told(), expected);
    }

    // By its name, or else by the type that the origin gives it.
    private boolean isManifest(Target root) throws InterruptedException {
        if (Manifest.looksLikeOne(root.url().getPath(), Optional.empty())) {
            return true;
        }
        return switch (origin.ask(root.url(), Ask.head())) {
            case Answer answer when answer.status() == 200 -> isManifest(root, answer);
            case Exchange other -> {
                trouble = Optional.of(why(root, other));
                yield false;
            }
        };
    }

    // What is sent as any XML is, is one if its text says so.
    private boolean isManifest(Target root, Answer answer) {
        var contentType = answer.first("content-type");
        boolean isOne = Manifest.looksLikeOne(root.url().getPath(), contentType);
        mayBeObject = !isOne && contentType.filter(Manifest::mayBeOne).isPresent();
        return isOne || mayBeObject;
    }

    private Optional<Target> nextManifest() {
        return read < MOST_MANIFESTS ? Optional.ofNullable(manifests.poll()) : Optional.empty();
    }

    private Page whole(Target target) throws InterruptedException {
        return new Page(target, origin.ask(target.url(), Ask.whole().keeping(EdgeVisit.LARGEST_MANIFEST)));
    }

    private Page head(Target target) throws InterruptedException {
        return new Page(target, origin.ask(target.url(), Ask.head()));
    }

    private void follow(Page page) {
        read++;
        var text = page.exchange() instanceof Answer answer ? EdgeVisit.text(answer) : Optional.<byte[]>empty();
        if (text.isEmpty()) {
            lost(page.target(), why(page.target(), page.exchange()));
            return;
        }
        manifestBytes += text.get().length;
        switch (known.read(page.target().url(), text.get(), clock.instant(), Walk.MOST_OBJECTS)) {
            case NotOne _
            when mayBeObject && page.target().depth() == 0 -> {
                objects.add(page.target());
                manifestBytes = read = 0;
            }
            case NotOne other -> lost(page.target(), page.target().name() + " " + other.why());
            case Unreadable unreadable -> lost(page.target(), page.target().name() + " " + unreadable.why());
            case TooManyReferences many -> beyond += many.found();
            case Read good -> lead(page.target(), good.manifest());
        }
    }

    private void lead(Target target, Manifest manifest) {
        seconds = Math.max(seconds, manifest.seconds());
        omissions.unreadable(target, manifest);
        for (int at = 0; at < manifest.references().size(); at++) {
            var next = target.next(manifest.references().get(at), at);
            if (!title.viewers().knows(next.url().getHost())) {
                omissions.foreign(next.url().getHost());
            } else if (!title.selection().takes(next)) {
                omissions.leftOut();
            } else if (seen.add(next.key())) {
                (next.isManifest() ? manifests : objects).add(next);
            }
        }
    }

    // What leads nowhere makes the title unknown when it is the title itself, and else the estimate rough.
    private void lost(Target target, String why) {
        exact = false;
        if (target.depth() == 0) {
            trouble = Optional.of(why);
        }
    }

    // From the beginning to the end of every rendition, since lengths differ between them and within.
    private List<Target> sample() {
        var some = new ArrayList<Target>();
        int most = Math.min(MOST_LENGTHS, objects.size());
        for (int i = 0; i < most; i++) {
            some.add(objects.get((int) ((long) i * objects.size() / most)));
        }
        return some;
    }

    private void measure(Page page) {
        if (page.exchange() instanceof Answer answer && answer.status() == 200) {
            waited += answer.waited();
            answers++;
            OriginCheck.length(answer).ifPresent(length -> {
                lengths += length;
                measured++;
            });
        }
    }

    private double bytesPerSecond() throws InterruptedException {
        if (objects.isEmpty()) {
            return 0;
        }
        long begun = System.nanoTime();
        var taste =
                origin.ask(objects.get(objects.size() / 2).url(), Ask.whole().keeping(TASTE));
        var took = Duration.ofNanos(Math.max(1, System.nanoTime() - begun));
        return taste instanceof Answer answer && answer.status() == 200 ? answer.length() / (took.toNanos() / 1e9) : 0;
    }

    private static String why(Target target, Exchange exchange) {
        return switch (exchange) {
            case Broken broken -> "the origin cannot be asked for " + target.name() + ": " + broken.what();
            case Answer answer
            when answer.status() == 200 -> target.name() + " cannot be read whole, or is larger than 8 MiB";
            case Answer answer -> "the origin answered " + answer.status() + " for " + target.name();
        };
    }
}

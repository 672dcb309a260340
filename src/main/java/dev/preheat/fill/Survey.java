package dev.preheat.fill;

import dev.preheat.accept.UrlEstimate;
import dev.preheat.accept.UrlEstimate.Known;
import dev.preheat.accept.UrlEstimate.Unknown;
import dev.preheat.catalogue.StreamingUrl;
import dev.preheat.edge.OriginReader;
import dev.preheat.edge.Verdict.Lost;
import dev.preheat.media.Manifest;
import dev.preheat.media.Manifest.NotOne;
import dev.preheat.media.Manifest.Read;
import dev.preheat.media.Manifest.TooManyReferences;
import dev.preheat.media.Manifest.Unreadable;
import dev.preheat.media.Reference;
import dev.preheat.media.TitleManifests;
import dev.preheat.preheat.FailureClass;
import dev.preheat.preheat.FillRecord.Failure;
import dev.preheat.title.Crew;
import dev.preheat.title.Desk;
import dev.preheat.title.Omissions;
import dev.preheat.title.Scope;
import dev.preheat.title.Shelves;
import dev.preheat.title.Target;
import dev.preheat.title.Title;
import dev.preheat.title.TitleSize;
import dev.preheat.url.Url;
import dev.preheat.wire.Ask;
import dev.preheat.wire.Beginning;
import dev.preheat.wire.Exchange;
import dev.preheat.wire.Exchange.Answer;
import dev.preheat.wire.Version;
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
 * <p>Limits: 200 manifests, as deep and of as many objects as in a fill: what is more is counted, up to a million; the
 * lengths of 64 objects; 4 MiB of one object to see how fast it comes.
 */
final class Survey {
    private static final int MOST_MANIFESTS = 200;
    private static final int MOST_LENGTHS = 64;
    private static final int SIDE_BY_SIDE = 8;
    private static final int MANIFESTS_SIDE_BY_SIDE = 4; // each of 8 MiB at most
    private static final int TASTE = 4 * 1024 * 1024;

    private final OriginReader origin;
    private final Desk desk;
    private final Title title;

    private final InstantSource clock;
    private final Deque<Target> manifests = new ArrayDeque<>();
    private final List<Url> objects = new ArrayList<>();
    private final Set<Url> seen = new HashSet<>();
    private final Omissions omissions = new Omissions(target -> seen.contains(target.url()));
    private final Scope scope;
    private boolean mayBeObject;
    private int read;
    private final TitleSize size = new TitleSize();
    private boolean exact = true;
    private double seconds;
    private Optional<String> trouble = Optional.empty();
    private Optional<Failure> fails = Optional.empty();

    private long manifestBytes;
    private long lengths;
    private int measured;
    private long waited;
    private int answers;

    Survey(OriginReader origin, Desk desk, Title title, InstantSource clock) {
        this.origin = origin;
        this.desk = desk;
        this.title = title;
        this.clock = clock;
        this.scope = new Scope(title, omissions);
    }

    private record Glance(Url url, Exchange exchange) {}

    UrlEstimate run(StreamingUrl url, Effort effort) throws InterruptedException {
        try (var shelf = desk.shelf()) {
            return run(url, effort, shelf);
        }
    }

    private UrlEstimate run(StreamingUrl url, Effort effort, Shelves.Shelf shelf) throws InterruptedException {
        var root = new Target(title.url(), Reference.Kind.PLAYLIST);
        seen.add(root.url());
        size.takes(root.url());
        if (isManifest(root)) {
            manifests.add(root);
            follow(shelf);
        } else {
            objects.add(root.url());
        }
        if (trouble.isPresent()) {
            return new Unknown(url.given(), trouble.get());
        }
        measure();
        return known(url, effort);
    }

    private void follow(Shelves.Shelf shelf) throws InterruptedException {
        var pages = new Page.Reader(origin, desk, new TitleManifests(title.viewers()::knows), shelf, clock);
        try (var crew = new Crew(MANIFESTS_SIDE_BY_SIDE)) {
            crew.work(this::nextManifest, pages::of, this::follow);
        }
    }

    private void measure() throws InterruptedException {
        var sample = new ArrayDeque<>(sample());
        try (var crew = new Crew(SIDE_BY_SIDE)) {
            crew.work(
                    () -> Optional.ofNullable(sample.poll()),
                    one -> new Glance(one, origin.measured(one)),
                    this::measure);
        }
    }

    private Known known(StreamingUrl url, Effort effort) throws InterruptedException {
        exact &= measured == objects.size() && manifests.isEmpty() && !size.isOver();
        long count = objects.size() + size.beyond();
        var bytes = bytes(count);
        int all = (int) Math.min(Integer.MAX_VALUE, count + read);
        var expected = effort.of(
                all, bytes.orElse(0L), new Effort.Seen(answers == 0 ? 0 : waited / answers, bytesPerSecond()));
        int plays = (int) Math.ceil(title.selection().of(seconds));
        return new Known(url.given(), all, bytes, exact, plays, omissions.told(), expected, fails());
    }

    private Optional<Long> bytes(long count) {
        return measured == 0
                ? Optional.of(manifestBytes).filter(_ -> count == 0)
                : Optional.of(manifestBytes + Math.round((double) lengths / measured * count));
    }

    private Optional<Failure> fails() {
        return size.isOver() ? Optional.of(new Failure(FailureClass.TOO_LARGE, size.why())) : fails;
    }

    // By its name, its type, or else its first bytes.
    private boolean isManifest(Target root) throws InterruptedException {
        if (Manifest.looksLikeOne(root.url().path(), Optional.empty())) {
            return true;
        }
        return switch (origin.measured(root.url())) {
            case Answer answer when OriginReader.isGood(answer) -> isManifest(root, answer.first("content-type"));
            case Exchange other -> isUnknown(root, other);
        };
    }

    private boolean isManifest(Target root, Optional<String> type) throws InterruptedException {
        var path = root.url().path();
        return Manifest.looksLikeOne(path, type)
                || (!Manifest.looksLikeMedia(path, type.orElse("")) && beginsLikeOne(root));
    }

    private boolean beginsLikeOne(Target root) throws InterruptedException {
        mayBeObject = true;
        return switch (origin.ask(root.url(), Beginning.ASK)) {
            case Answer answer
            when OriginReader.isGood(answer) || answer.status() == 416 -> Manifest.beginsLikeOne(Beginning.of(answer));
            case Exchange other -> isUnknown(root, other);
        };
    }

    private boolean isUnknown(Target root, Exchange exchange) {
        trouble = Optional.of(Page.why(root, exchange));
        return false;
    }

    private Optional<Target> nextManifest() {
        boolean isEnough = read >= MOST_MANIFESTS || size.objects() > TitleSize.MOST_COUNTED;
        return isEnough ? Optional.empty() : Optional.ofNullable(manifests.poll());
    }

    private void follow(Page page) {
        read++;
        switch (page) {
            case Page.Unsaid(var target, var why) -> lost(target, why);
            case Page.Said said -> {
                manifestBytes += said.length();
                follow(said.target(), said.reading());
            }
        }
    }

    private void follow(Target target, Manifest.Reading reading) {
        switch (reading) {
            case NotOne _
            when mayBeObject && target.depth() == 0 -> {
                objects.add(target.url());
                manifestBytes = read = 0;
            }
            case NotOne other -> unreadable(target, other.why());
            case Unreadable unreadable -> unreadable(target, unreadable.why());
            case TooManyReferences many -> size.more(many.found());
            case Read good -> lead(target, good.manifest());
        }
    }

    private void unreadable(Target target, String why) {
        if (target.rendition().dispensable()) {
            omissions.unreadable(target, why);
        } else {
            lost(target, target.name() + " " + why);
        }
    }

    private void lead(Target target, Manifest manifest) {
        seconds = Math.max(seconds, manifest.seconds());
        Scope.lost(target, manifest).ifPresent(why -> fails(Step.unreadable(target, why)));
        for (var next : scope.of(target, manifest)) {
            Scope.pause(next.position());
            if (next.isManifest() && Scope.isTooDeep(next)) {
                fails(Step.tooDeep(next));
            } else {
                add(next);
            }
        }
    }

    private void fails(Lost lost) {
        exact = false;
        fails = fails.or(() -> Optional.of(new Failure(lost.failure(), lost.reason())));
    }

    private void add(Target next) {
        omissions.filled(next);
        if (seen.contains(next.url()) || !size.takes(next.url())) {
            return;
        }
        seen.add(next.url());
        if (next.isManifest()) {
            manifests.add(next);
        } else {
            objects.add(next.url());
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
    private List<Url> sample() {
        var some = new ArrayList<Url>();
        int most = Math.min(MOST_LENGTHS, objects.size());
        for (int i = 0; i < most; i++) {
            some.add(objects.get((int) ((long) i * objects.size() / most)));
        }
        return some;
    }

    // What turns out to be a manifest is followed by a fill, and not here.
    private void measure(Glance glance) {
        if (glance.exchange() instanceof Answer answer && OriginReader.isGood(answer)) {
            waited += answer.waited();
            answers++;
            exact &= objects.size() == 1 || !Manifest.looksLikeOne(glance.url().path(), answer.first("content-type"));
            long length = Version.of(answer).length();
            lengths += Math.max(0, length);
            measured += length < 0 ? 0 : 1;
        }
    }

    private double bytesPerSecond() throws InterruptedException {
        if (objects.isEmpty()) {
            return 0;
        }
        long begun = System.nanoTime();
        var taste = origin.ask(objects.get(objects.size() / 2), Ask.whole().keeping(TASTE));
        var took = Duration.ofNanos(Math.max(1, System.nanoTime() - begun));
        return taste instanceof Answer answer && answer.status() == 200 ? answer.length() / (took.toNanos() / 1e9) : 0;
    }
}

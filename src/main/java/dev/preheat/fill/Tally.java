package dev.preheat.fill;

import dev.preheat.edge.Verdict;
import dev.preheat.preheat.Progress;
import dev.preheat.preheat.Proof;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The running count of one fill; many threads add, one looks. */
public final class Tally {
    private int done;
    private int known;
    private long bytesDone;
    private long bytesReceived;
    private Proof.Kind weakest = Proof.Kind.PROBE;
    private @Nullable Instant freshUntil;
    private @Nullable Instant firstSecondsAt;
    private int secondsDone;
    private int secondsKnown;
    private boolean live;
    private Progress.Omitted omitted = Progress.Omitted.NOTHING;
    private Proof.Copy copy = new Proof.Copy(Optional.empty(), Optional.empty(), Optional.empty());

    synchronized void found(int objects) {
        known += objects;
    }

    /** Notes that an object which was found is none of the title's after all. */
    synchronized void omitted() {
        known--;
    }

    /** Notes that the title still grows. */
    synchronized void live() {
        live = true;
    }

    synchronized void received(long bytes) {
        bytesReceived += bytes;
    }

    synchronized void stored(Verdict.Stored stored) {
        done++;
        bytesDone += Math.max(0, stored.length());
        note(stored);
    }

    /** Takes a later sight of an object already counted into account. */
    synchronized void note(Verdict.Stored stored) {
        weakest = weakest.compareTo(stored.proof()) < 0 ? stored.proof() : weakest;
        stored.times()
                .freshUntil()
                .filter(until -> freshUntil == null || until.isBefore(freshUntil))
                .ifPresent(until -> freshUntil = until);
    }

    /** Notes that what the first seconds need was seen stored. */
    synchronized void firstSeconds(Instant at) {
        firstSecondsAt = at;
    }

    /** Notes how far the title can be played, and what of it is not filled. */
    synchronized void covers(int seconds, int ofSeconds, Progress.Omitted what) {
        secondsDone = seconds;
        secondsKnown = ofSeconds;
        omitted = what;
    }

    /** Notes the URL's own object. */
    synchronized void own(Verdict.Stored stored) {
        var length = Optional.of(stored.length()).filter(bytes -> bytes >= 0);
        copy = new Proof.Copy(
                stored.version().identity(), length, stored.times().age());
    }

    synchronized Progress progress() {
        return new Progress(done, known, bytesDone, bytesReceived)
                .with(new Progress.Play(secondsDone, secondsKnown, Optional.ofNullable(firstSecondsAt), live))
                .with(omitted);
    }

    /** Whether the edge cannot show something that was filled. */
    synchronized boolean isUnproved() {
        return weakest == Proof.Kind.NONE;
    }

    synchronized Proof proof(Instant now) {
        return new Proof(weakest, now, Optional.ofNullable(freshUntil), copy);
    }
}

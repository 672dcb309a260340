package dev.preheat.own;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.preheat.preheat.FillRecord;
import dev.preheat.preheat.FillState;
import dev.preheat.preheat.PreheatTask;
import dev.preheat.preheat.PreheatingResult;
import dev.preheat.preheat.PreheatingResult.Status;
import dev.preheat.preheat.Progress;
import dev.preheat.preheat.Proof;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A task with each of its fills, by streaming URL and by edge.
 *
 * <p>A fill has {@code due_at} while it waits for a time and {@code held} while it waits for its edge's shield,
 * {@code seconds_done} and {@code seconds_known} once a manifest tells the title's length, {@code first_seconds_at} once the
 * first seconds of every rendition were seen stored, {@code omitted} if the title has parts that are not filled,
 * {@code live} if the title still grows, {@code failure} once an attempt failed, {@code proof} once it is proved.
 */
public record ShownTask(String taskId, String status, Instant createdAt, List<Url> urls) {
    record Url(String url, String status, List<ShownFill> fills) {}

    record ShownFill(
            String edge,
            String state,
            int attempts,
            Optional<Instant> dueAt,
            Optional<Boolean> held,
            int objectsDone,
            int objectsKnown,
            long bytesDone,
            long bytesReceived,
            Optional<Integer> secondsDone,
            Optional<Integer> secondsKnown,
            Optional<Instant> firstSecondsAt,
            Optional<Boolean> live,
            Optional<ShownOmitted> omitted,
            Optional<ShownFailure> failure,
            Optional<ShownProof> proof) {
        /** Returns whether the fill has ended: only a retry starts it again. */
        boolean ended() {
            return state.equals("succeeded") || state.equals("failed");
        }

        static ShownFill of(FillRecord fill) {
            var progress = fill.progress();
            var played = Optional.of(progress.play()).filter(play -> play.secondsKnown() > 0);
            var waits = fill.state() == FillState.WAITING;
            return new ShownFill(
                    fill.edge().value(),
                    fill.state().name().toLowerCase(Locale.ROOT),
                    fill.attempts(),
                    Optional.of(fill.dueAt()).filter(_ -> waits && !fill.held()),
                    Optional.of(true).filter(_ -> fill.held()),
                    progress.objectsDone(),
                    progress.objectsKnown(),
                    progress.bytesDone(),
                    progress.bytesReceived(),
                    played.map(Progress.Play::secondsDone),
                    played.map(Progress.Play::secondsKnown),
                    progress.play().firstSecondsAt(),
                    Optional.of(true).filter(_ -> progress.play().live()),
                    ShownOmitted.of(progress.omitted()),
                    fill.failure().map(ShownFailure::of),
                    fill.proof().map(ShownProof::of));
        }
    }

    // `class` cannot name a component
    record ShownFailure(@JsonProperty("class") String kind, String reason) {
        static ShownFailure of(FillRecord.Failure failure) {
            return new ShownFailure(failure.kind().word(), failure.reason());
        }
    }

    record ShownProof(
            String kind,
            Instant at,
            Optional<Instant> freshUntil,
            Optional<String> etag,
            Optional<Long> length,
            Optional<Long> ageSeconds) {
        static ShownProof of(Proof proof) {
            var copy = proof.copy();
            return new ShownProof(
                    proof.kind().word(),
                    proof.at(),
                    proof.freshUntil(),
                    copy.etag(),
                    copy.length(),
                    copy.age().map(Duration::toSeconds));
        }
    }

    static ShownTask of(PreheatTask task) {
        var fills = task.byUrl();
        var urls = task.results().stream()
                .map(result -> new Url(
                        result.url(),
                        result.status().word(),
                        fills.getOrDefault(result.url(), List.of()).stream()
                                .map(ShownFill::of)
                                .toList()))
                .toList();
        return new ShownTask(task.id().value(), statusOf(task).word(), task.createdAt(), urls);
    }

    // one failed URL fails the task, as one failed fill fails its URL
    private static Status statusOf(PreheatTask task) {
        var statuses = task.results().stream().map(PreheatingResult::status).toList();
        if (statuses.contains(Status.FAILED)) {
            return Status.FAILED;
        }
        return statuses.contains(Status.PROCESSING) ? Status.PROCESSING : Status.SUCCEED;
    }
}

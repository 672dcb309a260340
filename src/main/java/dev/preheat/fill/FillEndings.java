package dev.preheat.fill;

import dev.preheat.edge.Edge;
import dev.preheat.loop.Backoff;
import dev.preheat.preheat.FailureClass;
import dev.preheat.preheat.Fill;
import dev.preheat.preheat.FillOutcome;
import dev.preheat.preheat.FillOutcome.Failed;
import dev.preheat.preheat.FillOutcome.Proved;
import dev.preheat.preheat.FillQueue;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes how an attempt ended, decides whether there is another, and then says so: in the log, and to who counts. */
final class FillEndings {
    private static final Logger log = LoggerFactory.getLogger(FillEndings.class);
    private static final Backoff PAUSES = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));
    // an edge may keep a stored error for that long without saying so
    private static final Backoff AFTER_STORED_ERROR = new Backoff(Duration.ofMinutes(1), Duration.ofMinutes(10));

    private final FillQueue queue;
    private final FillLimits limits;
    private final InstantSource clock;
    private final Consumer<FillEnd> watcher;

    FillEndings(FillQueue queue, FillLimits limits, InstantSource clock, Consumer<FillEnd> watcher) {
        this.queue = queue;
        this.limits = limits;
        this.clock = clock;
        this.watcher = watcher;
    }

    /** Nothing happens when the fill is no longer the claimer's. */
    void write(Fill fill, Edge edge, FillOutcome outcome) {
        switch (outcome) {
            case Proved proved -> succeed(fill, edge, proved);
            case Failed failed when failed.again() && fill.attempt() < limits.attempts() -> again(fill, edge, failed);
            case Failed failed -> giveUp(fill, edge, failed);
        }
    }

    private void succeed(Fill fill, Edge edge, Proved proved) {
        if (queue.succeed(fill, proved)) {
            log.info(
                    "proved {} {} in {}: {} objects, {} bytes, {} received, by {}",
                    name(fill),
                    url(fill),
                    fill.edge(),
                    proved.progress().objectsDone(),
                    proved.progress().bytesDone(),
                    proved.progress().bytesReceived(),
                    proved.proof().kind().word());
            tell(fill, edge, FillEnd.How.PROVED, proved);
        }
    }

    private void again(Fill fill, Edge edge, Failed failed) {
        var pause = failed.after().orElseGet(() -> pause(failed.failure(), fill.attempt()));
        if (queue.again(fill, failed, clock.instant().plus(pause))) {
            log.info(
                    "attempt {} of {} {} in {} failed ({}), again in {} ms: {}",
                    fill.attempt(),
                    name(fill),
                    url(fill),
                    fill.edge(),
                    failed.failure().word(),
                    pause.toMillis(),
                    failed.reason());
            tell(fill, edge, FillEnd.How.RETRIED, failed);
        }
    }

    private void giveUp(Fill fill, Edge edge, Failed failed) {
        if (queue.fail(fill, failed)) {
            log.warn(
                    "failed {} {} in {} after {} attempts ({}): {}",
                    name(fill),
                    url(fill),
                    fill.edge(),
                    fill.attempt(),
                    failed.failure().word(),
                    failed.reason());
            tell(fill, edge, FillEnd.How.FAILED, failed);
        }
    }

    private void tell(Fill fill, Edge edge, FillEnd.How how, FillOutcome outcome) {
        var failure = outcome instanceof Failed failed ? Optional.of(failed.failure()) : Optional.<FailureClass>empty();
        var since = Duration.between(fill.task().acceptedAt(), clock.instant());
        watcher.accept(new FillEnd(edge, how, failure, outcome.progress(), since));
    }

    private static Duration pause(FailureClass failure, int attempt) {
        return failure == FailureClass.STORED_ERROR
                ? AFTER_STORED_ERROR.after(attempt)
                : PAUSES.scatteredAfter(attempt);
    }

    static String name(Fill fill) {
        return fill.task() + "/" + fill.position();
    }

    static String url(Fill fill) {
        return fill.url().withoutQuery();
    }
}

package dev.preheat.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Limits the lines of the log about events that may come all the time: the first is told at once, the next ones once a
 * minute with a count.
 *
 * <p>Limits: 60 lines a minute over all subjects; the 1,000 subjects of the latest events are told apart.
 *
 * @param <S> the subject of a line; each has a minute of its own
 */
public final class LogLimit<S> {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int MOST_LINES = 60;
    private static final int MOST_SUBJECTS = 1_000;
    private static final Untold NONE = new Untold(0, Window.NEVER);

    private record Untold(int times, Window silence) {}

    private final InstantSource clock;
    private final LinkedHashMap<S, Untold> bySubject = new LinkedHashMap<>(16, 0.75f, true);
    private Window minute = Window.NEVER;
    private int lines;

    public LogLimit(InstantSource clock) {
        this.clock = clock;
    }

    /** Counts one event. Returns how many a line must tell of now, or 0 if none is due. */
    public synchronized int count(S subject) {
        var now = clock.instant();
        var untold = bySubject.getOrDefault(subject, NONE);
        int times = untold.times() + 1;
        boolean isDue = takeLine(untold, now);
        bySubject.put(subject, isDue ? toldAt(now) : new Untold(times, untold.silence()));
        if (bySubject.size() > MOST_SUBJECTS) {
            bySubject.pollFirstEntry();
        }
        return isDue ? times : 0;
    }

    /** Takes the untold counts of subjects whose minute is over. */
    public synchronized Map<S, Integer> takeOverdue() {
        var now = clock.instant();
        var overdue = new HashMap<S, Integer>();
        for (var one : bySubject.entrySet()) {
            if (one.getValue().times() > 0 && takeLine(one.getValue(), now)) {
                overdue.put(one.getKey(), one.getValue().times());
                one.setValue(toldAt(now));
            }
        }
        return overdue;
    }

    private static Untold toldAt(Instant now) {
        return new Untold(0, new Window(now, MINUTE));
    }

    private boolean takeLine(Untold untold, Instant now) {
        if (untold.silence().has(now)) {
            return false;
        }
        if (!minute.has(now)) {
            minute = new Window(now, MINUTE);
            lines = 0;
        }
        return lines++ < MOST_LINES;
    }
}

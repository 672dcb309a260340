package dev.preheat.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Shows a task until it has ended. */
public final class TaskWatch {
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(1); // for a restart of the service

    /** How it is shown. */
    public sealed interface Look {
        /** One view, drawn again on a terminal that is so wide. */
        record Redrawn(int columns) implements Look {}

        /** One plain line for every change. */
        record Lines() implements Look {}

        /** Not at all. */
        record Silent() implements Look {}
    }

    private final ApiClient client;
    private final PrintStream out;
    private final Look look;
    private final Duration pause;
    private final InstantSource clock;
    private final Map<String, String> printed = new HashMap<>();
    private int drawn;
    private boolean reached;
    private boolean told = true;
    private Optional<Instant> silentSince = Optional.empty();

    public TaskWatch(ApiClient client, PrintStream out, Look look, InstantSource clock) {
        this(client, out, look, PAUSE, clock);
    }

    TaskWatch(ApiClient client, PrintStream out, Look look, Duration pause, InstantSource clock) {
        this.clock = clock;
        this.client = client;
        this.out = out;
        this.look = look;
        this.pause = pause;
    }

    /**
     * Follows a task to its end: the answer that says so, or why there is none.
     *
     * <p>Once the service has answered, a minute without an answer is borne.
     */
    public Answer follow(String task) {
        while (true) {
            var answer = client.task(task);
            if (answer instanceof Answer.Good good) {
                reached = true;
                silentSince = Optional.empty();
                var report = TaskReport.of(good.body());
                show(report);
                if (report.ended()) {
                    return answer;
                }
            } else if (!bearable(answer)) {
                return answer;
            }
            if (!waited(task)) {
                return new Answer.Unreachable("interrupted");
            }
        }
    }

    private boolean bearable(Answer answer) {
        var passing = switch (answer) {
            case Answer.Good _ -> true;
            case Answer.Refused refused -> refused.status() >= 500 || refused.status() == 429;
            case Answer.Unreachable _ -> true;
        };
        if (!reached || !passing) {
            return false;
        }
        if (silentSince.isEmpty()) {
            silentSince = Optional.of(clock.instant());
            sayAway(answer);
        }
        return clock.instant().isBefore(silentSince.get().plus(LONGEST_SILENCE));
    }

    private void sayAway(Answer answer) {
        if (!(look instanceof Look.Silent)) {
            var why = answer instanceof Answer.Refused no ? no.said() : answer.toString();
            out.println(why + "; asking again for a minute");
            drawn = 0;
            out.flush();
        }
    }

    private void show(TaskReport task) {
        switch (look) {
            case Look.Redrawn(int columns) -> redraw(TaskTable.frame(task, columns));
            case Look.Lines() -> print(task);
            case Look.Silent() -> {}
        }
    }

    // Wrapping is off while a frame is drawn: a line too long is cut by the terminal and the count of lines stays true.
    private void redraw(List<String> lines) {
        var frame = new StringBuilder();
        if (drawn > 0) {
            frame.append("\033[").append(drawn).append("A\033[J");
        }
        frame.append("\033[?7l");
        lines.forEach(line -> frame.append(line).append('\n'));
        out.print(frame.append("\033[?7h"));
        out.flush();
        drawn = lines.size();
    }

    private void print(TaskReport task) {
        for (var row : task.rows()) {
            printOnce(row.edge() + ' ' + row.url(), TaskTable.line(row));
            if (!row.firstSecondsAt().isEmpty()) {
                printOnce("first " + row.edge() + ' ' + row.url(), TaskTable.first(row));
            }
        }
        if (task.ended()) {
            out.println(task.summary());
        }
        out.flush();
    }

    private void printOnce(String about, String line) {
        if (!line.equals(printed.put(about, line))) {
            out.println(line);
        }
    }

    // Where there are no events, or when they end, the task is asked for again.
    private boolean waited(String task) {
        try {
            var events = told ? client.events(task) : Optional.<EventStream>empty();
            if (events.isPresent()) {
                follow(events.get());
                return true;
            }
            told = false;
            return paused();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void follow(EventStream events) throws InterruptedException {
        try (events) {
            var task = new LiveTask();
            for (var event = events.next(); event.isPresent(); event = events.next()) {
                task.apply(event.get());
                if (events.few() && task.known() && !task.report().ended()) {
                    show(task.report());
                }
            }
        }
    }

    private boolean paused() {
        try {
            Thread.sleep(pause);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

package dev.preheat.cli;

/** The exit codes of the client's verbs; scripts rely on them. */
final class Exit {
    /** What was asked for is so; of a task: every URL is proved in every edge. */
    static final int DONE = 0;

    static final int FAILED = 1;
    static final int USAGE = 2;
    static final int REFUSED = 3;
    static final int UNREACHABLE = 4;
    /** The task was looked at once, and has not ended. */
    static final int PROCESSING = 5;

    private Exit() {}

    static int of(Answer answer) {
        return switch (answer) {
            case Answer.Good good -> of(TaskReport.of(good.body()));
            case Answer.Refused _ -> REFUSED;
            case Answer.Unreachable _ -> UNREACHABLE;
        };
    }

    /** That of an answer which is not good. */
    static int without(Answer answer) {
        return answer instanceof Answer.Unreachable ? UNREACHABLE : REFUSED;
    }

    private static int of(TaskReport task) {
        return switch (task.status()) {
            case "succeed" -> DONE;
            case "failed" -> FAILED;
            default -> PROCESSING;
        };
    }
}

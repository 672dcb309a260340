package dev.preheat.own;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.preheat.encoding.Sha256;
import dev.preheat.operation.Json;
import dev.preheat.preheat.PreheatTask;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The server-sent events of a task at one moment (WHATWG HTML, 9.2, 2026).
 *
 * @param mark a hash of the task, and the id of the last event of each group: a client that comes back with it has seen all
 */
public record TaskEvents(ShownTask task, String mark) {
    private static final int MARK = 16;

    private record FillEvent(String taskId, String status, String url, ShownTask.ShownFill fill) {}

    private record FirstSeconds(String taskId, String url, String edge, Instant firstSecondsAt) {}

    private record Finished(String taskId, String status) {}

    private record Gone(String taskId) {}

    private record Event(String name, Record data) {
        void write(ByteArrayOutputStream to, String id) {
            to.writeBytes((id + "event: " + name + "\ndata: ").getBytes(UTF_8));
            to.writeBytes(Json.bytes(data)); // one line, as JSON escapes what would break it
            to.writeBytes("\n\n".getBytes(UTF_8));
        }
    }

    static TaskEvents of(PreheatTask task) {
        var shown = ShownTask.of(task);
        return new TaskEvents(shown, mark(shown));
    }

    /** Returns whether every fill has ended. */
    boolean finished() {
        return fills().stream().allMatch(one -> one.fill().ended());
    }

    /** The whole task, for a client that has seen nothing yet or too little. */
    byte[] whole() {
        var events = new ArrayList<Event>();
        events.add(new Event("task", task));
        fills().forEach(one -> firstSeconds(one).ifPresent(events::add));
        return written(events);
    }

    /** The changes since {@code before}. */
    byte[] since(TaskEvents before) {
        var old = before.fills();
        var now = fills();
        if (old.size() != now.size()) {
            return whole();
        }
        var events = new ArrayList<Event>();
        for (int i = 0; i < now.size(); i++) {
            if (!now.get(i).fill().equals(old.get(i).fill())) {
                events.add(new Event("fill", now.get(i)));
                if (old.get(i).fill().firstSecondsAt().isEmpty()) {
                    firstSeconds(now.get(i)).ifPresent(events::add);
                }
            }
        }
        return written(events);
    }

    /** The end of a task that was deleted while it was watched. */
    byte[] gone() {
        var bytes = new ByteArrayOutputStream();
        new Event("gone", new Gone(task.taskId())).write(bytes, "");
        return bytes.toByteArray();
    }

    private byte[] written(List<Event> events) {
        if (finished()) {
            events.add(new Event("finished", new Finished(task.taskId(), task.status())));
        }
        var bytes = new ByteArrayOutputStream();
        for (var event : events) {
            event.write(bytes, event.equals(events.getLast()) ? "id: " + mark + "\n" : "");
        }
        return bytes.toByteArray();
    }

    private List<FillEvent> fills() {
        return task.urls().stream()
                .flatMap(url ->
                        url.fills().stream().map(fill -> new FillEvent(task.taskId(), task.status(), url.url(), fill)))
                .toList();
    }

    private Optional<Event> firstSeconds(FillEvent one) {
        return one.fill()
                .firstSecondsAt()
                .map(at -> new Event(
                        "first_seconds",
                        new FirstSeconds(task.taskId(), one.url(), one.fill().edge(), at)));
    }

    private static String mark(ShownTask shown) {
        return Sha256.hex(Json.bytes(shown)).substring(0, 2 * MARK);
    }
}

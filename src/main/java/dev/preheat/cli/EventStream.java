package dev.preheat.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Server-sent events as they come (WHATWG HTML, 9.2, 2026); each has its data on one line. Half a minute without even a
 * comment is the end.
 */
final class EventStream implements AutoCloseable {
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);
    private static final int MOST_WAITING = 1_000;
    private static final int FEW = 10;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** @param name empty for a comment and for the end */
    record Event(String name, JsonNode data) {
        private static final Event COMMENT = new Event("", JSON.missingNode());
        private static final Event END = new Event("", JSON.nullNode());
    }

    private final InputStream in;
    private final BlockingQueue<Event> waiting = new ArrayBlockingQueue<>(MOST_WAITING);

    private EventStream(InputStream in) {
        this.in = in;
    }

    static EventStream of(InputStream in) {
        var events = new EventStream(in);
        Thread.ofVirtual().name("events").start(events::read);
        return events;
    }

    /** Waits for the next; a comment has no name. Empty when there will be no more. */
    Optional<Event> next() throws InterruptedException {
        return Optional.ofNullable(waiting.poll(LONGEST_SILENCE.toMillis(), TimeUnit.MILLISECONDS))
                .filter(event -> !event.equals(Event.END));
    }

    /** Whether next to nothing waits to be taken: whoever shows what comes keeps up. */
    boolean few() {
        return waiting.size() < FEW;
    }

    private void read() {
        try (var lines = new BufferedReader(new InputStreamReader(in, UTF_8))) {
            var name = "";
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("event: ")) {
                    name = line.substring("event: ".length());
                } else if (line.startsWith("data: ")) {
                    waiting.put(new Event(name, JSON.readTree(line.substring("data: ".length()))));
                } else if (line.startsWith(":")) {
                    waiting.put(Event.COMMENT);
                }
            }
        } catch (IOException | JacksonException _) {
            // broken off: the end, as any other
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            end();
        }
    }

    // Whoever takes them has gone when there is no room: then nobody waits for the end either.
    private void end() {
        try {
            waiting.offer(Event.END, LONGEST_SILENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException _) {
            // it is to be closed, and nothing more is asked of it
        }
        waiting.clear();
    }
}

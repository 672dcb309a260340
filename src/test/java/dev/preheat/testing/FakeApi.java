package dev.preheat.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that answers what it was told to, in that order, the last again and again; and keeps what it was asked. */
public final class FakeApi implements AutoCloseable {
    /** A request as it came; names of header fields as the JDK writes them: {@code X-sdk-date}. */
    public record Asked(String method, String path, Map<String, List<String>> headers, String body) {
        public String header(String name) {
            return String.join(", ", headers.getOrDefault(name, List.of()));
        }

        @Override
        public String toString() {
            return (method + " " + path + " " + body).strip();
        }
    }

    private record Told(int status, Map<String, String> headers, String body) {}

    private final Queue<Told> answers = new ArrayDeque<>();
    private final Queue<String> told = new ConcurrentLinkedQueue<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    public FakeApi() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    public FakeApi answers(int status, String json) {
        return answers(status, Map.of(), json);
    }

    public FakeApi answers(int status, String requestId, String body) {
        return answers(status, Map.of("X-Request-Id", requestId), body);
    }

    public FakeApi answers(int status, Map<String, String> headers, String body) {
        answers.add(new Told(status, headers, body));
        return this;
    }

    public String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public List<Asked> asked() {
        return asked;
    }

    /** What was asked, as {@code METHOD path body}. */
    public List<String> lines() {
        return asked.stream().map(Asked::toString).toList();
    }

    /** Answers the next that asks for events with these, and ends; without them there are none. */
    public FakeApi tells(String events) {
        told.add(events);
        return this;
    }

    private void tell(HttpExchange exchange) throws IOException {
        var events = told.poll();
        if (events == null) {
            exchange.sendResponseHeaders(404, -1);
        } else {
            exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(events.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            asked.add(new Asked(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getRawPath(),
                    Map.copyOf(exchange.getRequestHeaders()),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            if (exchange.getRequestURI().getPath().endsWith("/events")) {
                tell(exchange);
                return;
            }
            var told = answers.size() > 1 ? answers.remove() : answers.element();
            told.headers().forEach(exchange.getResponseHeaders()::add);
            var body = told.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(told.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

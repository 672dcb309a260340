package dev.preheat.e2e;

import dev.preheat.signing.RequestSignature;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/** Callers of {@link Setup#ACME} over TLS, with HTTP/1.1 and with HTTP/2, that create tasks of one URL and show them. */
final class TlsCallers implements AutoCloseable {
    private static final Duration BETWEEN = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern TASK = Pattern.compile("\"task_id\":\"([0-9a-f]{32})\"");
    private static final String CREATE = "/v1.0/" + Setup.ACME.project() + "/asset/preheating";

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final List<HttpClient> clients = new ArrayList<>();
    private final URI endpoint;
    private final String url;
    private final AtomicInteger number = new AtomicInteger();
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final Set<String> wrongs = ConcurrentHashMap.newKeySet();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicLong slowest = new AtomicLong();

    /** @param url of which each create asks for another query */
    TlsCallers(URI endpoint, SSLContext trust, String url) {
        this.endpoint = endpoint;
        this.url = url;
        for (var version : List.of(Version.HTTP_1_1, Version.HTTP_2)) {
            clients.add(HttpClient.newBuilder()
                    .version(version)
                    .sslContext(trust)
                    .connectTimeout(PATIENCE)
                    .build());
        }
    }

    /** Sends this many on their way over each version. */
    TlsCallers begin(int many) {
        for (var client : clients) {
            for (int i = 0; i < many; i++) {
                threads.execute(() -> calls(client));
            }
        }
        return this;
    }

    Set<String> accepted() {
        return Set.copyOf(accepted);
    }

    /** How many calls were answered 500 VOD.10051. */
    int refused() {
        return refused.get();
    }

    /** Whatever else was answered, and what was not. */
    Set<String> wrongs() {
        return Set.copyOf(wrongs);
    }

    /** What any answer took. */
    Duration slowest() {
        return Duration.ofNanos(slowest.get());
    }

    /** The status of a call without credentials, over each version. */
    List<Integer> statuses(String path) {
        return clients.stream().map(client -> plain(client, path)).toList();
    }

    @Override
    public void close() {
        stopping.countDown();
        threads.close();
        clients.forEach(HttpClient::shutdownNow);
    }

    private int plain(HttpClient client, String path) {
        try {
            var request = HttpRequest.newBuilder(endpoint.resolve(path)).timeout(PATIENCE);
            return client.send(request.build(), BodyHandlers.discarding()).statusCode();
        } catch (IOException broken) {
            throw new AssertionError(path, broken);
        } catch (InterruptedException _) {
            throw new AssertionError("interrupted");
        }
    }

    private void calls(HttpClient client) {
        var task = "0".repeat(32);
        while (!stopped()) {
            var body = "{\"urls\":[\"" + url + "?n=" + number.incrementAndGet() + "\"]}";
            var created = answer(client, "POST", "", body, 202);
            var found = TASK.matcher(created);
            if (found.find()) {
                task = found.group(1);
                accepted.add(task);
                answer(client, "GET", "task_id=" + task, "", 200);
            }
        }
    }

    private String answer(HttpClient client, String method, String query, String body, int good) {
        long begun = System.nanoTime();
        try {
            var answer = client.send(request(method, query, body), BodyHandlers.ofString());
            slowest.accumulateAndGet(System.nanoTime() - begun, Math::max);
            return judged(method, good, answer.statusCode(), answer.body());
        } catch (IOException lost) {
            wrongs.add(method + " " + client.version() + ": " + lost);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return "";
    }

    private String judged(String method, int good, int status, String body) {
        if (status == good) {
            return body;
        }
        if (status == 500 && body.contains("VOD.10051")) {
            refused.incrementAndGet();
        } else {
            wrongs.add(method + ": " + status + " " + body);
        }
        return "";
    }

    private HttpRequest request(String method, String query, String body) {
        var fields = new TreeMap<String, String>();
        fields.put("host", endpoint.getAuthority());
        fields.put("x-sdk-date", RequestSignature.date(InstantSource.system().instant()));
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        var authorization = RequestSignature.authorization(
                Setup.ACME.accessKey(), Setup.ACME.secretKey(), method, CREATE, query, fields, bytes);
        return HttpRequest.newBuilder(endpoint.resolve(CREATE + (query.isEmpty() ? "" : "?" + query)))
                .timeout(PATIENCE)
                .header("X-Sdk-Date", fields.get("x-sdk-date"))
                .header("Authorization", authorization)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofByteArray(bytes))
                .build();
    }

    private boolean stopped() {
        try {
            return stopping.await(BETWEEN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            return true;
        }
    }
}

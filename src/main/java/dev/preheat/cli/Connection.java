package dev.preheat.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.preheat.cli.ApiClient.Access;
import dev.preheat.signing.RequestSignature;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends requests as one caller, signed or with his token, and reads what is answered.
 *
 * <p>Limits: 5 s to connect, 30 s for an answer, 64 MiB of it. Redirects are not followed.
 *
 * @param key the {@code Idempotency-Key} of whatever changes something; empty for none
 */
record Connection(Access access, InstantSource clock, String key, HttpClient http) {
    private static final Duration CONNECTING = Duration.ofSeconds(5);
    private static final Duration ANSWERING = Duration.ofSeconds(30);
    private static final long LARGEST_ANSWER = 64L * 1024 * 1024;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Trusts the certificates that the JDK trusts. */
    static Connection to(Access access, InstantSource clock) {
        return new Connection(access, clock, "", builder().build());
    }

    /** Trusts those of {@code trust} alone. */
    static Connection to(Access access, InstantSource clock, SSLContext trust) {
        return new Connection(access, clock, "", builder().sslContext(trust).build());
    }

    private static HttpClient.Builder builder() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECTING);
    }

    /** The same, with this {@code Idempotency-Key}. */
    Connection named(String name) {
        return new Connection(access, clock, name, http);
    }

    Answer call(String method, String path, byte[] body) {
        return answer(proved(method, path, body));
    }

    /** A POST of somebody who is not known yet. */
    Answer anonymous(String path, byte[] body) {
        return answer(request("POST", path, body)
                .header("content-type", "application/json")
                .build());
    }

    /** The events of a path; empty where there are none. */
    Optional<EventStream> events(String path) throws InterruptedException {
        try {
            var answer = http.send(proved("GET", path, new byte[0]), BodyHandlers.ofInputStream());
            var type = answer.headers().firstValue("Content-Type").orElse("");
            if (answer.statusCode() == 200 && type.startsWith("text/event-stream")) {
                return Optional.of(EventStream.of(answer.body()));
            }
            answer.body().close();
            return Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private HttpRequest proved(String method, String path, byte[] body) {
        return access.token().isEmpty() ? signed(method, path, body) : shown(method, path, body);
    }

    private Answer answer(HttpRequest request) {
        try {
            return read(http.send(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST_ANSWER)));
        } catch (SSLException untrusted) {
            return new Answer.Unreachable(access.endpoint() + " " + Trust.why(untrusted, access.endpoint()));
        } catch (ConnectException | HttpConnectTimeoutException _) {
            return new Answer.Unreachable("nothing answers at " + access.endpoint() + plain());
        } catch (HttpTimeoutException _) {
            return new Answer.Unreachable(access.endpoint() + " did not answer within " + ANSWERING.toSeconds() + " s");
        } catch (IOException broken) {
            return new Answer.Unreachable(access.endpoint() + " broke off: " + broken.getMessage() + speech());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Answer.Unreachable("interrupted");
        }
    }

    private String plain() {
        return "https".equals(access.endpoint().getScheme()) ? "; if it speaks no TLS, the endpoint is http://" : "";
    }

    private String speech() {
        return "http".equals(access.endpoint().getScheme()) ? "; if it speaks TLS, the endpoint is https://" : "";
    }

    // The host is left unsigned: a proxy in front of the service may change it, and path and body are covered.
    private HttpRequest signed(String method, String path, byte[] body) {
        var fields = new TreeMap<String, String>();
        fields.put("x-sdk-date", RequestSignature.date(clock.instant()));
        if (body.length > 0) {
            fields.put("content-type", "application/json");
        }
        if (!access.securityToken().isEmpty()) {
            fields.put("x-security-token", access.securityToken());
        }
        if (isNamed(method)) {
            fields.put("idempotency-key", key); // so that nobody on the way can put another in its place
        }
        var request = request(method, path, body);
        var parts = path.split("\\?", 2);
        var query = parts.length == 2 ? parts[1] : "";
        fields.forEach(request::header);
        request.header(
                "Authorization",
                RequestSignature.authorization(
                        access.accessKey(), access.secretKey(), method, parts[0], query, fields, body));
        return request.build();
    }

    private HttpRequest shown(String method, String path, byte[] body) {
        var request = request(method, path, body).header("X-Auth-Token", access.token());
        if (isNamed(method)) {
            request.header("Idempotency-Key", key);
        }
        return (body.length == 0 ? request : request.header("content-type", "application/json")).build();
    }

    private HttpRequest.Builder request(String method, String path, byte[] body) {
        return HttpRequest.newBuilder(access.endpoint().resolve(path))
                .timeout(ANSWERING)
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    }

    private boolean isNamed(String method) {
        return !key.isEmpty() && !method.equals("GET");
    }

    private Answer read(HttpResponse<byte[]> response) {
        var text = new String(response.body(), UTF_8);
        var body = json(text);
        var good = response.statusCode() / 100 == 2;
        if (good && body.isObject()) {
            var token = response.headers().firstValue("X-Subject-Token").orElse("");
            return new Answer.Good(response.statusCode(), text, body, Plain.text(token));
        }
        var id = response.headers()
                .firstValue("X-Request-Id")
                .orElse(body.path("request_id").asString(""));
        return new Answer.Refused(
                response.statusCode(),
                Plain.text(body.path("error_code").asString("HTTP " + response.statusCode())),
                Plain.text(message(body).asString("this is no answer of Preheat; is the endpoint right?")),
                Plain.text(id),
                ahead(response),
                "");
    }

    // By whole seconds, as the field Date has it.
    private Duration ahead(HttpResponse<byte[]> response) {
        try {
            return response.headers()
                    .firstValue("Date")
                    .map(date -> DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from))
                    .map(there -> Duration.between(there, clock.instant()).truncatedTo(ChronoUnit.SECONDS))
                    .orElse(Duration.ZERO);
        } catch (DateTimeException _) {
            return Duration.ZERO;
        }
    }

    // The token operations have Keystone's shape.
    private static JsonNode message(JsonNode body) {
        var ours = body.path("error_msg");
        return ours.isMissingNode() ? body.path("error").path("message") : ours;
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException _) {
            return JSON.missingNode();
        }
    }
}

package dev.preheat.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.preheat.auth.RequestSignature;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Signs requests and calls the public API, as any other client does.
 *
 * <p>Limits: 5 s to connect, 30 s for an answer, 64 MiB of it. Redirects are not followed.
 */
public final class ApiClient {
    private static final Duration CONNECTING = Duration.ofSeconds(5);
    private static final Duration ANSWERING = Duration.ofSeconds(30);
    private static final long LARGEST_ANSWER = 64L * 1024 * 1024;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /**
     * Whom to call, and as whom.
     *
     * @param endpoint scheme, host and port, no path
     * @param securityToken what makes the keys temporary ones; empty where they are not
     * @param token shown instead of a signature; empty where there are keys
     */
    public record Access(
            URI endpoint, String project, String accessKey, String secretKey, String securityToken, String token) {
        /** With keys, which sign every request. */
        public Access(URI endpoint, String project, String accessKey, String secretKey) {
            this(endpoint, project, accessKey, secretKey, "", "");
        }

        @Override
        public String toString() {
            return "Access[" + endpoint + " as " + (token.isEmpty() ? accessKey : "the token's user") + "]";
        }
    }

    /** Who asks for a token, by password. */
    record Claim(String account, String user, String password) {
        @Override
        public String toString() {
            return "Claim[" + account + "/" + user + "]";
        }
    }

    private final Access access;
    private final InstantSource clock;
    private final String key;
    private final HttpClient http;

    public ApiClient(Access access, InstantSource clock) {
        this(
                access,
                clock,
                "",
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECTING)
                        .build());
    }

    private ApiClient(Access access, InstantSource clock, String key, HttpClient http) {
        this.access = access;
        this.clock = clock;
        this.key = key;
        this.http = http;
    }

    /** The same, with this {@code Idempotency-Key} on whatever changes something. */
    ApiClient named(String key) {
        return new ApiClient(access, clock, key, http);
    }

    /**
     * {@code CreatePreheatingAsset}: a good answer has {@code task_id}.
     *
     * @param asset an asset's id, or empty
     * @param urls streaming URLs, or none
     */
    public Answer preheat(String asset, List<String> urls) {
        return call("POST", "/v1.0/" + segment(access.project()) + "/asset/preheating", source(asset, urls));
    }

    /** What {@link #preheat} would come to. */
    Answer estimate(String asset, List<String> urls) {
        return call("POST", own() + "estimate", source(asset, urls));
    }

    private static byte[] source(String asset, List<String> urls) {
        var body = JSON.createObjectNode();
        if (!asset.isEmpty()) {
            body.put("asset_id", asset);
        }
        if (!urls.isEmpty()) {
            urls.forEach(body.putArray("urls")::add);
        }
        return bytes(body);
    }

    /** A task with everything known about its fills; {@link TaskReport} reads it. */
    public Answer task(String id) {
        return call("GET", own() + "tasks/" + segment(id), new byte[0]);
    }

    /** Tasks, newest first; {@code query} has the filters. */
    Answer tasks(Map<String, String> query) {
        var text = query.entrySet().stream()
                .map(one -> one.getKey() + "=" + segment(one.getValue()))
                .collect(Collectors.joining("&"));
        return call("GET", own() + "tasks" + (text.isEmpty() ? "" : "?" + text), new byte[0]);
    }

    /** Stops what has not ended of a task. */
    Answer cancel(String id) {
        return call("POST", own() + "tasks/" + segment(id) + "/cancel", new byte[0]);
    }

    /** Begins what has failed of a task anew. */
    Answer retry(String id) {
        return call("POST", own() + "tasks/" + segment(id) + "/retry", new byte[0]);
    }

    /** What may be preheated today, and was. */
    Answer quota() {
        return call("GET", own() + "quota", new byte[0]);
    }

    /** Every edge as it is now. */
    Answer edges() {
        return call("GET", own() + "edges", new byte[0]);
    }

    /** What happens to a task, as it happens; empty where the server, or a proxy before it, tells none. */
    Optional<EventStream> events(String id) throws InterruptedException {
        try {
            var answer =
                    http.send(proved("GET", own() + "tasks/" + segment(id) + "/events"), BodyHandlers.ofInputStream());
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

    /** Creates (201) or replaces (200) an asset. */
    public Answer putAsset(String id, ObjectNode asset) {
        return call("PUT", own() + "assets/" + segment(id), bytes(asset));
    }

    Answer asset(String id) {
        return call("GET", own() + "assets/" + segment(id), new byte[0]);
    }

    /**
     * A page of the project's assets in order of their ids.
     *
     * @param after the id before the page's first, or empty; a good answer's {@code next} is that of the next page
     */
    Answer assets(String after) {
        return call("GET", own() + "assets?limit=1000&after=" + segment(after), new byte[0]);
    }

    /** {@code PublishAssets} or {@code UnpublishAssets}: at most 10 ids, and each for itself. */
    Answer turn(List<String> ids, boolean published) {
        var body = JSON.createObjectNode();
        ids.forEach(body.putArray("asset_id")::add);
        var path = "/v1.0/" + segment(access.project()) + "/asset/status/" + (published ? "publish" : "unpublish");
        return call("POST", path, bytes(body));
    }

    /** {@code DeleteAssets}: at most 10 ids, and each for itself. */
    Answer delete(List<String> ids) {
        var named = String.join(
                "&", ids.stream().map(id -> "asset_id=" + segment(id)).toList());
        return call("DELETE", "/v1.0/" + segment(access.project()) + "/asset?" + named, new byte[0]);
    }

    /** Creates or replaces a published asset. */
    public Answer publish(String id, String title, List<String> urls) {
        var asset = JSON.createObjectNode().put("title", title).put("published", true);
        urls.forEach(asset.putArray("streaming_urls")::add);
        return putAsset(id, asset);
    }

    /** A token for the project or, where that is empty, for the account; {@link Answer.Good#token} has it. */
    Answer token(Claim claim) {
        var body = JSON.createObjectNode();
        var identity = body.putObject("auth").putObject("identity");
        identity.putArray("methods").add("password");
        var user = identity.putObject("password").putObject("user");
        user.put("name", claim.user()).put("password", claim.password());
        user.putObject("domain").put("name", claim.account());
        var scope = body.withObject("/auth").putObject("scope");
        if (access.project().isEmpty()) {
            scope.putObject("domain").put("name", claim.account());
        } else {
            scope.putObject("project").put("id", access.project());
        }
        var path = "/v3/auth/tokens?nocatalog=true";
        return answer(unproved("POST", path, bytes(body))
                .header("content-type", "application/json")
                .build());
    }

    private String own() {
        return "/preheat/v1/projects/" + segment(access.project()) + "/";
    }

    private static String segment(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }

    private static byte[] bytes(ObjectNode body) {
        return JSON.writeValueAsBytes(body);
    }

    private Answer call(String method, String path, byte[] body) {
        return answer(access.token().isEmpty() ? signed(method, path, body) : shown(method, path, body));
    }

    private HttpRequest proved(String method, String path) {
        return access.token().isEmpty() ? signed(method, path, new byte[0]) : shown(method, path, new byte[0]);
    }

    private Answer answer(HttpRequest request) {
        try {
            return read(http.send(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST_ANSWER)));
        } catch (ConnectException | HttpConnectTimeoutException _) {
            return new Answer.Unreachable("nothing answers at " + access.endpoint());
        } catch (HttpTimeoutException _) {
            return new Answer.Unreachable(access.endpoint() + " did not answer within " + ANSWERING.toSeconds() + " s");
        } catch (IOException broken) {
            return new Answer.Unreachable(access.endpoint() + " broke off: " + broken.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Answer.Unreachable("interrupted");
        }
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
            fields.put("idempotency-key", key); // signed, so that nobody on the way can put another in its place
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
        var request = unproved(method, path, body).header("X-Auth-Token", access.token());
        return (body.length == 0 ? request : request.header("content-type", "application/json")).build();
    }

    private HttpRequest.Builder unproved(String method, String path, byte[] body) {
        var request = request(method, path, body);
        return isNamed(method) ? request.header("Idempotency-Key", key) : request;
    }

    private HttpRequest.Builder request(String method, String path, byte[] body) {
        return HttpRequest.newBuilder(access.endpoint().resolve(path))
                .timeout(ANSWERING)
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    }

    private boolean isNamed(String method) {
        return !key.isEmpty() && !method.equals("GET");
    }

    private static Answer read(HttpResponse<byte[]> response) {
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
                Plain.text(id));
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

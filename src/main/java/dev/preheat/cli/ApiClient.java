package dev.preheat.cli;

import dev.preheat.encoding.Percent;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Calls the public API, as any other client does; a refusal comes back with what to do about it. */
public final class ApiClient {
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
    private final Connection connection;

    /** Trusts what the JDK trusts. */
    public ApiClient(Access access, InstantSource clock) {
        this(access, Connection.to(access, clock));
    }

    ApiClient(Access access, Connection connection) {
        this.access = access;
        this.connection = connection;
    }

    /** The same, with this {@code Idempotency-Key} on whatever changes something. */
    ApiClient named(String key) {
        return new ApiClient(access, connection.named(key));
    }

    /**
     * {@code CreatePreheatingAsset}: a good answer has {@code task_id}.
     *
     * @param asset an asset's id, or empty
     * @param urls streaming URLs, or none
     */
    public Answer preheat(String asset, List<String> urls) {
        return call("POST", "/v1.0/" + Percent.encoded(access.project()) + "/asset/preheating", source(asset, urls));
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
        return call("GET", own() + "tasks/" + Percent.encoded(id), new byte[0]);
    }

    /** Tasks, newest first; {@code query} has the filters. */
    Answer tasks(Map<String, String> query) {
        var text = query.entrySet().stream()
                .map(one -> one.getKey() + "=" + Percent.encoded(one.getValue()))
                .collect(Collectors.joining("&"));
        return call("GET", own() + "tasks" + (text.isEmpty() ? "" : "?" + text), new byte[0]);
    }

    /** Stops what has not ended of a task. */
    Answer cancel(String id) {
        return call("POST", own() + "tasks/" + Percent.encoded(id) + "/cancel", new byte[0]);
    }

    /** Begins what has failed of a task anew. */
    Answer retry(String id) {
        return call("POST", own() + "tasks/" + Percent.encoded(id) + "/retry", new byte[0]);
    }

    /** What may be preheated today, and was. */
    Answer quota() {
        return call("GET", own() + "quota", new byte[0]);
    }

    /** The projects of the caller's account. */
    Answer projects() {
        return connection.call("GET", "/v3/projects", new byte[0]);
    }

    /** Every edge as it is now. */
    Answer edges() {
        return call("GET", own() + "edges", new byte[0]);
    }

    /** What happens to a task, as it happens; empty where the server, or a proxy before it, tells none. */
    Optional<EventStream> events(String id) throws InterruptedException {
        return connection.events(own() + "tasks/" + Percent.encoded(id) + "/events");
    }

    /** Creates (201) or replaces (200) an asset. */
    public Answer putAsset(String id, ObjectNode asset) {
        return call("PUT", own() + "assets/" + Percent.encoded(id), bytes(asset));
    }

    Answer asset(String id) {
        return call("GET", own() + "assets/" + Percent.encoded(id), new byte[0]);
    }

    /**
     * A page of the project's assets in order of their ids.
     *
     * @param after the id before the page's first, or empty; a good answer's {@code next} is that of the next page
     */
    Answer assets(String after) {
        return call("GET", own() + "assets?limit=1000&after=" + Percent.encoded(after), new byte[0]);
    }

    /** {@code PublishAssets} or {@code UnpublishAssets}: at most 10 ids, and each for itself. */
    Answer turn(List<String> ids, boolean published) {
        var body = JSON.createObjectNode();
        ids.forEach(body.putArray("asset_id")::add);
        var path =
                "/v1.0/" + Percent.encoded(access.project()) + "/asset/status/" + (published ? "publish" : "unpublish");
        return call("POST", path, bytes(body));
    }

    /** {@code DeleteAssets}: at most 10 ids, and each for itself. */
    Answer delete(List<String> ids) {
        var named = String.join(
                "&", ids.stream().map(id -> "asset_id=" + Percent.encoded(id)).toList());
        return call("DELETE", "/v1.0/" + Percent.encoded(access.project()) + "/asset?" + named, new byte[0]);
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
        return advised(connection.anonymous(path, bytes(body)), path);
    }

    private String own() {
        return "/preheat/v1/projects/" + Percent.encoded(access.project()) + "/";
    }

    private static byte[] bytes(ObjectNode body) {
        return JSON.writeValueAsBytes(body);
    }

    private Answer call(String method, String path, byte[] body) {
        return advised(connection.call(method, path, body), path);
    }

    private Answer advised(Answer answer, String path) {
        return answer instanceof Answer.Refused no ? no.with(new Remedy(access, this, path).of(no)) : answer;
    }
}

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.preheat.signing.RequestSignature;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Requests as the vendor's Java SDK sends and signs them, made ahead of time: the bytes that go over the wire. */
final class Requests {
    static final String PROJECT = "0123456789abcdef0123456789abcdef";
    static final String KEY = "AKBENCH0000000000000";
    static final String SECRET = "bench-secret-bench-secret-bench-secret-0";
    static final String DOMAIN = "cdn.bench.example";
    static final String PREHEATING = "/v1.0/" + PROJECT + "/asset/preheating";
    private static final String HOST = "vod.bench.example";

    private Requests() {}

    /** Creates number {@code from} and following, each of {@code urls} URLs of {@code film}; no two bodies are the same. */
    static List<byte[]> creates(int from, int count, int urls) {
        return IntStream.range(from, from + count)
                .parallel()
                .mapToObj(i -> signed("POST", PREHEATING, "", create(i, urls)))
                .toList();
    }

    /** A create of {@code urls} URLs that no other {@code number} has: they differ in a query, as signed URLs do. */
    static String create(int number, int urls) {
        return IntStream.range(0, urls)
                .mapToObj(n -> "\"" + url(path(number, n)) + "\"")
                .collect(Collectors.joining(",", "{\"urls\":[", "]}"));
    }

    static String path(int number, int n) {
        return "film/" + n % 10 + ".ts?auth_key=" + number + "-" + n;
    }

    /** An asset {@code film} that lists every URL of {@link #create} without its query. */
    static byte[] publishFilm() {
        return publish("film", IntStream.range(0, 10).mapToObj(n -> url("film/" + n + ".ts")).toList());
    }

    static byte[] publish(String asset, List<String> urls) {
        var list = urls.stream().map(url -> "\"" + url + "\"").collect(Collectors.joining(","));
        return signed(
                "PUT",
                "/preheat/v1/projects/" + PROJECT + "/assets/" + asset,
                "",
                "{\"title\":\"" + asset + "\",\"published\":true,\"streaming_urls\":[" + list + "]}");
    }

    /** A create of the title {@code film}; another {@code number} is another request, in the same second too. */
    static byte[] preheatFilm(int number) {
        return signed("POST", PREHEATING, "", "{\"asset_id\":\"film\"}" + " ".repeat(number));
    }

    static byte[] cancel(String task) {
        return signed("POST", "/preheat/v1/projects/" + PROJECT + "/tasks/" + task + "/cancel", "", "");
    }

    static byte[] show(String task) {
        return signed("GET", PREHEATING, "task_id=" + task, "");
    }

    static byte[] showTask(String task) {
        return signed("GET", "/preheat/v1/projects/" + PROJECT + "/tasks/" + task, "", "");
    }

    static String url(String path) {
        return "http://" + DOMAIN + "/" + path;
    }

    /** Who signs a request, and for which project. */
    record Caller(String project, String key, String secret) {}

    static byte[] signed(String method, String path, String query, String text) {
        return signed(new Caller(PROJECT, KEY, SECRET), method, path, query, text);
    }

    static byte[] signed(Caller caller, String method, String path, String query, String text) {
        var body = text.getBytes(UTF_8);
        var signed = new TreeMap<String, String>();
        signed.put("host", HOST);
        signed.put("user-agent", "huaweicloud-usdk-java/3.0");
        signed.put("x-project-id", caller.project());
        signed.put("x-sdk-date", RequestSignature.date(Instant.now()));
        var head = new StringBuilder(method + " " + path + (query.isEmpty() ? "" : "?" + query) + " HTTP/1.1\r\n");
        signed.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Content-Type: application/json\r\nAccept-Encoding: gzip\r\nAuthorization: ")
                .append(RequestSignature.authorization(caller.key(), caller.secret(), method, path, query, signed, body))
                .append("\r\nContent-Length: ")
                .append(body.length)
                .append("\r\n\r\n");
        var start = head.toString().getBytes(US_ASCII);
        var all = new byte[start.length + body.length];
        System.arraycopy(start, 0, all, 0, start.length);
        System.arraycopy(body, 0, all, start.length, body.length);
        return all;
    }
}

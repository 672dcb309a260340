package dev.preheat.e2e;

import dev.preheat.signing.RequestSignature;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What somebody shows to be let in, for requests that are sent byte by byte: a key, or a token where there is one.
 *
 * @param secretKey of {@code accessKey}
 */
record Pass(String accessKey, String secretKey, String token) {
    private static final Pattern ANSWER =
            Pattern.compile("HTTP/1.1 (\\d+) .*?(?:\"error_code\":\"([^\"]+)\".*)?", Pattern.DOTALL);

    static Pass ofKey(String accessKey, String secretKey) {
        return new Pass(accessKey, secretKey, "");
    }

    static Pass ofToken(String token) {
        return new Pass("", "", token);
    }

    /** CreatePreheatingAsset of {@link Setup#ACME}. */
    String create(String json) {
        return request("POST", "", json);
    }

    /** ShowPreheatingAsset of {@link Setup#ACME}. */
    String show(String task) {
        return request("GET", "task_id=" + task, "");
    }

    /** The status of an answer, and its error code where it has one. */
    static String outcome(String answer) {
        var found = ANSWER.matcher(answer);
        if (!found.matches()) {
            return "no answer: " + answer;
        }
        return found.group(2) == null ? found.group(1) : found.group(1) + " " + found.group(2);
    }

    private String request(String method, String query, String body) {
        var path = "/v1.0/" + Setup.ACME.project() + "/asset/preheating";
        var target = query.isEmpty() ? path : path + "?" + query;
        return method + " " + target
                + " HTTP/1.1\r\nHost: preheat\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length() + "\r\n"
                + (token.isEmpty() ? signature(method, path, query, body) : "X-Auth-Token: " + token)
                + "\r\n\r\n" + body;
    }

    private String signature(String method, String path, String query, String body) {
        var fields = new TreeMap<String, String>();
        fields.put("x-sdk-date", RequestSignature.date(InstantSource.system().instant()));
        return "X-Sdk-Date: " + fields.get("x-sdk-date") + "\r\nAuthorization: "
                + RequestSignature.authorization(
                        accessKey, secretKey, method, path, query, fields, body.getBytes(StandardCharsets.UTF_8));
    }
}

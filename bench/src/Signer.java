import static java.nio.charset.StandardCharsets.UTF_8;

import dev.preheat.signing.RequestSignature;
import java.time.Instant;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/** Somebody who signs: an access key, its secret, the project called for, and the host that is called. */
record Signer(String host, String project, String key, String secret) {
    String preheating() {
        return "/v1.0/" + project + "/asset/preheating";
    }

    String own(String path) {
        return "/preheat/v1/projects/" + project + path;
    }

    Signer with(String otherSecret) {
        return new Signer(host, project, key, otherSecret);
    }

    Call create(String kind, String url) {
        return call(kind, "POST", preheating(), "", "{\"urls\":[\"" + url + "\"]}");
    }

    Call show(String kind, String task) {
        return call(kind, "GET", preheating(), "task_id=" + task, "");
    }

    Call estimate(String kind, String url) {
        // the body differs each time: it is a question of its own
        var body = "{\"urls\":[\"" + url + "?n=" + ThreadLocalRandom.current().nextInt(1_000_000_000) + "\"]}";
        return call(kind, "POST", own("/estimate"), "", body);
    }

    Call call(String kind, String method, String path, String query, String body) {
        var signed = new TreeMap<String, String>();
        signed.put("host", host);
        signed.put("x-sdk-date", RequestSignature.date(Instant.now()));
        var authorization = RequestSignature.authorization(key, secret, method, path, query, signed, body.getBytes(UTF_8));
        var fields = new TreeMap<>(signed);
        fields.remove("host");
        fields.put("authorization", authorization);
        fields.put("content-type", "application/json");
        return new Call(kind, method, host, query.isEmpty() ? path : path + "?" + query, fields, body);
    }
}

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.TreeMap;

/**
 * A request to the service, whatever carries it.
 *
 * @param kind its row in a table
 * @param fields without the host
 */
record Call(String kind, String method, String host, String target, Map<String, String> fields, String body) {

    static Call plain(String kind, String host, String target) {
        return new Call(kind, "GET", host, target, Map.of(), "");
    }

    static Call signIn(String kind, String host, String account, String user, String password) {
        return new Call(kind, "POST", host, "/v3/auth/tokens", Map.of("content-type", "application/json"), """
                {"auth":{"identity":{"methods":["password"],"password":{"user":{"domain":{"name":"%s"},"name":"%s",\
                "password":"%s"}}},"scope":{"project":{"name":"bench"}}}}""".formatted(account, user, password));
    }

    /** As HTTP/1.1 has it. */
    byte[] bytes() {
        var head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: " + host + "\r\n");
        new TreeMap<>(fields).forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        if (!body.isEmpty()) {
            head.append("Content-Length: ").append(body.getBytes(UTF_8).length).append("\r\n");
        }
        return (head + "\r\n" + body).getBytes(US_ASCII);
    }
}

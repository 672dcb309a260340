import dev.preheat.signing.AccessKey;
import dev.preheat.auth.Authentication;
import dev.preheat.auth.Directory;
import dev.preheat.auth.Iam;
import dev.preheat.auth.Login;
import dev.preheat.auth.Tokens;
import dev.preheat.http.Headers;
import dev.preheat.http.Request;
import dev.preheat.http.Response;
import dev.preheat.server.Server;
import dev.preheat.tenancy.AccountName;
import dev.preheat.tenancy.Project;
import dev.preheat.tenancy.ProjectId;
import dev.preheat.tenancy.User;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What it costs to verify a signature or a token: alone, and as part of a request to a real server on one connection.
 * Each kind takes its turn in every round, so that whatever else the machine does falls on all alike; medians are shown.
 */
public final class Signatures {
    private static final Path RECORDED = Path.of("src/test/resources/wire/recorded");
    private static final String TOKEN = "token";
    private static final ProjectId PROJECT = new ProjectId("0123456789abcdef0123456789abcdef");
    private static final Login LOGIN = new Login(new User("acme", new AccountName("acme"), true), Optional.empty());
    private static final Map<String, String> FILES = new LinkedHashMap<>();

    private final int warm;
    private final int rounds;
    private final int requests;

    private Signatures(boolean smallest) {
        warm = smallest ? 0 : 5;
        rounds = smallest ? 1 : 15;
        requests = smallest ? 20 : 400;
    }

    public static void main(String[] arguments) throws Exception {
        FILES.put("SDK-HMAC-SHA256", "java-asset");
        FILES.put("V11-HMAC-SHA256", "java-derived-create");
        FILES.put("SDK-HMAC-SM3", "java-hmac-sm3-create");
        FILES.put("SDK-ECDSA-P256-SHA256", "java-ecdsa-p256-sha256-create");
        FILES.put("SDK-SM2-SM3", "java-sm2-sm3-create");
        FILES.put(TOKEN, "java-asset");
        var given = List.of(arguments);
        if (!given.isEmpty() && !given.equals(List.of("--smallest"))) {
            throw new IllegalArgumentException("unknown: " + given + "; there is --smallest");
        }
        new Signatures(!given.isEmpty()).run();
    }

    private void run() throws Exception {
        var alone = new LinkedHashMap<String, double[]>();
        var served = new LinkedHashMap<String, double[]>();
        served.put("none", new double[rounds]);
        FILES.keySet().forEach(name -> alone.put(name, new double[rounds]));
        FILES.keySet().forEach(name -> served.put(name, new double[rounds]));
        for (int round = -warm; round < rounds; round++) {
            for (var name : served.keySet()) {
                var file = file(name);
                double one = name.equals("none") ? 0 : verified(file);
                double whole = served(file, !name.equals("none"));
                if (round >= 0) {
                    served.get(name)[round] = whole;
                    if (!name.equals("none")) {
                        alone.get(name)[round] = one;
                    }
                }
            }
        }
        double base = median(served.get("none"));
        System.out.printf("%-24s %14s %14s %8s%n", "shown", "verify, us", "request, us", "ratio");
        served.forEach((name, times) -> System.out.printf(
                "%-24s %14.1f %14.1f %8.2f%n",
                name, alone.containsKey(name) ? median(alone.get(name)) : 0, median(times), median(times) / base));
    }

    private double verified(String file) {
        var authenticator = iam(file).authenticator();
        var request = request(file);
        long begun = System.nanoTime();
        for (int i = 0; i < requests; i++) {
            if (!(authenticator.prove(request) instanceof Authentication.Proved)) {
                throw new IllegalStateException("refused: " + file);
            }
        }
        return (System.nanoTime() - begun) / 1e3 / requests;
    }

    private double served(String file, boolean verifying) throws Exception {
        var authenticator = iam(file).authenticator();
        var accepted = Response.empty(204);
        var refused = Response.empty(401);
        try (var server = Server.start(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        65_536,
                        one -> !verifying || authenticator.prove(one) instanceof Authentication.Proved ? accepted : refused,
                        (status, id) -> Response.empty(status));
                var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setTcpNoDelay(true);
            var bytes = file.getBytes(StandardCharsets.ISO_8859_1);
            var in = new BufferedInputStream(socket.getInputStream());
            exchange(socket, in, bytes);
            long begun = System.nanoTime();
            for (int i = 0; i < requests; i++) {
                exchange(socket, in, bytes);
            }
            return (System.nanoTime() - begun) / 1e3 / requests;
        }
    }

    private static void exchange(Socket socket, BufferedInputStream in, byte[] request) throws Exception {
        socket.getOutputStream().write(request);
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
        if (!head.toString().startsWith("HTTP/1.1 204")) {
            throw new IllegalStateException(head.toString());
        }
    }

    private static Iam iam(String file) {
        var date = file.replaceFirst("(?s).*X-Sdk-Date: (\\w+).*", "$1");
        var now = LocalDateTime.parse(date, DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'"))
                .toInstant(ZoneOffset.UTC);
        var key = new AccessKey("AKEXAMPLE", "example-secret-key", LOGIN.user());
        var project = new Project(PROJECT, "cn-north-4", LOGIN.user().account());
        var directory = new Directory(List.of(project), List.of(key), List.of(LOGIN));
        return Iam.of(() -> directory, new byte[Tokens.KEY_BYTES], () -> now);
    }

    /** The recorded request; for a token that one, with a token in place of its signature. */
    private static String file(String name) throws IOException {
        var file = Files.readString(
                RECORDED.resolve(FILES.getOrDefault(name, "java-asset") + ".req"), StandardCharsets.ISO_8859_1);
        if (!name.equals(TOKEN)) {
            return file;
        }
        var iam = iam(file);
        var token = iam.tokens().issue(LOGIN, PROJECT.value()).text();
        return file.replaceFirst("(?i)\r\nAuthorization: [^\r]*", "\r\nX-Auth-Token: " + token);
    }

    private static Request request(String file) {
        var parts = file.split("\r\n\r\n", 2);
        var lines = parts[0].split("\r\n");
        var fields = new HashMap<String, List<String>>();
        Arrays.stream(lines).skip(1).map(line -> line.split(": ", 2)).forEach(f -> fields.put(f[0], List.of(f[1])));
        var body = parts[1].substring(parts[1].indexOf("\r\n") + 2, parts[1].length() - 7);
        return new Request("0".repeat(32), "POST", lines[0].split(" ")[1], "", new Headers(fields),
                body.getBytes(StandardCharsets.ISO_8859_1), "127.0.0.1", Map.of());
    }

    private static double median(double[] times) {
        var sorted = times.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}

package dev.preheat.auth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.preheat.http.Headers;
import dev.preheat.http.Request;
import dev.preheat.signing.AccessKey;
import dev.preheat.signing.RequestSignature;
import dev.preheat.tenancy.AccountName;
import dev.preheat.tenancy.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A request as an SDK sent it, from {@code resources/wire/recorded}, and the instant when it did. */
public record Recorded(String name, Request request) {
    public static final AccessKey KEY =
            new AccessKey("AKEXAMPLE", "example-secret-key", new User("acme", new AccountName("acme"), true));
    private static final Path FOLDER = Path.of("src/test/resources/wire/recorded");

    static List<Recorded> all() throws IOException {
        var all = new ArrayList<Recorded>();
        try (var files = Files.list(FOLDER)) {
            for (var file : files.filter(one -> one.toString().endsWith(".req"))
                    .sorted()
                    .toList()) {
                all.add(new Recorded(file.getFileName().toString(), request(Files.readString(file, ISO_8859_1))));
            }
        }
        return all;
    }

    Instant at() {
        return RequestSignature.instant(RequestSignature.date(request.headers()))
                .orElseThrow();
    }

    /** A proof at that moment. */
    SignatureProof proof() {
        return new SignatureProof(this::at);
    }

    @Override
    public String toString() {
        return name;
    }

    private static Request request(String bytes) {
        var parts = bytes.split("\r\n\r\n", 2);
        var lines = parts[0].split("\r\n", -1);
        var first = lines[0].split(" ", -1);
        var target = first[1].split("\\?", 2);
        var fields = new HashMap<String, List<String>>();
        for (int i = 1; i < lines.length; i++) {
            var field = lines[i].split(": ", 2);
            fields.put(field[0].toLowerCase(Locale.ROOT), List.of(field[1]));
        }
        var chunked = fields.containsKey("transfer-encoding");
        var body = chunked ? parts[1].substring(parts[1].indexOf("\r\n") + 2, parts[1].length() - 7) : parts[1];
        return new Request(
                "0".repeat(32),
                first[0],
                target[0],
                target.length < 2 ? "" : target[1],
                new Headers(fields),
                body.getBytes(ISO_8859_1),
                "127.0.0.1",
                Map.of());
    }
}

package dev.preheat.e2e;

import dev.preheat.cli.ApiClient;
import dev.preheat.cli.ApiClient.Access;
import dev.preheat.testing.Certificates;
import dev.preheat.testing.Logins;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The configuration of these tests: two accounts with a delivery domain each, nginx edges.
 *
 * @param store as in the configuration
 * @param edges what is dialled to fill
 * @param assetsPerDay the quota of each account
 */
record Setup(String store, List<URI> edges, int assetsPerDay) {
    /** One edge, and a store of its own beside the configuration. */
    Setup(URI edge, int assetsPerDay) {
        this("sqlite:preheat.db", List.of(edge), assetsPerDay);
    }

    static final Tenant ACME =
            new Tenant("acme", "0605768c5b8021dd2f0ac00f1a2b3c4d", "AKACMEXXXXXXXXXXXXXX", "cdn.example.com");
    static final Tenant OTHER =
            new Tenant("other", "f488337c31c8e4622f1590735b134c65", "AKOTHERXXXXXXXXXXXXX", "cdn.example.net");

    /** An account with one project, one owner with a key and a password, and one delivery domain. */
    record Tenant(String name, String project, String accessKey, String domain) {
        String secretKey() {
            return "sk-of-" + name + "-0123456789012345678901234567";
        }

        /** A client of this account. */
        ApiClient at(URI endpoint) {
            return new ApiClient(new Access(endpoint, project, accessKey, secretKey()), InstantSource.system());
        }

        private String account(List<String> staff) {
            var users = staff.stream().map(user -> "      - " + user + "\n").collect(Collectors.joining());
            return """
                      - name: %1$s
                        projects: [ { id: %2$s, name: cn-north-4 } ]
                        policies:
                          - { name: no-preheat, document: { Version: "1.1", Statement:
                              [ { Effect: Deny, Action: [ "vod:asset:preheat" ] } ] } }
                        users:
                          - { name: %1$s, owner: true, password: %5$s, access-keys: [ { ak: %3$s, sk: %4$s } ] }
                    %6$s""".formatted(name, project, accessKey, secretKey(), Logins.HASH.text(), users);
        }

        private String delivery() {
            return "  - { name: %s, project: %s }\n".formatted(domain, project);
        }
    }

    /** Has the service of a preheat.yaml that is written speak TLS, with a certificate of its own. */
    static void overTls(Path dir) throws Exception {
        Certificates.write(dir, "preheat", "EC");
        Files.writeString(
                dir.resolve("preheat.yaml"),
                "tls: { certificate: \"" + dir + "/certificate.pem\", key: \"" + dir + "/key.pem\" }\n",
                StandardOpenOption.APPEND);
    }

    /**
     * Writes the preheat.yaml of a service in {@code dir}, all at once.
     *
     * @param staff the users of {@link #ACME} besides its owner, as YAML
     */
    void write(Path dir, String... staff) {
        var yaml = "store: " + store + "\n"
                + "quota: { assets-per-day: " + assetsPerDay + " }\n"
                + "throttle: { create-per-minute: 0, show-per-minute: 0 }\n"
                + "accounts:\n" + ACME.account(List.of(staff)) + OTHER.account(List.of())
                + "domains:\n" + ACME.delivery() + OTHER.delivery()
                + "edges:\n" + caches();
        try {
            var written = Files.writeString(dir.resolve("preheat.yaml.new"), yaml);
            Files.move(written, dir.resolve("preheat.yaml"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private String caches() {
        return IntStream.range(0, edges.size())
                .mapToObj(n -> "  - { name: sg-%d, address: \"%s\", software: nginx }\n".formatted(n + 1, edges.get(n)))
                .collect(Collectors.joining());
    }

    /** The store of a service in {@code dir}. */
    static Path store(Path dir) {
        return dir.resolve("preheat.db");
    }
}

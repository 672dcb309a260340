package dev.preheat.e2e;

import dev.preheat.cli.ApiClient;
import dev.preheat.cli.ApiClient.Access;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * The configuration of these tests: two accounts with a delivery domain each, one nginx edge.
 *
 * @param edge what is dialled to fill
 * @param assetsPerDay the quota of each account
 */
record Setup(URI edge, int assetsPerDay) {
    static final Tenant ACME =
            new Tenant("acme", "0605768c5b8021dd2f0ac00f1a2b3c4d", "AKACMEXXXXXXXXXXXXXX", "cdn.example.com");
    static final Tenant OTHER =
            new Tenant("other", "f488337c31c8e4622f1590735b134c65", "AKOTHERXXXXXXXXXXXXX", "cdn.example.net");

    /** An account with one project, one owner, one key and one delivery domain. */
    record Tenant(String name, String project, String accessKey, String domain) {
        String secretKey() {
            return "sk-of-" + name + "-0123456789012345678901234567";
        }

        /** A client of this account. */
        ApiClient at(URI endpoint) {
            return new ApiClient(new Access(endpoint, project, accessKey, secretKey()), InstantSource.system());
        }

        private String account() {
            return """
                      - name: %1$s
                        projects: [ { id: %2$s, name: cn-north-4 } ]
                        users: [ { name: %1$s, owner: true, access-keys: [ { ak: %3$s, sk: %4$s } ] } ]
                    """.formatted(name, project, accessKey, secretKey());
        }

        private String delivery() {
            return "  - { name: %s, project: %s }\n".formatted(domain, project);
        }
    }

    /** Writes the preheat.yaml of a service in {@code dir}. */
    void write(Path dir) {
        var yaml = "store: sqlite:preheat.db\n"
                + "quota: { assets-per-day: " + assetsPerDay + " }\n"
                + "throttle: { create-per-minute: 0, show-per-minute: 0 }\n"
                + "accounts:\n" + ACME.account() + OTHER.account()
                + "domains:\n" + ACME.delivery() + OTHER.delivery()
                + "edges:\n  - { name: sg-1, address: \"" + edge + "\", software: nginx }\n";
        try {
            Files.writeString(dir.resolve("preheat.yaml"), yaml);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** The store of a service in {@code dir}. */
    static Path store(Path dir) {
        return dir.resolve("preheat.db");
    }
}

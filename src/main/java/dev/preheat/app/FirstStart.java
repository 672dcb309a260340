package dev.preheat.app;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Makes a configuration at a start that has none: one account with fresh keys, and a text that says so. */
final class FirstStart {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private static final String MIXED = LETTERS + "abcdefghijklmnopqrstuvwxyz";

    private FirstStart() {}

    /**
     * Finds the configuration of a start that names none: preheat.yaml in the current directory, else the one in {@code data},
     * which is made if it is missing.
     *
     * @param listen the address that the service will listen at, as HOST:PORT
     * @param out gets a text about what was made, without the secret
     */
    static Path configuration(Path here, Path data, String listen, PrintStream out) throws IOException {
        var own = here.resolve("preheat.yaml");
        if (Files.exists(own)) {
            return own;
        }
        var made = data.resolve("preheat.yaml");
        if (!Files.exists(made)) {
            make(made, listen, out);
        }
        return made;
    }

    private static void make(Path file, String listen, PrintStream out) throws IOException {
        var projectId = newProjectId();
        var accessKey = newAccessKey();
        PrivateFile.write(file, yaml(projectId, accessKey, newSecret()).getBytes(StandardCharsets.UTF_8));
        out.print(told(file, projectId, accessKey, endpoint(listen)));
    }

    /** 32 lower-case hex digits, as the vendor's are. */
    static String newProjectId() {
        var bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    static String newAccessKey() {
        return text(LETTERS, 20);
    }

    static String newSecret() {
        return text(MIXED, 40);
    }

    private static String text(String alphabet, int length) {
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(RANDOM.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    // A service that listens everywhere is reached at this machine's own address; a free port is known once it is
    // taken.
    private static String endpoint(String listen) {
        if (listen.endsWith(":0")) {
            return "URL   # the one of the line `preheat ready URL` below";
        }
        return "http://" + listen.replaceFirst("^0\\.0\\.0\\.0:", "127.0.0.1:").replaceFirst("^\\[::]:", "[::1]:");
    }

    private static String told(Path file, String project, String accessKey, String endpoint) {
        return """
                first start: made %1$s with account preheat, project %2$s and access key %3$s
                The secret key is in that file. To use it:
                  export PREHEAT_ENDPOINT=%4$s
                  export HUAWEICLOUD_SDK_AK=%3$s HUAWEICLOUD_SDK_PROJECT_ID=%2$s
                  export HUAWEICLOUD_SDK_SK="$(sed -n 's/.*sk: "\\(.*\\)".*/\\1/p' '%1$s')"
                Delivery domains and edges (nginx, varnish, trafficserver, squid or generic) go into the same file, which has
                examples.
                """.formatted(file, project, accessKey, endpoint);
    }

    private static String yaml(String project, String accessKey, String secretKey) {
        return """
                # The configuration of this Preheat, made by its first start. All keys: docs/operating.md
                accounts:
                  - name: preheat
                    projects:
                      - { id: "%1$s", name: default }
                    users:
                      - name: preheat
                        owner: true
                        access-keys:
                          - { ak: "%2$s", sk: "%3$s" }

                # The host names that may be preheated.
                #domains:
                #  - { name: cdn.example.com, project: "%1$s" }

                # The caches to fill. software: nginx, varnish, trafficserver, squid or generic; docs/edges.md says what each needs.
                #edges:
                #  - { name: edge-1, address: http://127.0.0.1:8081, software: nginx }
                """.formatted(project, accessKey, secretKey);
    }
}

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** What the soak's service stands between: an origin, an edge, an account that is honest, and one that is not. */
final class SoakSite implements AutoCloseable {
    static final String HONEST = "honest";
    static final String OTHER = "other";
    static final String PASSWORD = "correct horse battery staple";
    static final String OTHER_DOMAIN = "cdn.other.example";
    static final String OTHER_PROJECT = "fedcba9876543210fedcba9876543210";
    static final String SECOND_KEY = "AKBENCH0000000000002";
    static final int FILMS = 10;
    private static final String OTHER_KEY = "AKOTHER0000000000000";
    private static final String OTHER_SECRET = "other-secret-other-secret-other-secret-0";
    private static final String STORE_PASSWORD = "changeit";
    private static final int OBJECT = 20_000;
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    /** Of {@link #PASSWORD}, with as few iterations as are allowed. */
    private static final String HASH = "$pbkdf2-sha512$v1$100000$AAECAwQFBgcICQoLDA0ODw"
            + "$hzaYXq3InP7jFNdKFTiXBaKMc6Hki6FR8fwp8lRCNSzgwBQu_67CPfP4HL9ZakyYey_St-3YqPl5YVpad7RbFQ";

    private final Path dir;
    private final Caches origin;
    private final Caches edge;
    private final KeyStore store;

    /** Where an account that is not honest has its origin. */
    final int evilPort = Caches.freePort();

    SoakSite(Path dir) throws IOException, GeneralSecurityException, InterruptedException {
        this.dir = dir;
        Service.delete(dir);
        var films = Files.createDirectories(dir.resolve("documents/film"));
        for (int n = 0; n < FILMS; n++) {
            Files.write(films.resolve(n + ".ts"), new byte[OBJECT]);
        }
        store = certified();
        int originPort = Caches.freePort();
        origin = Caches.origin(dir.resolve("origin"), films.getParent(), List.of(originPort));
        var place = new Edges.Place(dir.resolve("edge"), Caches.freePort(), originPort, 0);
        edge = new Caches(dribbling(Edges.NGINX.launch(place), place));
    }

    /** A service that has just started, with both accounts' assets published. */
    Service start(int connections, List<String> command) throws IOException {
        var home = dir.resolve("service");
        Service.delete(home);
        Files.createDirectories(home);
        var file = Files.createFile(
                home.resolve("preheat.yaml"), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, configuration(home, connections));
        return command.isEmpty() ? Service.start(home) : Service.start(home, command);
    }

    void publish(int port) throws IOException, GeneralSecurityException, InterruptedException {
        var films = IntStream.range(0, FILMS).mapToObj(n -> Requests.url("film/" + n + ".ts")).toList();
        try (var wire = new Wire.Fresh(port, trust())) {
            must(wire, honest(port), "film", films);
            must(wire, other(port), "evil", Evil.urls());
        }
    }

    static Signer honest(int port) {
        return new Signer("127.0.0.1:" + port, Requests.PROJECT, Requests.KEY, Requests.SECRET);
    }

    static Signer other(int port) {
        return new Signer("127.0.0.1:" + port, OTHER_PROJECT, OTHER_KEY, OTHER_SECRET);
    }

    /** Trusts the service's certificate, and no other. */
    SSLContext trust() throws GeneralSecurityException, IOException {
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("trusted", store.getCertificate("made"));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    /** @throws IllegalStateException when one of these is not stored at the edge */
    void mustHave(List<String> uris) throws IOException {
        edge.mustHave(uris);
    }

    @Override
    public void close() {
        edge.close();
        origin.close();
    }

    private static void must(Wire wire, Signer signer, String asset, List<String> urls) throws IOException, InterruptedException {
        var body = "{\"title\":\"" + asset + "\",\"published\":true,\"streaming_urls\":[\"" + String.join("\",\"", urls) + "\"]}";
        var reply = wire.send(signer.call("publish", "PUT", signer.own("/assets/" + asset), "", body));
        if (reply.status() / 100 != 2) {
            throw new IllegalStateException("publish " + asset + " was answered " + reply);
        }
    }

    private String configuration(Path home, int connections) {
        return """
                listen: 127.0.0.1:0
                store: sqlite:%1$s/preheat.db
                tls: { certificate: %2$s/certificate.pem, key: %2$s/key.pem }
                limits: { connections: %3$d, request-seconds: 30 }
                quota: { assets-per-day: 1000000, zone: UTC }
                throttle: { create-per-minute: 3000, show-per-minute: 3000 }
                accounts:
                  - name: honest
                    projects: [ { id: %4$s, name: bench } ]
                    users:
                      - { name: honest, owner: true, password: %5$s,
                          access-keys: [ { ak: %6$s, sk: %7$s }, { ak: %8$s, sk: %7$s } ] }
                  - name: other
                    projects: [ { id: %9$s, name: bench } ]
                    users: [ { name: other, owner: true, password: %5$s, access-keys: [ { ak: %10$s, sk: %11$s } ] } ]
                domains:
                  - { name: %12$s, project: %4$s, origin: "http://127.0.0.1:%13$d" }
                  - { name: %14$s, project: %9$s, origin: "http://127.0.0.1:%15$d" }
                edges: [ { name: edge, address: "http://127.0.0.1:%16$d", software: nginx } ]
                """.formatted(home, dir, connections, Requests.PROJECT, HASH, Requests.KEY, Requests.SECRET, SECOND_KEY,
                        OTHER_PROJECT, OTHER_KEY, OTHER_SECRET, Requests.DOMAIN, origin.port, OTHER_DOMAIN, evilPort, edge.port);
    }

    // For the other account's domain the edge hands on what its origin dribbles, as it comes: a dribbling edge.
    private Caches.Launch dribbling(Caches.Launch launch, Edges.Place place) {
        var site = place.dir().resolve("site.conf");
        Caches.write(site, Caches.read(site) + """
                server {
                    listen 127.0.0.1:%d;
                    server_name %s;
                    location / {
                        proxy_pass http://127.0.0.1:%d;
                        proxy_set_header Host $host;
                        proxy_buffering off;
                        proxy_read_timeout 120s;
                    }
                }
                """.formatted(place.port(), OTHER_DOMAIN, evilPort));
        return launch;
    }

    private KeyStore certified() throws IOException, GeneralSecurityException, InterruptedException {
        var file = dir.resolve("made.p12");
        var keytool = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-keystore",
                        file.toString(), "-storepass", STORE_PASSWORD, "-storetype", "PKCS12", "-validity", "30", "-ext",
                        "san=dns:localhost,ip:127.0.0.1", "-alias", "made", "-keyalg", "EC", "-dname", "CN=soak"))
                .redirectErrorStream(true)
                .start();
        var said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!keytool.waitFor(1, TimeUnit.MINUTES) || keytool.exitValue() != 0) {
            throw new IllegalStateException("keytool failed: " + said);
        }
        var made = KeyStore.getInstance(file.toFile(), STORE_PASSWORD.toCharArray());
        var key = made.getKey("made", STORE_PASSWORD.toCharArray());
        Files.writeString(dir.resolve("certificate.pem"), pem("CERTIFICATE", made.getCertificate("made").getEncoded()));
        Files.writeString(dir.resolve("key.pem"), pem("PRIVATE KEY", key.getEncoded()));
        return made;
    }

    private static String pem(String label, byte[] bytes) {
        return "-----BEGIN " + label + "-----\n" + LINES.encodeToString(bytes) + "\n-----END " + label + "-----\n";
    }
}

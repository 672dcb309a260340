package dev.preheat.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.api.Throttle;
import dev.preheat.catalogue.HeaderProfile;
import dev.preheat.catalogue.TitlePart;
import dev.preheat.catalogue.Verify;
import dev.preheat.config.ConfigFile.Read;
import dev.preheat.fill.Edge;
import dev.preheat.fill.FillLimits;
import dev.preheat.fill.FillOrder;
import dev.preheat.preheat.EdgeName;
import dev.preheat.preheat.Webhook;
import dev.preheat.server.Listener;
import dev.preheat.server.TlsFiles;
import dev.preheat.server.TrustedProxies.Network;
import dev.preheat.signing.SecurityToken;
import dev.preheat.sql.Store;
import dev.preheat.tenancy.AccountName;
import dev.preheat.tenancy.Quota;
import dev.preheat.testing.Certificates;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigTest {
    private static final String ACCOUNTS = """
            accounts:
              - name: acme
                projects: [ { id: 0123, name: cn-north-4 } ]
                users: [ { name: acme, owner: true, access-keys: [ { ak: AK1, sk: s3cret } ] } ]
            """;

    @TempDir
    private Path dir;

    @Test
    void aTemporaryKeyHasATokenAndAnEndTogether() throws Exception {
        var key = "{ ak: AK1, sk: s3cret, security-token: t0ken, expires: 2026-11-23T12:00:00Z }";
        var config = good(read(ACCOUNTS.replace("{ ak: AK1, sk: s3cret }", key)));
        assertThat(config.accounts().keys().getFirst().token())
                .contains(new SecurityToken("t0ken", Instant.parse("2026-11-23T12:00:00Z")));
        assertThat(faults(ACCOUNTS.replace("{ ak: AK1, sk: s3cret }", "{ ak: A, sk: s, security-token: t0ken }")))
                .hasSize(1)
                .first()
                .asString()
                .contains("access-keys[0].expires is missing")
                .doesNotContain("t0ken");
        assertThat(faults(ACCOUNTS.replace("{ ak: AK1, sk: s3cret }", "{ ak: A, sk: s, expires: tomorrow }")))
                .hasSize(2);
    }

    @Test
    void refusesTheKeysOfTheExample() throws IOException {
        var text = Files.readString(Path.of("preheat.example.yaml"));
        int line = text.substring(0, text.indexOf("AKEXAMPLE0")).split("\n").length;
        var place = "preheat.yaml:" + line + ": accounts[0].users[0].access-keys[0].";
        var what =
                " must not be that of preheat.example.yaml, which everybody knows; put one of your own in its place, such as what"
                        + " `openssl rand -hex 20` prints";
        assertThat(faults(text)).containsExactly(place + "ak" + what, place + "sk" + what);
    }

    @Test
    void readsTheExample() throws IOException {
        var config = good(read(Files.readString(Path.of("preheat.example.yaml"))
                .replace("AKEXAMPLE00000000000", "MINE")
                .replace("replace-this-with-40-random-characters-0", "s3cret")));

        assertThat(config.listen()).isEqualTo(InetSocketAddress.createUnresolved("127.0.0.1", 8080));
        assertThat(config.store()).isEqualTo(new Store.Sqlite(dir.resolve("preheat.db")));
        assertThat(config.quota()).isEqualTo(new Quota(1_000, ZoneId.of("UTC")));
        assertThat(config.accounts().projects())
                .singleElement()
                .satisfies(project -> assertThat(project.account()).isEqualTo(new AccountName("acme")));
        assertThat(config.accounts().keys()).singleElement().satisfies(key -> {
            assertThat(key.id()).isEqualTo("MINE");
            assertThat(key.secret()).isEqualTo("s3cret");
            assertThat(key.user().owner()).isTrue();
        });
        assertThat(config.delivery().domains()).singleElement().satisfies(domain -> {
            assertThat(domain.name()).isEqualTo("cdn.example.com");
            assertThat(domain.origin()).contains(URI.create("http://127.0.0.1:21000"));
        });
        assertThat(config.delivery().edges())
                .extracting(Edge::software)
                .containsExactly(Edge.Software.NGINX, Edge.Software.VARNISH);
        assertThat(config.fill()).isEqualTo(FillLimits.DEFAULT);
        assertThat(config.retentionDays()).isEqualTo(30);
        assertThat(config.gate()).isEqualTo(Config.Gate.DEFAULT);
    }

    @Test
    void hasADefaultForEverythingButTheAccounts() throws IOException {
        var config = good(read(ACCOUNTS));

        assertThat(config)
                .isEqualTo(new Config(
                        InetSocketAddress.createUnresolved("127.0.0.1", 8080),
                        new Store.Sqlite(dir.resolve("preheat.db")),
                        new Quota(1_000, ZoneOffset.UTC),
                        config.accounts(),
                        new Config.Delivery(List.of(), List.of()),
                        FillLimits.DEFAULT,
                        30,
                        Config.Gate.DEFAULT,
                        Config.Webhooks.NONE));
    }

    @Test
    void keepsAnIdOfDigitsAsItIsWritten() throws IOException {
        assertThat(good(read(ACCOUNTS)).accounts().projects().getFirst().id().value())
                .isEqualTo("0123");
    }

    @Test
    void readsWhoIsToldWhatHappens() throws IOException {
        var webhooks = good(read(ACCOUNTS + """
                webhooks:
                  - { project: 0123, url: "https://hooks.example.com/a?b=c", secret: 0123456789abcdef, events: [ finished ] }
                allow-private-webhooks: true
                """)).webhooks();
        assertThat(webhooks.allowPrivate()).isTrue();
        assertThat(webhooks.all()).singleElement().satisfies(one -> {
            assertThat(one.project().value()).isEqualTo("0123");
            assertThat(one.url()).hasToString("https://hooks.example.com/a?b=c");
            assertThat(one.events()).containsExactly(Webhook.Event.FINISHED);
        });
    }

    @Test
    void namesWhatIsWrongWithAWebhookAndNeverItsSecretOrUrl() throws IOException {
        assertThat(faults(ACCOUNTS + """
                webhooks:
                  - { project: nobodys, url: "ftp://user:pass@a/secret-path", secret: tooshort, events: [ begun ] }
                  - { project: 0123, url: "https://hooks.example.com/a", secret: 0123456789abcdef, events: [] }
                """))
                .containsExactly(
                        "preheat.yaml:6: webhooks[0].project must be the id of a project, but is 'nobodys'",
                        "preheat.yaml:6: webhooks[0].url must be an http or https URL of at most 1024 characters, without user or fragment",
                        "preheat.yaml:6: webhooks[0].secret must be 16 to 256 characters",
                        "preheat.yaml:6: webhooks[0].events[0] must be finished or first-seconds, but is 'begun'",
                        "preheat.yaml:7: webhooks[1].events must list finished or first-seconds, but is empty");
    }

    @Test
    void readsWhatStandsBeforeTheOperations() throws IOException {
        var gate = good(read(ACCOUNTS + """
                throttle: { create-per-minute: 10, estimate-per-minute: 7 }
                tls: { certificate: tls/chain.pem, key: tls/key.pem }
                limits: { connections: 50, request-seconds: 5 }
                """)).gate();

        assertThat(gate.throttle()).isEqualTo(new Throttle.Limits(10, 100, 7));
        assertThat(gate.tls()).contains(new TlsFiles(Path.of("tls/chain.pem"), Path.of("tls/key.pem")));
        assertThat(gate.limits()).isEqualTo(new Listener.Limits(64 * 1024, 50, Duration.ofSeconds(5)));
    }

    @Test
    void namesWhatIsWrongBeforeTheOperations() throws IOException {
        assertThat(faults(ACCOUNTS.strip() + """

                throttle: { create-per-minute: -1, per-second: 1 }
                tls: { certificate: "" }
                limits: { connections: 0 }
                """).stream().map(fault -> fault.replaceFirst("^preheat.yaml:\\d+: ", "")))
                .containsExactly(
                        "throttle.per-second is not a key; the keys here are create-per-minute, show-per-minute, estimate-per-minute",
                        "throttle.create-per-minute must be 0 to 1000000, but is '-1'",
                        "tls.certificate must be the name of a file, but is ''",
                        "tls.key is missing",
                        "limits.connections must be 1 to 100000, but is '0'");
    }

    @Test
    void readsTheAuthorityOfAnEdge(@TempDir Path folder) throws Exception {
        Certificates.writeFor(folder, "cdn.example.com", "-1d");
        var edge = "edges: [ { name: e, address: \"https://10.0.0.1\", software: generic, ca: %s } ]\n";
        var read = good(read(ACCOUNTS + edge.formatted(folder.resolve("authority.pem"))));
        assertThat(read.delivery().edges().getFirst().terms().trust()).isPresent();

        var key = folder.resolve("key.pem");
        assertThat(faults(ACCOUNTS + edge.formatted(key)))
                .singleElement()
                .asString()
                .contains("edges[0].ca must be a PEM file of ")
                .contains("key.pem");
        assertThat(faults(ACCOUNTS + edge.formatted(folder.resolve("nothing.pem"))))
                .singleElement()
                .asString()
                .contains("edges[0].ca must be a file that can be read (NoSuchFileException)");
        Files.writeString(key, "");
        assertThat(faults(ACCOUNTS + edge.formatted(key)))
                .singleElement()
                .asString()
                .contains("edges[0].ca must be a PEM file of ");
    }

    @Test
    void writesADomainInLowerCase() throws IOException {
        var config = good(read(ACCOUNTS + """
                domains: [ { name: CDN.Example.com, project: 0123 } ]
                edges: [ { name: e, address: "https://[::1]:8443", software: generic } ]
                """));

        assertThat(config.delivery().domains().getFirst().name()).isEqualTo("cdn.example.com");
        assertThat(config.delivery().domains().getFirst().enabled()).isTrue();
    }

    @Test
    void namesEverythingWrongAtOnceWithItsLine() throws IOException {
        assertThat(faults("""
                listen: 8080
                stoer: sqlite:x
                quota: { assets-per-day: -1, zone: Atlantis, streaming-urls: many }
                accounts:
                  - name: "a b"
                    projects: [ { id: 0123 } ]
                    users: []
                domains:
                  - { name: "http://cdn", project: 9, enabled: maybe, origin: "http://o/path" }
                edges:
                  - { name: e, address: "ftp://h", software: akamai, region: [] }
                fill:
                  per-edge: many
                  order: fastest
                retention: 30
                """))
                .containsExactly(
                        "preheat.yaml:2: stoer is not a key; did you mean store?",
                        "preheat.yaml:1: listen must be HOST:PORT, but is '8080'",
                        "preheat.yaml:3: quota.assets-per-day must be 0 to 1000000000, but is '-1'",
                        "preheat.yaml:3: quota.zone must be a time zone such as UTC or Europe/London, but is 'Atlantis'",
                        "preheat.yaml:3: quota.streaming-urls must be 0 to 1000000000, but is 'many'",
                        "preheat.yaml:5: accounts[0].name must be 1 to 64 of A-Z a-z 0-9 _ . -, but is 'a b'",
                        "preheat.yaml:6: accounts[0].projects[0].name is missing",
                        "preheat.yaml:7: accounts[0].users must list the account's owner, but is empty",
                        "preheat.yaml:9: domains[0].name must be a host name alone, without scheme, port or path,"
                                + " but is 'http://cdn'",
                        "preheat.yaml:9: domains[0].project must be the id of a project, but is '9'",
                        "preheat.yaml:9: domains[0].enabled must be true or false, but is 'maybe'",
                        "preheat.yaml:9: domains[0].origin must be http:// or https://, a host and perhaps a port, and no"
                                + " more, but is 'http://o/path'",
                        "preheat.yaml:11: edges[0].address must be http:// or https://, a host and perhaps a port, and no"
                                + " more, but is 'ftp://h'",
                        "preheat.yaml:11: edges[0].software must be nginx, varnish, trafficserver, squid or generic,"
                                + " but is 'akamai'",
                        "preheat.yaml:11: edges[0].region must be a single value",
                        "preheat.yaml:13: fill.per-edge must be 1 to 1024, but is 'many'",
                        "preheat.yaml:14: fill.order must be first-seconds, in-order or lowest-first, but is 'fastest'",
                        "preheat.yaml:15: retention must be a mapping of keys to values");
    }

    @Test
    void aKeyThatWasMistypedComesFirstAndIsNotMissingAsWell() throws IOException {
        assertThat(faults(ACCOUNTS + """
                domains: [ { name: cdn.example.com, project: 0123 } ]
                edges:
                  - name: sg-1
                    adress: http://h
                    sofware: nginx
                    colour: red
                fill: { per-edge: many }
                """))
                .containsExactly(
                        "preheat.yaml:8: edges[0].adress is not a key; did you mean address?",
                        "preheat.yaml:9: edges[0].sofware is not a key; did you mean software?",
                        "preheat.yaml:10: edges[0].colour is not a key; the keys here are name, address, https-address,"
                                + " software, slice, shield, region, per-edge, edge-requests-per-second,"
                                + " edge-mbit-per-second, unproved, ca",
                        "preheat.yaml:11: fill.per-edge must be 1 to 1024, but is 'many'");
        assertThat(faults(ACCOUNTS.replace("accounts:", "acounts:")))
                .containsExactly("preheat.yaml:1: acounts is not a key; did you mean accounts?");
    }

    @Test
    void readsTheRegionsThatThisProcessFills() throws IOException {
        var edges = """
                edges:
                  - { name: a, address: "http://h:1", software: nginx, region: eu }
                fill: { regions: [ eu%s ] }
                """;
        assertThat(good(read(ACCOUNTS + edges.formatted(""))).delivery().regions())
                .containsExactly("eu");
        assertThat(faults(ACCOUNTS + edges.formatted(", asia")))
                .singleElement()
                .asString()
                .endsWith("fill.regions[1] must be the region of an edge, but is 'asia'");
    }

    @Test
    void readsEdgesInTiersSlicesRatesAndViewers() throws IOException {
        var config = good(read("""
                accounts:
                  - name: acme
                    projects: [ { id: p, name: n } ]
                    users: [ { name: acme, owner: true, access-keys: [ { ak: AK1, sk: s } ] } ]
                domains:
                  - name: cdn.example.com
                    project: p
                    profiles: [ { Origin: "https://player.example.com" }, { accept-encoding: gzip } ]
                    verify: manifests
                    only: { first-seconds: 60, max-height: 1080, max-bit-rate: 6000000, codecs: [ avc1 ], languages: [ pt-BR ] }
                edges:
                  - { name: s, address: "http://h:1", software: nginx, slice: 1m }
                  - { name: e, address: "http://h:2", https-address: "https://h:3", software: squid, shield: s, per-edge: 8, edge-requests-per-second: 0, edge-mbit-per-second: 9, unproved: accept }
                fill: { edge-requests-per-second: 5, origin-mbit-per-second: 100, order: in-order, first-seconds: 0 }
                """));
        var edges = config.delivery().edges();
        assertThat(edges.getFirst().slice()).hasValue(1_048_576);
        assertThat(edges.getLast().shield()).contains(new EdgeName("s"));
        assertThat(edges.getLast().httpsAddress()).contains(URI.create("https://h:3"));
        assertThat(edges.getFirst().terms()).isEqualTo(Edge.Terms.in(""));
        assertThat(edges.getLast().terms().acceptsUnproved()).isTrue();
        assertThat(edges.getLast().terms().limits())
                .isEqualTo(new FillLimits.Own(OptionalInt.of(8), OptionalInt.of(0), OptionalInt.of(9)));
        assertThat(config.fill().edge()).isEqualTo(new FillLimits.Rates(5, 0));
        assertThat(config.fill().origin()).isEqualTo(new FillLimits.Rates(0, 100));
        assertThat(config.fill().order()).isEqualTo(FillOrder.IN_ORDER);
        assertThat(config.fill().firstSeconds()).isZero();
        assertThat(config.delivery().domains().getFirst().verify()).isEqualTo(Verify.MANIFESTS);
        assertThat(config.delivery().domains().getFirst().only())
                .isEqualTo(new TitlePart(60, 1_080, 6_000_000, List.of("avc1"), List.of("pt-BR")));
        assertThat(config.delivery().domains().getFirst().profiles())
                .extracting(HeaderProfile::fields)
                .containsExactly(Map.of("origin", "https://player.example.com"), Map.of("accept-encoding", "gzip"));
    }

    @Test
    void refusesEdgesThatNoProgramAndNoTreeCanBe() throws IOException {
        assertThat(faults("""
                accounts:
                  - name: acme
                    projects: [ { id: p, name: n } ]
                    users: [ { name: acme, owner: true, access-keys: [ { ak: AK1, sk: s } ] } ]
                domains:
                  - { name: a.example.com, project: p, profiles: [ { Cookie: x }, { Origin: "" }, x ], only: { max-height: tall, codecs: [ "a b" ] } }
                edges:
                  - { name: a, address: "http://h", software: varnish, slice: 1m }
                  - { name: b, address: "http://h", software: nginx, slice: 12, https-address: "http://h" }
                  - { name: c, address: "http://h", software: nginx, shield: nowhere }
                """))
                .containsExactly(
                        "preheat.yaml:6: domains[0].profiles[0] must not have the field cookie",
                        "preheat.yaml:6: domains[0].profiles[1] must have values of 1 to 512 ASCII characters,"
                                + " unlike that of origin",
                        "preheat.yaml:6: domains[0].profiles[2] must be a mapping of names to their values",
                        "preheat.yaml:6: domains[0].only.max-height must be 0 to 100000, but is 'tall'",
                        "preheat.yaml:6: domains[0].only.codecs[0] must be letters, digits, dots and hyphens, as in avc1.64001f or pt-BR, but is 'a b'",
                        "preheat.yaml:8: edges[0].slice must be left out: it belongs to nginx's slice module",
                        "preheat.yaml:9: edges[1].https-address must be https://, a host and perhaps a port, and no more,"
                                + " but is 'http://h'",
                        "preheat.yaml:9: edges[1].slice must be 1k to 1024m, as in nginx's own configuration, but is '12'",
                        "preheat.yaml:10: edges[2].shield must be the name of an edge, but is 'nowhere'");
        assertThat(faults("""
                accounts:
                  - name: acme
                    projects: [ { id: p, name: n } ]
                    users: [ { name: acme, owner: true, access-keys: [ { ak: AK1, sk: s } ] } ]
                edges:
                  - { name: a, address: "http://h", software: nginx, shield: b }
                  - { name: b, address: "http://h", software: nginx, shield: a }
                """))
                .containsExactly(
                        "preheat.yaml:6: edges[0] must not begin a circle of shields: edge 'a' would stand behind itself");
    }

    @Test
    void refusesEveryNameGivenTwice() throws IOException {
        assertThat(faults("""
                accounts:
                  - name: acme
                    projects: [ { id: p, name: n }, { id: q, name: n } ]
                    users: [ { name: u, owner: true, access-keys: [ { ak: AK1, sk: s } ] } ]
                  - name: acme
                    projects: [ { id: p, name: n } ]
                    users:
                      - { name: u, owner: true, access-keys: [ { ak: AK1, sk: s } ] }
                      - { name: u, owner: true, access-keys: [ { ak: AK2, sk: s } ] }
                domains:
                  - { name: cdn.example.com, project: p }
                  - { name: CDN.example.com, project: p }
                edges:
                  - { name: e, address: "http://h", software: nginx }
                  - { name: e, address: "http://i", software: nginx }
                fill:
                  attempts: 1
                  attempts: 2
                """))
                .containsExactly(
                        "preheat.yaml:3: accounts[0].projects[1].name must be unique, but there is already a project of this account called"
                                + " 'n'",
                        "preheat.yaml:5: accounts[1].name must be unique, but there is already an account 'acme'",
                        "preheat.yaml:6: accounts[1].projects[0].id must be unique, but there is already a project 'p'",
                        "preheat.yaml:8: accounts[1].users[0].access-keys[0].ak must be unique, but there is already an access key 'AK1'",
                        "preheat.yaml:8: accounts[1].users must have one owner (owner: true), but has 2",
                        "preheat.yaml:9: accounts[1].users[1].name must be unique, but there is already a user of this account called 'u'",
                        "preheat.yaml:12: domains[1].name must be unique, but there is already a domain 'cdn.example.com'",
                        "preheat.yaml:15: edges[1].name must be unique, but there is already an edge 'e'",
                        "preheat.yaml:18: fill.attempts must be given once, but is given again");
    }

    @Test
    void aDomainNeedsAnEdge() throws IOException {
        assertThat(faults(ACCOUNTS + "domains: [ { name: cdn.example.com, project: 0123 } ]\n"))
                .containsExactly("preheat.yaml:1: edges must list an edge to fill, but is missing");
    }

    @Test
    void aWebhookOfAProjectAtAUrlStandsThereOnce() throws IOException {
        assertThat(faults(ACCOUNTS.replace("cn-north-4 }", "cn-north-4 }, { id: p2, name: m }") + """
                webhooks:
                  - { project: 0123, url: "https://h.example/one", secret: 0123456789abcdef, events: [ finished ] }
                  - { project: p2, url: "https://h.example/one", secret: 0123456789abcdef, events: [ finished ] }
                  - { project: 0123, url: "https://h.example/two", secret: 0123456789abcdef, events: [ finished ] }
                  - { project: 0123, url: "https://H.example/one", secret: 0123456789abcdeX, events: [ first-seconds ] }
                """))
                .containsExactly(
                        "preheat.yaml:9: webhooks[3].url must be unique, but is already a webhook of this project");
    }

    @Test
    void aWebhooksPortIsAPort() throws IOException {
        assertThat(faults(ACCOUNTS + """
                webhooks:
                  - { project: 0123, url: "https://h.example:65536/", secret: 0123456789abcdef, events: [ finished ] }
                """))
                .containsExactly(
                        "preheat.yaml:6: webhooks[0].url must be an http or https URL of at most 1024 characters,"
                                + " without user or fragment");
    }

    @Test
    void neverRepeatsASecret() throws IOException {
        assertThat(faults(ACCOUNTS.replace("s3cret", "\"s3 cret\"")))
                .containsExactly("preheat.yaml:4: accounts[0].users[0].access-keys[0].sk"
                        + " must be 1 to 128 visible ASCII characters");
        assertThat(good(read(ACCOUNTS)).toString()).doesNotContain("s3cret");
    }

    @Test
    void listensBehindProxiesThatItTrusts() throws IOException {
        var config = good(read("""
                listen:
                  address: "[::1]:80"
                  trusted-proxies: [ 127.0.0.1, 10.0.0.0/8, "fd00::/8" ]
                """ + ACCOUNTS));
        assertThat(config.listen()).isEqualTo(InetSocketAddress.createUnresolved("::1", 80));
        assertThat(config.gate().proxies().networks())
                .containsExactly(Network.parse("127.0.0.1"), Network.parse("10.0.0.0/8"), Network.parse("fd00::/8"));
        assertThat(good(read("listen: { trusted-proxies: [ 127.0.0.1 ] }\n" + ACCOUNTS))
                        .listen())
                .isEqualTo(InetSocketAddress.createUnresolved("127.0.0.1", 8080));
    }

    @Test
    void namesEveryWrongProxyWithItsLine() throws IOException {
        var wanted =
                "must be an address such as 10.0.0.1, or a network such as 10.0.0.0/8 or fd00::/8, with no bit set beyond"
                        + " its length and not /0, which would trust everybody, but is '";
        assertThat(faults("""
                listen:
                  adress: 127.0.0.1:80
                  trusted-proxies:
                    - proxy.example.com
                    - 10.0.0.1/8
                    - 0.0.0.0/0
                    - [ 10.0.0.1 ]
                """ + ACCOUNTS))
                .containsExactly(
                        "preheat.yaml:2: listen.adress is not a key; did you mean address?",
                        "preheat.yaml:4: listen.trusted-proxies[0] " + wanted + "proxy.example.com'",
                        "preheat.yaml:5: listen.trusted-proxies[1] " + wanted + "10.0.0.1/8'",
                        "preheat.yaml:6: listen.trusted-proxies[2] " + wanted + "0.0.0.0/0'",
                        "preheat.yaml:7: listen.trusted-proxies[3] must be a single value");
        assertThat(faults("listen: { trusted-proxies: 127.0.0.1 }\n" + ACCOUNTS))
                .containsExactly("preheat.yaml:1: listen.trusted-proxies must be a list");
        assertThat(faults("listen: [ 127.0.0.1:80 ]\n" + ACCOUNTS))
                .containsExactly("preheat.yaml:1: listen must be a single value");
        assertThat(faults("listen: { trusted-proxies: [ " + "127.0.0.1, ".repeat(257) + " ] }\n" + ACCOUNTS))
                .containsExactly("preheat.yaml:1: listen.trusted-proxies must have at most 256 members, but has 257");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:0", "0.0.0.0:65535", "[::1]:8080", "preheat.internal:80"})
    void listensAt(String listen) throws IOException {
        assertThat(good(read("listen: \"" + listen + "\"\n" + ACCOUNTS))
                        .listen()
                        .toString())
                .contains("unresolved");
    }

    @ParameterizedTest
    @ValueSource(strings = {":8080", "h:65536", "h:", "h", "h:-1", "http://h:80", "a b:80"})
    void listensNotAt(String listen) throws IOException {
        assertThat(faults("listen: \"" + listen + "\"\n" + ACCOUNTS))
                .containsExactly("preheat.yaml:1: listen must be HOST:PORT, but is '" + listen + "'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://",
                "h:80",
                "http://h/",
                "http://u@h",
                "http://h?q",
                "http://h:0",
                "http://h:65536",
                "http://a b"
            })
    void dialsNoAddressLike(String address) throws IOException {
        assertThat(faults(ACCOUNTS + "edges: [ { name: e, software: nginx, address: \"" + address + "\" } ]"))
                .singleElement()
                .asString()
                .contains("edges[0].address must be http:// or https://");
    }

    @ParameterizedTest
    @CsvSource({"per-edge,1,1024", "per-origin,1,4096", "attempts,1,20"})
    void holdsTheLimitsOfFills(String key, int least, int most) throws IOException {
        for (var right : List.of(least, most)) {
            good(read(ACCOUNTS + "fill: { " + key + ": " + right + " }"));
        }
        for (var wrong : List.of(least - 1, most + 1)) {
            assertThat(faults(ACCOUNTS + "fill: { " + key + ": " + wrong + " }"))
                    .containsExactly(
                            "preheat.yaml:5: fill.%s must be %d to %d, but is '%d'".formatted(key, least, most, wrong));
        }
    }

    @Test
    void saysWhereTheFileIsNoYaml() throws IOException {
        assertThat(faults("listen: 127.0.0.1:80\nquota: { zone: UTC\n"))
                .singleElement()
                .asString()
                .startsWith("preheat.yaml:3: the file is not YAML: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n"})
    void refusesAnEmptyFile(String text) throws IOException {
        assertThat(faults(text)).containsExactly("preheat.yaml:1: the file is empty");
    }

    @Test
    void refusesATextWhereKeysBelong() throws IOException {
        assertThat(faults("hello")).containsExactly("preheat.yaml:1: the file must be a mapping of keys to values");
    }

    @Test
    void refusesAliases() throws IOException {
        assertThat(faults(ACCOUNTS + "fill: &f { attempts: 1 }\nretention: *f\n"))
                .containsExactly(
                        "preheat.yaml:5: fill must not have an anchor (&f)",
                        "preheat.yaml:5: retention must not have an anchor (&f)");
    }

    @Test
    void refusesAFileNestedBeyondReason() throws IOException {
        assertThat(faults("a: " + "[".repeat(100_000)))
                .singleElement()
                .asString()
                .contains("is nested too deeply");
    }

    @Test
    void tellsTheFirstHundredFaults() throws IOException {
        var keys = IntStream.range(0, 130).mapToObj(i -> "k" + i + ": 1\n").collect(Collectors.joining());

        assertThat(faults(keys + ACCOUNTS)).hasSize(101).endsWith("preheat.yaml: and 30 more");
    }

    @Test
    void refusesAFileOverOneMebibyte() throws IOException {
        var file = dir.resolve("preheat.yaml");
        var padding = "#".repeat(1024 * 1024 - ACCOUNTS.length());

        good(ConfigFile.read(Files.writeString(file, ACCOUNTS + padding), dir));

        assertThat(faultsOf(ConfigFile.read(Files.writeString(file, ACCOUNTS + padding + "#"), dir)))
                .containsExactly(file + " must be at most 1 MiB");
    }

    @Test
    void refusesWhatIsNoUtf8OrNotThere() throws IOException {
        var file = Files.write(dir.resolve("preheat.yaml"), new byte[] {'a', ':', ' ', (byte) 0xff});

        assertThat(faultsOf(ConfigFile.read(file, dir))).containsExactly(file + " must be UTF-8");
        assertThat(faultsOf(ConfigFile.read(dir.resolve("gone.yaml"), dir)))
                .containsExactly(dir.resolve("gone.yaml") + " cannot be read by user " + System.getProperty("user.name")
                        + ": there is no such file or directory; name another with --config");
        assertThat(faultsOf(ConfigFile.read(dir, dir)))
                .containsExactly(dir + " cannot be read by user " + System.getProperty("user.name")
                        + ": it is a directory, and must be a file; name another with --config");
    }

    private List<String> faults(String yaml) throws IOException {
        return faultsOf(read(yaml));
    }

    private Read read(String yaml) throws IOException {
        var file = Files.writeString(dir.resolve("preheat.yaml"), yaml);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return ConfigFile.read(file, dir);
    }

    private static Config good(Read read) {
        return switch (read) {
            case Read.Good(var config) -> config;
            case Read.Faulty(var faults) -> throw new AssertionError(faults);
        };
    }

    private static List<String> faultsOf(Read read) {
        return switch (read) {
            case Read.Good(var config) -> throw new AssertionError("no fault in " + config);
            case Read.Faulty(var faults) -> faults;
        };
    }
}

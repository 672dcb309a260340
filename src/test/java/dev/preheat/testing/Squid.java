package dev.preheat.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A real Squid. */
public final class Squid extends Cache {
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    private final String name;

    private Squid(Launch launch, String name) {
        super(launch);
        this.name = name;
    }

    /** How an edge differs from the one in docs/edges.md. */
    public enum Option {
        /** Stores only what a client reads from the first byte to the last. */
        AS_SHIPPED("quick_abort_min -1 KB\nrange_offset_limit none\n", ""),
        /** Stores nothing over 1 MB, and does not say so. */
        SMALL_OBJECT("maximum_object_size 20 GB", "maximum_object_size 1 MB"),
        /** Asks the origin once for many players, and keeps one copy of what varies. */
        COLLAPSING("refresh_pattern", "collapsed_forwarding on\nrefresh_pattern"),
        /** Gives up on an origin that is silent for a second. */
        SHORT_TIMEOUT("refresh_pattern", "read_timeout 1 second\nrefresh_pattern");

        private final String from;
        private final String to;

        Option(String from, String to) {
            this.from = from;
            this.to = to;
        }
    }

    /** The edge of docs/edges.md in front of {@code origin}, for every host name, with the options given. */
    public static Squid edge(URI origin, Option... options) {
        var text = Texts.snippet("Squid");
        for (var option : options) {
            text = Texts.replaceOnce(text, option.from, option.to);
        }
        return started(Texts.replaceOnce(site(origin, text), "50000 16 256", "1000 1 16"));
    }

    private static String site(URI origin, String text) {
        var peer = origin.getHost() + " parent " + origin.getPort();
        var site = Texts.replaceOnce(text, "origin.example.com parent 80", peer);
        return Texts.replaceOnce(site, "acl served dstdomain cdn.example.com", "acl served src all");
    }

    /** The edge of docs/edges.md that keeps so many megabytes on its disk, and throws out by this policy. */
    public static Squid holding(URI origin, String policy, long megabytes) {
        var text = Texts.replaceOnce(site(origin, Texts.snippet("Squid")), "50000 16 256", megabytes + " 16 256");
        return started("cache_replacement_policy " + policy + "\n" + text);
    }

    @Override
    void discard() {
        super.discard();
        try (var files = Files.newDirectoryStream(SHARED_MEMORY, name + "-*")) {
            files.forEach(Trees::delete);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static Squid started(String text) {
        var dir = newDirectory("squid");
        int port = FreePorts.next();
        var site = Texts.replaceOnce(text, "http_port 80 ", "http_port 127.0.0.1:" + port + " ");
        site = Texts.replaceOnce(site, "/var/spool/squid/vod", Launch.store(dir).toString());
        var name = "preheat" + port;
        var rest = Texts.resource("squid.conf").replace("@DIR@", dir.toString()).replace("@NAME@", name);
        write(dir.resolve("squid.conf"), site + rest);
        belongsToSquid(dir);
        var log = dir.resolve("cache.log");
        var launch = new Launch(dir, port, command(name), () -> read(log).contains("Finished rebuilding storage"));
        return new Squid(launch, name);
    }

    // Squid started as root goes on as this user, and refuses to be root.
    private static void belongsToSquid(Path dir) {
        if (!ROOT) {
            return;
        }
        try {
            var users = dir.getFileSystem().getUserPrincipalLookupService();
            Files.setOwner(dir, users.lookupPrincipalByName("proxy"));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static List<String> command(String name) {
        var squid = program("squid", "squid") + " -N -n " + name + " -f squid.conf";
        return List.of("sh", "-c", "[ -d cache ] || " + squid + " -z; rm -f cache.log; exec " + squid);
    }
}

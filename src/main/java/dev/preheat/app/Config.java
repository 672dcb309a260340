package dev.preheat.app;

import dev.preheat.api.Throttle;
import dev.preheat.auth.Login;
import dev.preheat.catalogue.DeliveryDomain;
import dev.preheat.cli.FileFault;
import dev.preheat.edge.Edge;
import dev.preheat.fill.FillLimits;
import dev.preheat.server.Listener;
import dev.preheat.server.TlsFiles;
import dev.preheat.server.TrustedProxies;
import dev.preheat.signing.AccessKey;
import dev.preheat.sql.Store;
import dev.preheat.tenancy.Project;
import dev.preheat.tenancy.Quota;
import dev.preheat.webhook.Webhook;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What preheat.yaml says, checked.
 *
 * @param listen unresolved; port 0 takes a free one
 * @param retentionDays how long a task's results are kept
 * @param gate what stands before the operations
 */
public record Config(
        InetSocketAddress listen,
        Store store,
        Quota quota,
        Accounts accounts,
        Delivery delivery,
        FillLimits fill,
        int retentionDays,
        Gate gate,
        Webhooks webhooks) {
    private static final int LARGEST_FILE = 1024 * 1024;

    /** Who may call: every account's projects, and every user with keys and password. */
    public record Accounts(List<Project> projects, List<AccessKey> keys, List<Login> logins) {
        public Accounts {
            projects = List.copyOf(projects);
            keys = List.copyOf(keys);
            logins = List.copyOf(logins);
        }
    }

    /**
     * What may be preheated, and where.
     *
     * @param regions whose edges this process fills; empty for all
     */
    public record Delivery(List<DeliveryDomain> domains, List<Edge> edges, Set<String> regions) {
        public Delivery {
            domains = List.copyOf(domains);
            edges = List.copyOf(edges);
            regions = Set.copyOf(regions);
        }

        /** This process fills every edge. */
        public Delivery(List<DeliveryDomain> domains, List<Edge> edges) {
            this(domains, edges, Set.of());
        }
    }

    /**
     * Who is told what happens to tasks.
     *
     * @param allowPrivate whether one may be at an address that is not public
     */
    public record Webhooks(List<Webhook> all, boolean allowPrivate) {
        public static final Webhooks NONE = new Webhooks(List.of(), false);

        public Webhooks {
            all = List.copyOf(all);
        }
    }

    /** How the listener is protected, how much one caller and all of them may ask of it, and which proxies it believes. */
    public record Gate(
            Throttle.Limits throttle, Optional<TlsFiles> tls, Listener.Limits limits, TrustedProxies proxies) {
        static final int LARGEST_BODY = 64 * 1024;
        public static final Gate DEFAULT = new Gate(
                Throttle.Limits.DEFAULT, Optional.empty(), Listener.Limits.ofBody(LARGEST_BODY), TrustedProxies.NONE);
    }

    /** What came of reading a file. */
    public sealed interface Read {
        /** The file is right. */
        record Good(Config config) implements Read {}

        /**
         * The file is wrong.
         *
         * @param faults at least one, by line, each as {@code preheat.yaml:12: fill.per-edge: is 1 to 1024, not 'many'}
         */
        record Faulty(List<String> faults) implements Read {
            public Faulty {
                faults = List.copyOf(faults);
            }
        }
    }

    /**
     * Reads a preheat.yaml of at most 1 MiB and names everything wrong in it at once.
     *
     * @param data the directory of the store where the file names none
     */
    public static Read read(Path file, Path data) {
        try (var bytes = Files.newInputStream(file)) {
            var text = bytes.readNBytes(LARGEST_FILE + 1);
            if (text.length > LARGEST_FILE) {
                return fault(file, "is larger than 1 MiB");
            }
            var read = new ConfigReader(file.getFileName().toString(), data).read(utf8(text));
            if (read instanceof Read.Good) {
                Exposed.file(file, "holds secret keys");
            }
            return read;
        } catch (CharacterCodingException _) {
            return fault(file, "is not UTF-8");
        } catch (IOException unreadable) {
            return fault(file, FileFault.of(file, "read", unreadable) + "; name another with --config");
        }
    }

    /** The same, listening somewhere else. */
    public Config listeningAt(InetSocketAddress other) {
        return new Config(other, store, quota, accounts, delivery, fill, retentionDays, gate, webhooks);
    }

    private static String utf8(byte[] text) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
    }

    private static Read fault(Path file, String what) {
        return new Read.Faulty(List.of(file + ": " + what));
    }
}

package dev.preheat.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.accept.PreheatSource;
import dev.preheat.accept.Preheater;
import dev.preheat.accept.RequestKey;
import dev.preheat.accept.Submission;
import dev.preheat.accept.TaskStore;
import dev.preheat.catalogue.Asset;
import dev.preheat.catalogue.AssetId;
import dev.preheat.catalogue.AssetStore;
import dev.preheat.catalogue.DeliveryDomain;
import dev.preheat.catalogue.DeliveryDomains;
import dev.preheat.catalogue.StreamingUrl;
import dev.preheat.cli.Shell;
import dev.preheat.preheat.EdgeName;
import dev.preheat.preheat.EdgeTree;
import dev.preheat.preheat.FillOutcome;
import dev.preheat.preheat.FillQueue;
import dev.preheat.preheat.PreheatTask;
import dev.preheat.preheat.Progress;
import dev.preheat.preheat.Proof;
import dev.preheat.preheat.TaskId;
import dev.preheat.sql.Database;
import dev.preheat.sql.Store;
import dev.preheat.tenancy.AccountName;
import dev.preheat.tenancy.Project;
import dev.preheat.tenancy.ProjectId;
import dev.preheat.tenancy.Quota;
import dev.preheat.testing.Postgres;
import dev.preheat.testing.TestClock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MigrateVerbTest {
    private static final Project PROJECT = new Project(new ProjectId("p1"), "cn-north-4", new AccountName("acme"));
    private static final StreamingUrl URL = StreamingUrl.stored("http://cdn.example.com/a/film.mp4");
    private static final EdgeTree EDGES = EdgeTree.of(List.of(new EdgeName("sg"), new EdgeName("fra")));

    @TempDir
    Path dir;

    private final TestClock clock = TestClock.at("2026-11-22T10:00:00Z");
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void everythingIsThereAfterwardsAndCounted() throws Exception {
        var server = Postgres.shared().newDatabase();
        TaskId task;
        PreheatTask before;
        try (var database = Database.open(dir.resolve("preheat.db")).orElseThrow()) {
            task = accepted(database);
            before = tasks(database).find(PROJECT.id(), task).orElseThrow();
        }
        assertThat(migrated(server)).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("asset: 1 rows\n", "task: 1 rows\n", "fill: 2 rows\n", "quota_usage: 1 rows\n")
                .doesNotContain("secret");
        try (var database = Database.open(server).orElseThrow()) {
            assertThat(tasks(database).find(PROJECT.id(), task)).contains(before);
            assertThat(new AssetStore(database).find(PROJECT.id(), new AssetId("a")))
                    .isPresent();
            assertThat(new FillQueue(database, EDGES, clock).claim(new EdgeName("fra"), PROJECT.account(), 10))
                    .as("what was not done goes on")
                    .hasSize(1);
        }
    }

    @Test
    void aStoreThatHasSomethingIsLeftAsItIs() throws Exception {
        var server = Postgres.shared().newDatabase();
        try (var database = Database.open(dir.resolve("preheat.db")).orElseThrow();
                var other = Database.open(server).orElseThrow()) {
            accepted(database);
            accepted(other);
        }
        assertThat(migrated(server)).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("preheat: nothing was copied: table asset of the other store is not empty\n");
    }

    @Test
    void aStoreInUseIsNotCopied() throws Exception {
        try (var _ = Database.open(dir.resolve("preheat.db")).orElseThrow()) {
            assertThat(migrated(Postgres.shared().newDatabase())).isEqualTo(1);
            assertThat(err.toString(StandardCharsets.UTF_8)).endsWith("is in use: stop the service first\n");
        }
    }

    @Test
    void otherDirectionsAreWrongUsageAndNoPasswordIsRepeated() {
        assertThat(run("--from", "postgresql://u:s3cret@h/d", "--to", "sqlite:x.db"))
                .isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).doesNotContain("s3cret");
        assertThat(run("--from", "sqlite:" + dir.resolve("none.db"), "--to", "postgresql://u:p@h/d"))
                .isEqualTo(1);
        assertThat(dir.resolve("none.db")).doesNotExist();
    }

    private int migrated(Store.Postgres server) {
        var to = "postgresql://" + server.role().user() + ":@" + server.hosts() + "/" + server.database();
        return run("--from", "sqlite:" + dir.resolve("preheat.db"), "--to", to);
    }

    private int run(String... options) {
        var shell = new Shell(
                Map.of(),
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Set.of(),
                InstantSource.system());
        return new CommandLine(new MigrateVerb(shell)).execute(options);
    }

    private TaskId accepted(Database database) {
        var assets = new AssetStore(database);
        assets.put(new Asset(
                PROJECT.id(), new AssetId("a"), "film", true, List.of(URL), clock.instant(), clock.instant()));
        var domains = new DeliveryDomains(
                List.of(new DeliveryDomain("cdn.example.com", PROJECT.id(), true, Optional.empty())));
        var asked = new PreheatSource(Optional.of(new AssetId("a")), List.of());
        var task = ((Submission.Accepted)
                        new Preheater(domains, assets, tasks(database)).submit(PROJECT, asked, new RequestKey.None()))
                .task();
        var queue = new FillQueue(database, EDGES, clock);
        var proof = new Proof(Proof.Kind.PROBE, clock.instant(), Optional.empty());
        queue.succeed(
                queue.claim(new EdgeName("sg"), PROJECT.account(), 1).getFirst(),
                new FillOutcome.Proved(proof, Progress.NONE));
        return task;
    }

    private TaskStore tasks(Database database) {
        return new TaskStore(database, EDGES, new Quota(10, ZoneOffset.UTC), clock);
    }
}

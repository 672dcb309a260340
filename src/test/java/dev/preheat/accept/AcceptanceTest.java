package dev.preheat.accept;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.catalogue.StreamingUrl;
import dev.preheat.preheat.EdgeName;
import dev.preheat.preheat.EdgeTree;
import dev.preheat.preheat.FailureClass;
import dev.preheat.preheat.Fill;
import dev.preheat.preheat.FillOutcome;
import dev.preheat.preheat.FillQueue;
import dev.preheat.preheat.FillRecord;
import dev.preheat.preheat.FillState;
import dev.preheat.preheat.PreheatingResult;
import dev.preheat.preheat.Progress;
import dev.preheat.preheat.Proof;
import dev.preheat.preheat.TaskId;
import dev.preheat.sql.Database;
import dev.preheat.tenancy.AccountName;
import dev.preheat.tenancy.Project;
import dev.preheat.tenancy.ProjectId;
import dev.preheat.tenancy.Quota;
import dev.preheat.testing.GivenTasks;
import dev.preheat.testing.TestStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestStore.class)
class AcceptanceTest {
    private static final Project PROJECT = new Project(new ProjectId("p1"), "cn-north-4", new AccountName("acme"));
    private static final Project OTHER = new Project(new ProjectId("p2"), "cn-north-4", new AccountName("other"));
    private static final EdgeName SG = new EdgeName("sg-1");
    private static final EdgeName FRA = new EdgeName("fra-1");
    private static final EdgeTree EDGES = EdgeTree.of(List.of(SG, FRA));
    private static final Progress SOME = new Progress(1, 2, 30, 40);

    @Parameter
    private TestStore stores;

    @TempDir
    Path dir;

    private Instant now = Instant.parse("2026-11-22T23:59:00Z");
    private Database database;
    private GivenTasks store;
    private FillQueue queue;

    @BeforeEach
    void open() {
        database = stores.open(dir);
        store = store(new Quota(20, ZoneOffset.UTC));
        queue = GivenTasks.queue(database, EDGES, () -> now);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void anAcceptedTaskIsFoundWithItsFillsUrlByUrl() {
        var task = accepted(2);
        var found = store.find(PROJECT.id(), task).orElseThrow();
        assertThat(found.createdAt()).isEqualTo(now);
        assertThat(found.fills())
                .extracting(fill -> fill.url() + " " + fill.edge())
                .containsExactly(
                        "http://cdn.example.com/0.mp4 sg-1",
                        "http://cdn.example.com/0.mp4 fra-1",
                        "http://cdn.example.com/1.mp4 sg-1",
                        "http://cdn.example.com/1.mp4 fra-1");
        assertThat(found.results())
                .extracting(PreheatingResult::status)
                .containsOnly(PreheatingResult.Status.PROCESSING);
    }

    @Test
    void aTaskOfAnotherProjectIsNotFound() {
        assertThat(store.find(OTHER.id(), accepted(1))).isEmpty();
    }

    @Test
    void taskIdsSortByTime() {
        var earlier = accepted(1);
        now = now.plusMillis(1);
        assertThat(accepted(1).value()).isGreaterThan(earlier.value());
    }

    @Test
    void theQuotaIsAllOrNothingAndARefusalCostsNothing() {
        assertThat(submit(PROJECT, 15)).isInstanceOf(Submission.Accepted.class);
        assertThat(submit(PROJECT, 6)).isEqualTo(new Submission.QuotaSpent(20));
        assertThat(submit(PROJECT, 5)).isInstanceOf(Submission.Accepted.class);
        assertThat(submit(PROJECT, 1)).isEqualTo(new Submission.QuotaSpent(20));
    }

    @Test
    void aRequestOverTheWholeQuotaIsRefusedOnAFreshDay() {
        assertThat(submit(PROJECT, 21)).isEqualTo(new Submission.QuotaSpent(20));
        assertThat(submit(PROJECT, 20)).isInstanceOf(Submission.Accepted.class);
    }

    @Test
    void eachAccountHasItsOwnQuota() {
        submit(PROJECT, 20);
        assertThat(submit(OTHER, 20)).isInstanceOf(Submission.Accepted.class);
    }

    @Test
    void midnightInTheQuotasZoneBeginsANewDay() {
        store = store(new Quota(20, ZoneId.of("Asia/Shanghai")));
        submit(PROJECT, 20);
        now = Instant.parse("2026-11-23T00:30:00Z"); // still 08:30 of the same day in Shanghai
        assertThat(submit(PROJECT, 1)).isEqualTo(new Submission.QuotaSpent(20));
        now = Instant.parse("2026-11-23T16:00:00Z");
        assertThat(submit(PROJECT, 1)).isInstanceOf(Submission.Accepted.class);
    }

    @Test
    void manyCallersTogetherNeverExceedTheQuota() throws Exception {
        var callers = new ArrayList<Callable<Submission>>();
        for (int i = 0; i < 100; i++) {
            callers.add(() -> submit(PROJECT, 1));
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var accepted = threads.invokeAll(callers).stream()
                    .filter(answer -> answer.resultNow() instanceof Submission.Accepted)
                    .count();
            assertThat(accepted).isEqualTo(20);
        }
    }

    @Test
    void aFillIsClaimedOnce() {
        accepted(3);
        assertThat(claim(SG, 10)).hasSize(3);
        assertThat(claim(SG, 10)).isEmpty();
        assertThat(claim(FRA, 2)).hasSize(2);
        assertThat(claim(FRA, 2)).hasSize(1);
    }

    @Test
    void manyClaimersTogetherTakeEachFillOnce() throws Exception {
        accepted(20);
        var claimers = new ArrayList<Callable<List<Fill>>>();
        for (int i = 0; i < 16; i++) {
            claimers.add(() -> claim(SG, 2));
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var taken = new ArrayList<String>();
            for (var answer : threads.invokeAll(claimers)) {
                answer.resultNow().forEach(fill -> taken.add(fill.task() + "/" + fill.position()));
            }
            assertThat(taken).hasSize(20);
            assertThat(new HashSet<>(taken)).hasSize(20);
        }
    }

    @Test
    void aLeaseThatEndedIsTakenOverAndTheLateWriterChangesNothing() {
        accepted(1);
        var lost = claim(SG, 1).getFirst();
        now = now.plus(FillQueue.LEASE).plusMillis(1);
        var taken = claim(SG, 1).getFirst();
        assertThat(taken.epoch()).isEqualTo(lost.epoch() + 1);
        assertThat(taken.attempt()).as("a crash is no failed attempt").isEqualTo(1);

        assertThat(queue.renew(lost, SOME)).isFalse();
        assertThat(queue.succeed(lost, proved())).isFalse();
        assertThat(queue.fail(lost, failed())).isFalse();
        assertThat(queue.again(lost, failed(), now)).isFalse();
        assertThat(queue.release(lost)).isFalse();
        assertThat(queue.succeed(taken, proved())).isTrue();
    }

    @Test
    void aRenewedLeaseIsNotTakenOver() {
        accepted(1);
        var fill = claim(SG, 1).getFirst();
        now = now.plus(Duration.ofSeconds(20));
        assertThat(queue.renew(fill, SOME)).isTrue();
        now = now.plus(Duration.ofSeconds(20));
        assertThat(claim(SG, 1)).isEmpty();
        assertThat(only(fill).progress()).isEqualTo(SOME);
    }

    @Test
    void anEndedFillStaysAsItIs() {
        accepted(1);
        var fill = claim(SG, 1).getFirst();
        assertThat(queue.succeed(fill, proved())).isTrue();
        assertThat(queue.fail(fill, failed())).isFalse();
        assertThat(only(fill).state()).isEqualTo(FillState.SUCCEEDED);
        assertThat(only(fill).proof()).contains(proved().proof());
        now = now.plus(Duration.ofDays(1));
        assertThat(claim(SG, 1)).isEmpty();
    }

    @Test
    void aFailedAttemptWaitsForItsTimeAndKeepsTheReason() {
        accepted(1);
        var fill = claim(SG, 1).getFirst();
        queue.again(fill, failed(), now.plusSeconds(5));
        assertThat(claim(SG, 1)).isEmpty();
        assertThat(only(fill).failure()).contains(new FillRecord.Failure(FailureClass.ORIGIN_ERROR, "404"));
        now = now.plusSeconds(5);
        assertThat(claim(SG, 1)).extracting(Fill::attempt).containsExactly(2);
    }

    @Test
    void aFillGivenBackIsDueAtOnceAndCountsNoAttempt() {
        accepted(1);
        queue.release(claim(SG, 1).getFirst());
        assertThat(claim(SG, 1)).extracting(Fill::attempt).containsExactly(1);
    }

    @Test
    void aUrlIsFailedWhenOneEdgeFailedAndSucceedWhenAllDid() {
        var task = accepted(2);
        claim(SG, 10).forEach(fill -> queue.succeed(fill, proved()));
        var fra = claim(FRA, 10);
        queue.succeed(fra.get(0), proved());
        queue.fail(fra.get(1), failed());
        assertThat(store.find(PROJECT.id(), task).orElseThrow().results())
                .extracting(PreheatingResult::status)
                .containsExactly(PreheatingResult.Status.SUCCEED, PreheatingResult.Status.FAILED);
    }

    @Test
    void theSameRequestIsChargedOnceAndHasItsFirstTask() {
        var first = again("a", 10);
        assertThat(again("a", 10)).isEqualTo(first);
        assertThat(used()).isEqualTo(10);
        assertThat(again("b", 10)).isNotEqualTo(first);
        assertThat(used()).isEqualTo(20);
        assertThat(again("a", 10)).as("the quota is spent since").isEqualTo(first);
    }

    @Test
    void theSameRequestHasItsFirstTaskAfterARestart() {
        var first = again("a", 1);
        database.close();
        database = stores.open(dir);
        store = store(new Quota(20, ZoneOffset.UTC));
        assertThat(again("a", 1)).isEqualTo(first);
        assertThat(used()).isEqualTo(1);
    }

    @Test
    void aRequestRefusedByTheQuotaMayBeAcceptedLater() {
        again("a", 20);
        assertThat(again("b", 1)).isEqualTo(new Submission.QuotaSpent(20));
        assertThat(again("b", 0)).isInstanceOf(Submission.Accepted.class);
    }

    @Test
    void theSameRequestManyTimesAtOnceIsOneTask() throws Exception {
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = callers.invokeAll(Collections.<Callable<Submission>>nCopies(200, () -> again("a", 1)));
            var tasks = new HashSet<Submission>();
            for (var answer : answers) {
                tasks.add(answer.get());
            }
            assertThat(tasks).hasSize(1);
        }
        assertThat(used()).isEqualTo(1);
    }

    private GivenTasks store(Quota quota) {
        return new GivenTasks(database, EDGES, quota, () -> now);
    }

    private List<Fill> claim(EdgeName edge, int most) {
        return queue.claim(edge, PROJECT.account(), most);
    }

    private TaskId accepted(int urls) {
        return ((Submission.Accepted) store.submit(PROJECT, order(0, urls))).task();
    }

    private Submission submit(Project project, int cost) {
        return store.submit(project, order(cost, 1));
    }

    private Submission again(String hash, int cost) {
        return store.submit(PROJECT, new Order(key(hash), cost, urls(1)));
    }

    private static RequestKey key(String hash) {
        return new RequestKey.Signed(hash, Instant.parse("2026-11-23T00:14:00Z"));
    }

    private static Order order(int cost, int urls) {
        return new Order(new RequestKey.None(), cost, urls(urls));
    }

    private static List<StreamingUrl> urls(int count) {
        var urls = new ArrayList<StreamingUrl>();
        for (int i = 0; i < count; i++) {
            urls.add(StreamingUrl.stored("http://cdn.example.com/" + i + ".mp4"));
        }
        return urls;
    }

    private FillRecord only(Fill fill) {
        return store.find(PROJECT.id(), fill.task()).orElseThrow().fills().get(fill.position());
    }

    private FillOutcome.Proved proved() {
        return new FillOutcome.Proved(new Proof(Proof.Kind.PROBE, now, Optional.of(now.plusSeconds(60))), SOME);
    }

    private static FillOutcome.Failed failed() {
        return new FillOutcome.Failed(FailureClass.ORIGIN_ERROR, "404", true, SOME);
    }

    private long used() {
        return database.read(tx -> tx.sql("SELECT COALESCE(SUM(used), 0) AS used FROM quota_usage")
                        .first(row -> row.number("used")))
                .orElseThrow();
    }
}

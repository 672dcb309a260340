package dev.preheat.preheat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preheat.accept.Order;
import dev.preheat.accept.RequestKey;
import dev.preheat.accept.Submission;
import dev.preheat.catalogue.StreamingUrl;
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
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Accounts in turn, and edges behind shields. */
@ParameterizedClass
@EnumSource(TestStore.class)
class FillQueueTest {
    private static final Project ACME = new Project(new ProjectId("p1"), "cn-north-4", new AccountName("acme"));
    private static final Project GLOBEX = new Project(new ProjectId("p2"), "cn-north-4", new AccountName("globex"));
    private static final EdgeName SHIELD = new EdgeName("shield");
    private static final EdgeName EDGE = new EdgeName("edge");
    private static final EdgeName OTHER = new EdgeName("other");

    @Parameter
    private TestStore stores;

    @TempDir
    Path dir;

    private Instant now = Instant.parse("2026-11-22T12:00:00Z");
    private Database database;
    private GivenTasks tasks;
    private FillQueue queue;

    @BeforeEach
    void open() {
        database = stores.open(dir);
        begin(tree(Map.of(EDGE, SHIELD)));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void anAccountIsDueOnceHoweverMuchItHas() {
        assertThat(queue.accountsDue(SHIELD)).isEmpty();
        accepted(GLOBEX, 3);
        accepted(ACME, 5);
        assertThat(queue.accountsDue(SHIELD)).containsExactly(ACME.account(), GLOBEX.account());
        claim(SHIELD, ACME);
        assertThat(queue.accountsDue(SHIELD)).containsExactly(GLOBEX.account());
        now = now.plus(FillQueue.LEASE).plusMillis(1);
        assertThat(queue.accountsDue(SHIELD)).contains(ACME.account());
    }

    @Test
    void aClaimIsOfOneAccount() {
        accepted(ACME, 2);
        accepted(GLOBEX, 2);
        assertThat(claim(SHIELD, GLOBEX))
                .hasSize(2)
                .allMatch(fill -> fill.account().equals(GLOBEX.account()));
    }

    @Test
    void aUrlThatIsUnderWayForAnotherTaskIsLeftUntilThatHasEnded() {
        accepted(ACME, 1);
        var first = claim(OTHER, ACME).getFirst();
        accepted(ACME, 2);
        assertThat(claim(OTHER, ACME))
                .extracting(fill -> fill.url().given())
                .containsExactly("http://cdn.example.com/1.mp4");
        queue.succeed(first, proved());
        assertThat(claim(OTHER, ACME)).extracting(Fill::url).containsExactly(first.url());
    }

    @Test
    void aUrlWhoseLeaseRanOutKeepsNobodyAway() {
        accepted(ACME, 1);
        claim(OTHER, ACME);
        now = now.plus(FillQueue.LEASE);
        accepted(ACME, 1);
        assertThat(claim(OTHER, ACME)).hasSize(2);
    }

    @Test
    void anEdgeWaitsForItsShieldUrlByUrl() {
        var task = accepted(ACME, 2);
        assertThat(claim(EDGE, ACME)).isEmpty();
        assertThat(claim(OTHER, ACME)).as("it has no shield").hasSize(2);
        assertThat(tasks.find(ACME.id(), task).orElseThrow().fills())
                .filteredOn(FillRecord::held)
                .hasSize(2);

        var atShield = claim(SHIELD, ACME);
        queue.succeed(atShield.get(0), proved());
        assertThat(claim(EDGE, ACME))
                .extracting(Fill::url)
                .containsExactly(atShield.get(0).url());
        queue.fail(atShield.get(1), failed());
        assertThat(claim(EDGE, ACME))
                .as("an edge may reach what its shield could not")
                .hasSize(1);
    }

    @Test
    void anAttemptThatWillBeRepeatedLetsNobodyGo() {
        accepted(ACME, 1);
        queue.again(claim(SHIELD, ACME).getFirst(), failed(), now.plusSeconds(1));
        assertThat(claim(EDGE, ACME)).isEmpty();
    }

    @Test
    void aStartWithoutTheShieldLetsAllGo() {
        accepted(ACME, 2);
        assertThat(queue.resume()).isZero();
        assertThat(claim(EDGE, ACME)).as("the shield is there yet").isEmpty();
        begin(tree(Map.of()));
        queue.resume();
        assertThat(claim(EDGE, ACME)).hasSize(2);
    }

    @Test
    void whatTheProbeSawIsKept() {
        var task = accepted(ACME, 1);
        var copy = new Proof.Copy(Optional.of("\"v1\""), Optional.of(50_000_000L), Optional.of(Duration.ofSeconds(7)));
        var proof = new Proof(Proof.Kind.PROBE, now, Optional.empty(), copy);
        queue.succeed(claim(SHIELD, ACME).getFirst(), new FillOutcome.Proved(proof, Progress.NONE));
        assertThat(tasks.find(ACME.id(), task).orElseThrow().fills().getFirst().proof())
                .contains(proof);
    }

    @Test
    void noEdgeStandsBehindItselfOrBehindNobody() {
        assertThatThrownBy(() -> tree(Map.of(EDGE, OTHER, OTHER, SHIELD, SHIELD, EDGE)))
                .hasMessage("edge 'shield' would stand behind itself");
        assertThatThrownBy(() -> tree(Map.of(EDGE, new EdgeName("nowhere")))).hasMessage("there is no edge 'nowhere'");
    }

    private void begin(EdgeTree edges) {
        tasks = new GivenTasks(database, edges, new Quota(1_000, ZoneOffset.UTC), () -> now);
        queue = GivenTasks.queue(database, edges, () -> now);
    }

    private static EdgeTree tree(Map<EdgeName, EdgeName> shields) {
        var all = new LinkedHashMap<EdgeName, Optional<EdgeName>>();
        List.of(SHIELD, EDGE, OTHER).forEach(edge -> all.put(edge, Optional.ofNullable(shields.get(edge))));
        return new EdgeTree(all);
    }

    private List<Fill> claim(EdgeName edge, Project project) {
        return queue.claim(edge, project.account(), 10);
    }

    private TaskId accepted(Project project, int urls) {
        var list = new ArrayList<StreamingUrl>();
        for (int i = 0; i < urls; i++) {
            list.add(StreamingUrl.stored("http://cdn.example.com/" + i + ".mp4"));
        }
        return ((Submission.Accepted) tasks.submit(project, new Order(new RequestKey.None(), 1, list))).task();
    }

    private FillOutcome.Proved proved() {
        return new FillOutcome.Proved(new Proof(Proof.Kind.PROBE, now, Optional.empty()), Progress.NONE);
    }

    private static FillOutcome.Failed failed() {
        return new FillOutcome.Failed(FailureClass.ORIGIN_ERROR, "404", true, Progress.NONE);
    }
}

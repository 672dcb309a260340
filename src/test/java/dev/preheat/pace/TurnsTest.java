package dev.preheat.pace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.pace.Turns.Turn;
import dev.preheat.pace.Turns.Who;
import dev.preheat.preheat.EdgeName;
import dev.preheat.tenancy.AccountName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Edges beside each other at one origin: who is let in, in a time that the test makes. */
class TurnsTest {
    private static final AccountName ACME = new AccountName("acme");
    private static final Duration SLOW = Duration.ofSeconds(5);
    private static final Duration QUICK = Duration.ofMillis(5);
    private static final int PLACES = 64;
    private static final int EDGES = 5;

    private long nanos = Long.MAX_VALUE - 5; // such a clock may run over
    private final Turns turns = new Turns(() -> nanos);
    private final Map<String, List<Turn>> asked = new LinkedHashMap<>();

    @Test
    void anEdgeAloneHasAllPlaces() {
        ask("slow", 100);
        turns.grant(PLACES, 1);
        assertThat(turns.busy()).isEqualTo(PLACES);
    }

    @Test
    void ofAnEdgeWhoseSpeedIsNotKnownAFewObjectsAreUnderWay() {
        ask("unknown", 100);
        turns.grant(PLACES, EDGES);
        assertThat(turns.busy()).isEqualTo(4);
    }

    @Test
    void slowEdgesLeaveAPlaceToOneThatComesLater() {
        slowEdgesAtWork();
        assertThat(turns.busy()).as("a few are kept").isEqualTo(61);
        ask("quick", 1);
        turns.grant(PLACES, EDGES);
        assertThat(held("quick")).isEqualTo(1);
    }

    @Test
    void aQuickEdgeGetsItsShareWhileSlowOnesHoldTheirs() {
        slowEdgesAtWork();
        for (int i = 0; i < PLACES; i++) {
            ask("quick", 1);
            turns.grant(PLACES, EDGES);
            pass(QUICK);
            finish("quick", 1);
        }
        ask("quick", 32);
        pass(SLOW);
        slow().forEach(edge -> finish(edge, held(edge)));
        turns.grant(PLACES, EDGES);
        slow().forEach(edge -> assertThat(held(edge)).as(edge).isLessThanOrEqualTo(PLACES / EDGES));
        assertThat(held("quick")).isGreaterThanOrEqualTo(PLACES / EDGES);
        assertThat(turns.busy()).as("no place is left empty").isEqualTo(PLACES);
    }

    @Test
    void aQuickEdgeMayHaveWhatNobodyElseWants() {
        for (int i = 0; i < PLACES; i++) {
            ask("quick", 1);
            turns.grant(PLACES, EDGES);
            pass(QUICK);
            finish("quick", 1);
        }
        ask("slow-1", 100);
        ask("quick", 100);
        turns.grant(PLACES, EDGES);
        assertThat(held("slow-1")).isEqualTo(4);
        assertThat(held("quick")).isEqualTo(PLACES - 4);
    }

    @Test
    void ofOnePlaceEachEdgeHasItsTurn() {
        ask("slow-1", 3);
        ask("quick", 1);
        turns.grant(1, EDGES);
        pass(SLOW);
        finish("slow-1", 1);
        turns.grant(1, EDGES);
        assertThat(held("quick")).isEqualTo(1);
    }

    @Test
    void whoAsksTheOriginItselfNeedsNoShare() {
        slowEdgesAtWork();
        var direct = new Who(Turns.DIRECT, ACME);
        var turn = turns.queue(direct);
        turns.grant(PLACES, EDGES);
        turns.leave(turn);
        assertThat(turns.busy()).isEqualTo(61);
    }

    private void slowEdgesAtWork() {
        slow().forEach(edge -> ask(edge, 200));
        turns.grant(PLACES, EDGES);
        assertThat(turns.busy()).isEqualTo(16);
        for (int round = 0; round < 5; round++) {
            pass(SLOW);
            slow().forEach(edge -> finish(edge, held(edge)));
            turns.grant(PLACES, EDGES);
        }
    }

    private static List<String> slow() {
        return IntStream.rangeClosed(1, 4).mapToObj(i -> "slow-" + i).toList();
    }

    private void ask(String edge, int times) {
        for (int i = 0; i < times; i++) {
            var turn = turns.queue(new Who(new EdgeName(edge), ACME));
            asked.computeIfAbsent(edge, _ -> new ArrayList<>()).add(turn);
        }
    }

    private int held(String edge) {
        return (int) asked.getOrDefault(edge, List.of()).stream()
                .filter(Turn::hasCome)
                .count();
    }

    private void finish(String edge, int times) {
        Iterator<Turn> all = asked.getOrDefault(edge, List.of()).iterator();
        for (int left = times; left > 0 && all.hasNext(); ) {
            var turn = all.next();
            if (turn.hasCome()) {
                all.remove();
                turns.leave(turn);
                left--;
            }
        }
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }
}

package dev.preheat.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WaitingWritesTest {
    private final WaitingWrites lines = new WaitingWrites(100);

    @Test
    void oneKeyHasHalfTheRoom() {
        assertThat(offered("acme", 100)).isEqualTo(50);
        assertThat(offered("globex", 100)).isEqualTo(50);
        assertThat(offered("initech", 1)).isZero();
        assertThat(lines.size()).isEqualTo(100);
    }

    @Test
    void whoComesToAnEmptyLineIsNextHoweverManyWaitInAnother() throws InterruptedException {
        offered("acme", 40);
        offered("globex", 1);
        assertThat(taken(10)).containsOnlyOnce("globex").hasSize(10);
        offered("initech", 2);
        assertThat(taken(4)).containsExactlyInAnyOrder("acme", "acme", "initech", "initech");
        assertThat(taken(100)).hasSize(29).containsOnly("acme");
        assertThat(taken(1)).isEmpty();
    }

    @Test
    void inALineTheFirstToComeIsTheFirstToGo() throws InterruptedException {
        var first = new Unit<>("acme", _ -> 1);
        var second = new Unit<>("acme", _ -> 2);
        lines.offer(first);
        lines.offer(second);
        offered("globex", 1);
        assertThat(lines.take(1, 0).getFirst()).isSameAs(first);
        assertThat(lines.take(2, 0)).element(1).isSameAs(second);
    }

    private long offered(String key, int many) {
        return IntStream.range(0, many)
                .filter(_ -> lines.offer(new Unit<>(key, _ -> 1)))
                .count();
    }

    private List<String> taken(int most) throws InterruptedException {
        return lines.take(most, 0).stream().map(Unit::key).toList();
    }
}

package dev.preheat.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.preheat.EdgeName;
import dev.preheat.preheat.EdgeTree;
import dev.preheat.sql.Database;
import dev.preheat.testing.TestClock;
import dev.preheat.testing.TestStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestStore.class)
class ProcessesTest {
    @Parameter
    private TestStore stores;

    @TempDir
    Path dir;

    private final TestClock clock = TestClock.at("2026-11-22T10:00:00Z");
    private Database database;

    @BeforeEach
    void open() {
        database = stores.open(dir);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void eachIsKnownToTheOthersUntilItIsSilentForTenSeconds() {
        var asia = process("ap-southeast", "ap-north");
        var all = process();
        assertThat(asia.beat()).containsExactly(Set.of("ap-southeast", "ap-north"));
        assertThat(all.beat()).containsExactlyInAnyOrder(Set.of("ap-southeast", "ap-north"), Set.of());
        clock.advance(Duration.ofSeconds(9));
        asia.beat();
        clock.advance(Duration.ofSeconds(1));
        assertThat(asia.beat()).hasSize(1);
        assertThat(all.beat()).as("it was only slow").hasSize(2);
    }

    @Test
    void whoLeavesIsNoLongerCounted() {
        var stays = process();
        var goes = process();
        goes.beat();
        assertThat(stays.beat()).hasSize(2);
        goes.leave();
        assertThat(stays.beat()).hasSize(1);
    }

    private Processes process(String... regions) {
        return new Processes(database, Set.of(regions), EdgeTree.of(List.of(new EdgeName("e1"))), clock);
    }
}

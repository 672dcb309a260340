package dev.preheat.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.catalogue.AssetFilter.Order;
import dev.preheat.catalogue.AssetFilter.Page;
import dev.preheat.sql.Database;
import dev.preheat.tenancy.ProjectId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a search finds, and how far it looks. */
class AssetSearchTest {
    private static final ProjectId PROJECT = new ProjectId("p1");
    private static final Instant FIRST = Instant.parse("2026-11-22T12:00:00Z");
    private static final int STORED = AssetSearch.MOST_LOOKED_AT + 1;

    @TempDir
    Path dir;

    private Database database;
    private AssetSearch search;

    @BeforeEach
    void open() throws Exception {
        database = Database.open(dir.resolve("preheat.db")).orElseThrow();
        search = new AssetSearch(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void itLooksAtALimitedNumberOfTheAssetsInTheOrderAskedFor() {
        store();
        assertThat(find("film-1", Order.OLDEST_FIRST, Optional.empty())).containsExactly("film-1");
        assertThat(find("film-" + STORED, Order.NEWEST_FIRST, Optional.empty())).containsExactly("film-" + STORED);
        assertThat(find("film-1", Order.NEWEST_FIRST, Optional.empty()))
                .as("it is one too many")
                .isEmpty();
        assertThat(find("film-1", Order.NEWEST_FIRST, Optional.of(FIRST.plusSeconds(60))))
                .as("of earlier times")
                .containsExactly("film-1");
    }

    private List<String> find(String title, Order order, Optional<Instant> until) {
        var filter = new AssetFilter(List.of(), Set.of(true), Optional.empty(), until, title + "!");
        var found = search.find(PROJECT, filter, new Page(0, 10, order));
        assertThat(found.total()).isEqualTo(found.assets().size());
        return found.assets().stream().map(asset -> asset.id().value()).toList();
    }

    // film-1 is the oldest
    private void store() {
        database.write(tx -> tx.sql("""
                INSERT INTO asset_url (project_id, asset_id, position, url, match_hash)
                VALUES (:project, 'film-1', 0, 'http://c.example/1', 'x'), (:project, :last, 0, 'http://c.example/2', 'y')""")
                .with("project", PROJECT.value())
                .with("last", "film-" + STORED)
                .update());
        database.write(tx -> tx.sql("""
                WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :stored)
                INSERT INTO asset (project_id, asset_id, title, published, created_at, updated_at)
                SELECT :project, 'film-' || n, 'film-' || n || '!', 1, :first + n, 0 FROM numbers""")
                .with("stored", STORED)
                .with("project", PROJECT.value())
                .with("first", FIRST)
                .update());
    }
}

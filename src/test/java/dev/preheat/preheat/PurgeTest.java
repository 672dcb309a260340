package dev.preheat.preheat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preheat.catalogue.StreamingUrl;
import dev.preheat.sql.Database;
import dev.preheat.tenancy.AccountName;
import dev.preheat.tenancy.Project;
import dev.preheat.tenancy.ProjectId;
import dev.preheat.tenancy.Quota;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That a store whose old tasks are forgotten does not grow for ever. */
class PurgeTest {
    private static final Project PROJECT =
            new Project(new ProjectId("0123456789abcdef0123456789abcdef"), "cn-north-4", new AccountName("acme"));
    private static final List<StreamingUrl> URLS = IntStream.range(0, 10)
            .mapToObj(n -> StreamingUrl.stored("http://cdn.example.com/" + n + ".mp4"))
            .toList();

    @TempDir
    Path dir;

    private Instant now = Instant.parse("2026-11-22T12:00:00Z");

    @Test
    void theFileUsesTheRoomOfForgottenTasksAgain() throws Exception {
        var file = dir.resolve("preheat.db");
        try (var database = Database.open(file).orElseThrow()) {
            var edges = EdgeTree.of(List.of(new EdgeName("sg-1"), new EdgeName("sg-2")));
            var tasks = new TaskStore(database, edges, new Quota(1_000_000, ZoneOffset.UTC), () -> now);
            long first = 0;
            for (int month = 1; month <= 12; month++) {
                for (int i = 0; i < 100; i++) {
                    tasks.submit(PROJECT, new Order(new RequestKey.None(), 10, URLS));
                }
                now = now.plus(Duration.ofDays(31));
                while (tasks.purge(now.minus(Duration.ofDays(30))) > 0) {}
                first = month == 2 ? size(file) : first;
            }
            assertThat(size(file)).isLessThanOrEqualTo(first + first / 10);
        }
    }

    private static long size(Path file) throws IOException {
        return Files.size(file) + Files.size(Path.of(file + "-wal"));
    }
}

package dev.preheat.e2e;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is written in a service's store, read from the file itself. */
record Ledger(Path file) {
    /** All that the day's quota was charged. */
    int used() {
        return number("SELECT COALESCE(SUM(used), 0) FROM quota_usage");
    }

    /** What all tasks cost together: one for each URL, and one for the whole of an asset whose URLs are like {@code ofAsset}. */
    int cost(String ofAsset) {
        return number("""
                SELECT COALESCE(SUM(CASE WHEN whole THEN 1 ELSE urls END), 0) FROM (
                    SELECT COUNT(DISTINCT url) AS urls, MAX(url LIKE '%s') AS whole FROM fill GROUP BY task_id)""".formatted(ofAsset));
    }

    Set<String> tasks() {
        return new HashSet<>(texts("SELECT task_id FROM task"));
    }

    /** Tasks without fills, and fills without a task: there must be none. */
    List<String> halves() {
        return texts("""
                SELECT task_id FROM task WHERE task_id NOT IN (SELECT task_id FROM fill)
                UNION SELECT task_id FROM fill WHERE task_id NOT IN (SELECT task_id FROM task)""");
    }

    int fills() {
        return number("SELECT COUNT(*) FROM fill");
    }

    int unfinished() {
        return number("SELECT COUNT(*) FROM fill WHERE state < 2");
    }

    /** The most that one fill was claimed. */
    int mostClaims() {
        return number("SELECT COALESCE(MAX(epoch), 0) FROM fill");
    }

    /** How many fills were claimed more than once. */
    int claimedAgain() {
        return number("SELECT COUNT(*) FROM fill WHERE epoch > 1");
    }

    /** Each fill as {@code path state attempt}, in order of path. */
    List<String> states() {
        return texts("SELECT substr(url, instr(url, '/asset')) || ' ' || state || ' ' || attempt FROM fill ORDER BY 1");
    }

    private int number(String sql) {
        return Integer.parseInt(texts(sql).getFirst());
    }

    private List<String> texts(String sql) {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:file:" + file + "?mode=ro");
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var texts = new ArrayList<String>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        } catch (SQLException broken) {
            throw new IllegalStateException(file + ": " + sql, broken);
        }
    }
}

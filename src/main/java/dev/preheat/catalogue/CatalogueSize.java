package dev.preheat.catalogue;

import dev.preheat.sql.Tx;
import dev.preheat.tenancy.AccountName;
import dev.preheat.tenancy.Project;
import dev.preheat.tenancy.ProjectId;
import java.sql.SQLException;

/** How many streaming URLs the assets have, as a number for each project that every change of them keeps right. */
public final class CatalogueSize {
    private CatalogueSize() {}

    /** The project has so many more, or fewer. */
    static void add(Tx tx, ProjectId project, int urls) throws SQLException {
        if (urls != 0) {
            tx.update("""
                    INSERT INTO catalogue_size (project_id, urls) VALUES (?, ?)
                    ON CONFLICT (project_id) DO UPDATE SET urls = catalogue_size.urls + excluded.urls""", project.value(), urls);
        }
    }

    /** How many the projects of the account have, {@code project} among them. */
    public static long of(Tx tx, Project project) throws SQLException {
        claim(tx, project.id(), project.account());
        return tx.queryOne(
                        "SELECT SUM(urls) AS urls FROM catalogue_size WHERE account = ?",
                        row -> row.number("urls"),
                        project.account().value())
                .orElse(0L);
    }

    // The configuration says whose a project is, and may say otherwise tomorrow.
    private static void claim(Tx tx, ProjectId project, AccountName account) throws SQLException {
        tx.update("""
                INSERT INTO catalogue_size (project_id, account, urls) VALUES (?, ?, 0)
                ON CONFLICT (project_id) DO UPDATE SET account = excluded.account
                WHERE catalogue_size.account <> excluded.account""", project.value(), account.value());
    }
}

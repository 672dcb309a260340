package dev.preheat.catalogue;

import dev.preheat.sql.Tx;
import dev.preheat.tenancy.AccountName;
import dev.preheat.tenancy.Project;
import dev.preheat.tenancy.ProjectId;
import java.sql.SQLException;

/** The number of streaming URLs that a project's assets have, kept right by every change of them. */
public final class CatalogueSize {
    private CatalogueSize() {}

    /** Adds so many to the project's number; fewer than none takes them away. */
    static void add(Tx tx, ProjectId project, int urls) throws SQLException {
        if (urls != 0) {
            tx.sql("""
                    INSERT INTO catalogue_size (project_id, urls) VALUES (:project, :urls)
                    ON CONFLICT (project_id) DO UPDATE SET urls = catalogue_size.urls + excluded.urls""").with("project", project.value()).with("urls", urls).update();
        }
    }

    /** Notes that the project is its account's, and returns how many the projects of the account have together. */
    public static long claim(Tx tx, Project project) throws SQLException {
        note(tx, project.id(), project.account());
        return tx.sql("SELECT SUM(urls) AS urls FROM catalogue_size WHERE account = :account")
                .with("account", project.account().value())
                .first(row -> row.number("urls"))
                .orElse(0L);
    }

    // The configuration says which account owns a project, and may say otherwise tomorrow.
    private static void note(Tx tx, ProjectId project, AccountName account) throws SQLException {
        tx.sql("""
                INSERT INTO catalogue_size (project_id, account, urls) VALUES (:project, :account, 0)
                ON CONFLICT (project_id) DO UPDATE SET account = excluded.account
                WHERE catalogue_size.account <> excluded.account""")
                .with("project", project.value())
                .with("account", account.value())
                .update();
    }
}

package dev.preheat.preheat;

import dev.preheat.catalogue.Asset;
import dev.preheat.catalogue.AssetId;
import dev.preheat.catalogue.AssetStore;
import dev.preheat.catalogue.AutoPreheat;
import dev.preheat.sql.Database;
import dev.preheat.sql.Tx;
import dev.preheat.tenancy.Project;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Changes the catalogue, and in the same transaction what follows from it: an asset with {@code auto_preheat} that becomes
 * published is preheated, and the fills of URLs that lost their asset are noted to be stopped ({@link Withdrawals}). One at a
 * time in a project, also where several processes share the store: each sees what the one before has left.
 */
public final class Publisher {
    private static final Logger log = LoggerFactory.getLogger(Publisher.class);

    private final Database database;
    private final AssetStore assets;
    private final Preheater preheater;
    private final InstantSource clock;

    public Publisher(Database database, AssetStore assets, Preheater preheater, InstantSource clock) {
        this.database = database;
        this.assets = assets;
        this.preheater = preheater;
        this.clock = clock;
    }

    /** Whose catalogue is changed, and the name of the user who does it. */
    public record Editor(Project project, String user) {}

    /** How an asset was stored, and how it stands now. */
    public record Stored(AssetStore.Put how, Asset asset) {}

    /** Stores an asset whole; one that it replaces leaves it the creation time. */
    public Stored put(Editor editor, Asset wanted) {
        var change = database.alone("catalogue " + editor.project().id(), tx -> {
            var before = assets.find(tx, wanted.project(), wanted.id());
            var created = before.map(Asset::createdAt).orElse(wanted.createdAt());
            var after = wanted.withCreatedAt(created);
            var made = settled(tx, new Change(editor, before, Optional.of(after)));
            assets.put(tx, made.stored());
            return made;
        });
        tell(change);
        var how = change.before().isEmpty() ? AssetStore.Put.CREATED : AssetStore.Put.REPLACED;
        return new Stored(how, change.stored());
    }

    /** Publishes an asset; empty when there is none. One that is published already stays as it is. */
    public Optional<Asset> publish(Editor editor, AssetId id) {
        return turn(editor, id, true);
    }

    /** Unpublishes an asset; empty when there is none. What of it is not yet filled is stopped. */
    public Optional<Asset> unpublish(Editor editor, AssetId id) {
        return turn(editor, id, false);
    }

    /** Deletes an asset; false when there is none. What of it is not yet filled is stopped. */
    public boolean delete(Editor editor, AssetId id) {
        return database.alone("catalogue " + editor.project().id(), tx -> {
            var before = assets.find(tx, editor.project().id(), id);
            if (before.isEmpty()) {
                return false;
            }
            Withdrawals.note(tx, new Change(editor, before, Optional.empty()), clock.instant());
            return assets.delete(tx, before.get());
        });
    }

    private Optional<Asset> turn(Editor editor, AssetId id, boolean published) {
        var change = database.alone("catalogue " + editor.project().id(), tx -> {
            var before = assets.find(tx, editor.project().id(), id);
            if (before.isEmpty() || before.get().published() == published) {
                return new Change(editor, before, before);
            }
            var after = before.map(asset -> asset.published(published, clock.instant()));
            var made = settled(tx, new Change(editor, before, after));
            assets.update(tx, made.stored());
            return made;
        });
        tell(change);
        return change.after();
    }

    private Change settled(Tx tx, Change change) throws SQLException {
        Withdrawals.note(tx, change, clock.instant());
        if (!change.preheats()) {
            return change.with(change.carriedOver());
        }
        return change.with(
                switch (preheater.submit(tx, change.editor().project(), change.stored())) {
                    case Submission.Accepted(var task) -> AutoPreheat.accepted(task.value());
                    case Submission.QuotaSpent _ -> AutoPreheat.refused("quota_spent");
                    case Submission.ForeignDomain _ -> AutoPreheat.refused("foreign_domain");
                    case Submission.DisabledDomain _ -> AutoPreheat.refused("disabled_domain");
                    case Submission.UnknownAsset _, Submission.Unpublished _, Submission.NameTaken _ ->
                        throw new IllegalStateException("nobody asked by an id or with a key");
                });
    }

    private static void tell(Asset asset, String task) {
        try (var _ = MDC.putCloseable("task", task)) {
            log.info("asset {} is preheated by task {}", asset.id(), task);
        }
    }

    // After the commit: what is told has happened.
    private void tell(Change change) {
        if (change.preheats()) {
            var asset = change.stored();
            preheater.announce();
            asset.auto().task().ifPresent(task -> tell(asset, task));
            asset.auto()
                    .refused()
                    .ifPresent(why -> log.warn("asset {} is published but not preheated: {}", asset.id(), why));
        }
    }
}

package dev.preheat.accept;

import dev.preheat.catalogue.Asset;
import dev.preheat.catalogue.AssetId;
import dev.preheat.catalogue.AssetStore;
import dev.preheat.catalogue.AutoPreheat;
import dev.preheat.catalogue.CatalogueSize;
import dev.preheat.sql.Database;
import dev.preheat.sql.Tx;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Changes the catalogue, and in the same transaction all that follows from it: an asset with {@code auto_preheat} that becomes
 * published is preheated, and the fills of URLs that lost their asset are noted to be stopped ({@link Withdrawals}). Changes of
 * a project are made one at a time, also where several processes share the store: each sees what the one before has left.
 */
public final class Publisher {
    private static final Logger log = LoggerFactory.getLogger(Publisher.class);

    private final Database database;
    private final AssetStore assets;
    private final Preheater preheater;
    private final Room room;
    private final InstantSource clock;

    public Publisher(Database database, AssetStore assets, Preheater preheater, Room room, InstantSource clock) {
        this.room = room;
        this.database = database;
        this.assets = assets;
        this.preheater = preheater;
        this.clock = clock;
    }

    /**
     * Limits of a catalogue.
     *
     * @param urls the most streaming URLs of an account's assets
     * @param lost the most streaming URLs of a project that were lost and whose fills are not yet stopped
     */
    public record Room(int urls, int lost) {
        /** The limits of an account whose catalogue may have so many URLs. */
        public Room(int urls) {
            this(urls, 50_000);
        }
    }

    /** The outcome of storing an asset. */
    public sealed interface Outcome {}

    /** The asset is stored, and reads so now. */
    public record Stored(AssetStore.Put how, Asset asset) implements Outcome {}

    /** The account would have more streaming URLs than it may; nothing is stored. */
    public record TooManyUrls(int most) implements Outcome {}

    /** Too many URLs that the project lost are still to be stopped; nothing is stored. */
    public record TooManyLost(int most) implements Outcome {}

    /** Stores an asset whole; it takes the creation time of the one that it replaces. */
    public Outcome put(Editor editor, Asset wanted) {
        var told = new AtomicReference<Optional<Change>>(Optional.empty()); // a transaction may run more than once
        var outcome = database.alone("catalogue " + editor.project().id(), tx -> {
            var before = assets.find(tx, wanted.project(), wanted.id());
            var created = before.map(Asset::createdAt).orElse(wanted.createdAt());
            var change = new Change(editor, before, Optional.of(wanted.withCreatedAt(created)));
            var refused = refused(tx, change);
            if (refused.isPresent()) {
                return refused.get();
            }
            var made = settled(tx, change);
            assets.put(tx, made.stored());
            told.set(Optional.of(made));
            return new Stored(before.isEmpty() ? AssetStore.Put.CREATED : AssetStore.Put.REPLACED, made.stored());
        });
        told.get().ifPresent(this::tell);
        return outcome;
    }

    private Optional<Outcome> refused(Tx tx, Change change) throws SQLException {
        int before = change.before().map(asset -> asset.urls().size()).orElse(0);
        int more = change.stored().urls().size() - before;
        var project = change.editor().project();
        if (more > 0 && CatalogueSize.claim(tx, project) + more > room.urls()) {
            return Optional.of(new TooManyUrls(room.urls()));
        }
        return change.lost().isEmpty() || Withdrawals.waiting(tx, project.id(), room.lost()) < room.lost()
                ? Optional.empty()
                : Optional.of(new TooManyLost(room.lost()));
    }

    /** Publishes an asset; empty if there is none. One that is published already stays as it is. */
    public Optional<Asset> publish(Editor editor, AssetId id) {
        return turn(editor, id, true);
    }

    /** Unpublishes an asset; empty if there is none. Its unfinished fills are stopped. */
    public Optional<Asset> unpublish(Editor editor, AssetId id) {
        return turn(editor, id, false);
    }

    /** Deletes an asset; false if there is none. Its unfinished fills are stopped. */
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
                        throw new IllegalStateException("an automatic preheat has no id and no key");
                });
    }

    private static void tell(Asset asset, String task) {
        try (var _ = MDC.putCloseable("task", task)) {
            log.info("asset {} is preheated by task {}", asset.id(), task);
        }
    }

    // After the commit: what the log says has happened.
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

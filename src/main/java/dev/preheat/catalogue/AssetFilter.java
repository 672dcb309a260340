package dev.preheat.catalogue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The assets of a project that a caller wants to see; an empty part does not narrow.
 *
 * @param ids at most 10
 * @param published the states wanted; if there is none, nothing matches
 * @param from created then or later
 * @param until created then or earlier
 * @param words a text that the title has somewhere; the case of ASCII letters does not count
 */
public record AssetFilter(
        List<AssetId> ids, Set<Boolean> published, Optional<Instant> from, Optional<Instant> until, String words) {
    public static final int MOST_IDS = 10;

    /** The most that can be counted or paged through. Source: Huawei VOD API, Querying Media Assets, 2026-01-16. */
    public static final int MOST_SHOWN = 20_000;

    public AssetFilter {
        ids = List.copyOf(ids);
        published = Set.copyOf(published);
        if (ids.size() > MOST_IDS) {
            throw new IllegalArgumentException("more than 10 ids");
        }
    }

    /** The direction of a list by creation time. */
    public enum Order {
        OLDEST_FIRST,
        NEWEST_FIRST
    }

    /** A page of a list: {@code size} assets after {@code number} pages of that size. */
    public record Page(int number, int size, Order order) {
        public Page {
            if (number < 0 || size < 1 || (number + 1L) * size > MOST_SHOWN) {
                throw new IllegalArgumentException("no such page");
            }
        }
    }
}

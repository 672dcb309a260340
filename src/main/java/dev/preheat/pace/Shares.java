package dev.preheat.pace;

import dev.preheat.tenancy.AccountName;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * How many fills of each account may be under way in one edge: an equal share of its places for each that has work.
 *
 * @param places how many fills the edge takes at once
 * @param busy how many fills of each account are under way
 * @param due the accounts that have more
 */
public record Shares(int places, Map<AccountName, Long> busy, List<AccountName> due) {
    /** How many more fills of an account may begin; one that has none may always begin one, beside what the others hold. */
    public int room(AccountName account) {
        var working = new HashSet<>(due);
        working.addAll(busy.keySet());
        long own = busy.getOrDefault(account, 0L);
        long share = Math.max(1, places / Math.max(1, working.size()));
        long free = places - busy.values().stream().mapToLong(Long::longValue).sum();
        long room = Math.min(share - own, own == 0 ? Math.max(1, free) : free);
        return (int) Math.max(0, room);
    }
}

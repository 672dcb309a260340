package dev.preheat.pace;

import dev.preheat.tenancy.AccountName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Places that accounts share: each has at most half of them, and less the more accounts there are ({@link Shares}); one that
 * has none gets one beside what the others hold, however long they hold it.
 *
 * <p>Limit: {@value #MOST_BESIDE} times as many as there are places, for however many accounts.
 */
public final class FairPlaces {
    private static final int MOST_BESIDE = 4;

    private final int places;
    private final Map<AccountName, Long> busy = new HashMap<>();

    public FairPlaces(int places) {
        this.places = places;
    }

    /** Takes a place if the account may have one now. */
    public synchronized boolean tryEnter(AccountName account) {
        if (!hasRoom(account)) {
            return false;
        }
        busy.merge(account, 1L, Long::sum);
        return true;
    }

    /** Waits until the account may have a place, and takes it. */
    public synchronized void enter(AccountName account) throws InterruptedException {
        while (!tryEnter(account)) {
            wait();
        }
    }

    /** Gives a place back. */
    public synchronized void leave(AccountName account) {
        busy.merge(account, -1L, Long::sum);
        busy.remove(account, 0L);
        notifyAll();
    }

    private boolean hasRoom(AccountName account) {
        long own = busy.getOrDefault(account, 0L);
        long all = busy.values().stream().mapToLong(Long::longValue).sum();
        return own < Math.max(1, places / 2)
                && all < (long) places * MOST_BESIDE
                && new Shares(places, busy, List.of(account)).room(account) > 0;
    }
}

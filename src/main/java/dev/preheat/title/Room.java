package dev.preheat.title;

import dev.preheat.tenancy.AccountName;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * Memory that all fills and estimates share: there is so much, and each waits until there is room for what it wants.
 *
 * <p>Accounts take turns. No account holds more than its share, which is an equal one for each that has or wants some, and one
 * stays free for the next that comes; but who has nothing gets what there is room for, however much it is.
 */
final class Room {
    private final long most;
    private final Map<AccountName, Long> held = new HashMap<>();
    private final Map<AccountName, Deque<Part>> waiting = new LinkedHashMap<>(); // whose turn is next comes first
    private long taken;

    /** @param most how many bytes there are */
    Room(long most) {
        this.most = most;
    }

    /** Some of it: waited for, then held until closed. */
    final class Part implements AutoCloseable {
        private final AccountName account;
        private final long bytes;
        private final CountDownLatch come = new CountDownLatch(1);

        private Part(AccountName account, long bytes) {
            this.account = account;
            this.bytes = bytes;
        }

        private boolean hasCome() {
            return come.getCount() == 0;
        }

        @Override
        public void close() {
            leave(this);
        }
    }

    /**
     * Waits for so much of it. Who wants more than there is gets all of it. Who holds a part may not wait for another: two
     * such would wait for each other.
     */
    Part enter(AccountName account, long bytes) throws InterruptedException {
        var part = queued(account, Math.clamp(bytes, 1, most));
        try {
            part.come.await();
            return part;
        } catch (InterruptedException stopped) {
            part.close();
            throw stopped;
        }
    }

    /** How many bytes are held now. */
    synchronized long taken() {
        return taken;
    }

    /** How many wait now. */
    synchronized int waiting() {
        return waiting.values().stream().mapToInt(Deque::size).sum();
    }

    private synchronized Part queued(AccountName account, long bytes) {
        var part = new Part(account, bytes);
        waiting.computeIfAbsent(account, _ -> new ArrayDeque<>()).add(part);
        grant();
        return part;
    }

    private synchronized void leave(Part part) {
        if (part.hasCome()) {
            taken -= part.bytes;
            held.merge(part.account, -part.bytes, Long::sum);
            held.values().remove(0L);
        } else {
            var line = waiting.getOrDefault(part.account, new ArrayDeque<>());
            line.remove(part);
            if (line.isEmpty()) {
                waiting.remove(part.account);
            }
        }
        grant();
    }

    private void grant() {
        for (var next = next(); next.isPresent(); next = next()) {
            admit(next.get());
        }
    }

    private Optional<AccountName> next() {
        var portion = new Portion(most, taken, accounts());
        return waiting.entrySet().stream()
                .filter(line -> portion.has(
                        held.getOrDefault(line.getKey(), 0L), line.getValue().element().bytes))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private int accounts() {
        var all = new HashSet<>(held.keySet());
        all.addAll(waiting.keySet());
        return all.size();
    }

    // Who was served goes to the end of the line.
    private void admit(AccountName account) {
        var line = waiting.getOrDefault(account, new ArrayDeque<>());
        waiting.remove(account);
        var part = line.remove();
        if (!line.isEmpty()) {
            waiting.put(account, line);
        }
        held.merge(account, part.bytes, Long::sum);
        taken += part.bytes;
        part.come.countDown();
    }
}

package dev.preheat.title;

import dev.preheat.media.Manifest;
import dev.preheat.pace.Limit;
import dev.preheat.pace.Pace;
import dev.preheat.pace.Rates;
import dev.preheat.pace.Turns;
import dev.preheat.pace.Turns.Who;
import dev.preheat.tenancy.AccountName;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Where the manifests of all fills and estimates are fetched and read: a text has its memory before it is asked for, and few
 * are read at a time, so that one account's manifests take neither the heap nor the processors from the calls of another.
 *
 * <p>Limits: an eighth of the heap for texts under way, three eighths for what is kept of titles; half of the processors, and
 * one for each 256 MiB of the heap, for reading. Who wants more waits, in the turns of the accounts.
 */
public final class ReadingRoom implements AutoCloseable {
    public static final int LARGEST = 8 * 1024 * 1024;
    private static final int USUAL = 512 * 1024; // of which nobody has said how long it is
    private static final int COPIES = 3; // as received, as it grows, and as it was packed
    private static final int GROWTH = 3; // of a live title: by a third, until it is asked for
    private static final int PARTS_OF_HEAP = 8;
    private static final int PARTS_FOR_TITLES = 3;
    private static final long HEAP_OF_A_READER = 256L * 1024 * 1024; // what a text of 8 MiB can be made to hold

    private final Room room;
    private final Pace readers;
    private final ExecutorService threads;
    private final Shelves shelves;

    /**
     * With room for so many bytes of texts.
     *
     * @param titles for how many bytes there are shelves
     * @param readers how many manifests are read at once
     */
    ReadingRoom(long bytes, long titles, int readers) {
        this.room = new Room(bytes);
        this.shelves = new Shelves(titles);
        this.readers = new Pace(new Limit(readers, Rates.NONE), System::nanoTime);
        this.threads = Executors.newFixedThreadPool(
                readers, Thread.ofPlatform().daemon().name("manifests-", 1).factory());
    }

    /** As large as the machine allows. */
    public static ReadingRoom ofThisMachine() {
        var machine = Runtime.getRuntime();
        long readers = Math.min(machine.availableProcessors() / 2, machine.maxMemory() / HEAP_OF_A_READER);
        long part = machine.maxMemory() / PARTS_OF_HEAP;
        return new ReadingRoom(part, PARTS_FOR_TITLES * part, (int) Math.max(1, readers));
    }

    /** For what a fill or an estimate keeps of its title. */
    Shelves.Shelf shelf(AccountName account) {
        return shelves.of(account);
    }

    /** Fetches a text and reads it. */
    @FunctionalInterface
    public interface Use<T> {
        /** @param most how many bytes the text may have; empty when it has more */
        Optional<T> of(int most) throws InterruptedException;
    }

    /**
     * Uses one text, in as much memory as it needs: once more where it is longer than was known.
     *
     * @param length as far as it is known, else -1
     * @return empty for one of more than 8 MiB
     */
    <T> Optional<T> use(AccountName account, long length, Use<T> use) throws InterruptedException {
        int known = Math.clamp(length + length / GROWTH, USUAL, LARGEST);
        var first = once(account, known, use);
        return first.isPresent() || known == LARGEST ? first : once(account, LARGEST, use);
    }

    private <T> Optional<T> once(AccountName account, int most, Use<T> use) throws InterruptedException {
        try (var _ = room.enter(account, (long) COPIES * most)) {
            return use.of(most);
        }
    }

    /**
     * Reads one manifest when it is the account's turn, on a thread that no call waits for. It is read to its end, too, by who
     * is stopped meanwhile: its memory is in use until then.
     */
    Manifest.Reading read(AccountName account, Supplier<Manifest.Reading> text) throws InterruptedException {
        var turn = readers.enter(new Who(Turns.DIRECT, account));
        try {
            var reading = CompletableFuture.supplyAsync(text, threads).join();
            if (Thread.interrupted()) {
                throw new InterruptedException("stopped while reading a manifest");
            }
            return reading;
        } finally {
            readers.leave(turn);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}

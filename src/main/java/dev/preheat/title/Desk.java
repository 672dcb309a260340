package dev.preheat.title;

import dev.preheat.media.Manifest;
import dev.preheat.tenancy.AccountName;
import java.util.Optional;
import java.util.function.Supplier;

/** The reading room, as one account uses it. */
public record Desk(ReadingRoom room, AccountName account) {
    /** For what is kept of a title. */
    public Shelves.Shelf shelf() {
        return room.shelf(account);
    }

    /** Uses the text of one manifest when there is room for it; see {@link ReadingRoom#use}. */
    public <T> Optional<T> use(long length, ReadingRoom.Use<T> use) throws InterruptedException {
        return room.use(account, length, use);
    }

    /** Reads one when it is its turn; see {@link ReadingRoom#read}. */
    public Manifest.Reading read(Supplier<Manifest.Reading> text) throws InterruptedException {
        return room.read(account, text);
    }
}

package dev.preheat.title;

import dev.preheat.url.Url;
import java.util.Locale;

/**
 * How many objects a title has, and how many characters their addresses: what of it is kept, and what is only counted.
 *
 * <p>Limits: 100,000, and 64 million characters: as many addresses of 640 characters each.
 */
public final class TitleSize {
    public static final int MOST_OBJECTS = 100_000;

    /** How many are counted of a title that is too large. */
    public static final int MOST_COUNTED = 10 * MOST_OBJECTS;

    static final long MOST_CHARACTERS = 64_000_000;

    private long objects;
    private long characters;
    private long beyond;

    /** Counts one more object; false when there is no room for its address. */
    public boolean takes(Url address) {
        int length = address.toString().length();
        if (objects == MOST_OBJECTS || characters + length > MOST_CHARACTERS) {
            beyond++;
            return false;
        }
        objects++;
        characters += length;
        return true;
    }

    /** There are so many more, which are not looked at one by one. */
    public void more(long others) {
        beyond = Math.addExact(beyond, Math.min(others, Integer.MAX_VALUE));
    }

    public boolean isOver() {
        return beyond > 0;
    }

    /** How many there are, as far as they were counted. */
    public long objects() {
        return objects + beyond;
    }

    /** How many of them are only counted. */
    public long beyond() {
        return beyond;
    }

    /** Why it is too large. */
    public String why() {
        return objects() > MOST_OBJECTS
                ? String.format(
                        Locale.ROOT,
                        "the title has at least %,d objects, and one may have %,d",
                        objects(),
                        MOST_OBJECTS)
                : String.format(
                        Locale.ROOT,
                        "the addresses of the title's objects have more than %,d characters together, which is the most:"
                                + " make them shorter, or fill a part of the title by the domain's `only`",
                        MOST_CHARACTERS);
    }
}

package dev.preheat.edge;

/**
 * How much an edge was seen to hold at once, after the time in which it throws out what does not fit.
 *
 * <p>A cache that evicts what was used longest ago and still has the oldest of a title has all that was stored since, so it
 * is as large as that. A title within this needs no such wait. A cache of less than 1 MiB or 64 entries is none.
 */
public final class Holding {
    private Volume stored = Volume.NOTHING;
    private Volume held;

    Holding(Volume held) {
        this.held = held;
    }

    /** So many objects, of so many bytes in all. */
    public record Volume(long objects, long bytes) {
        static final Volume NOTHING = new Volume(0, 0);
        static final Volume UNDOUBTED = new Volume(64, 1 << 20);

        public Volume since(Volume before) {
            return new Volume(objects - before.objects, bytes - before.bytes);
        }

        Volume and(long more) {
            return new Volume(objects + 1, bytes + Math.max(0, more));
        }

        boolean isWithin(Volume other) {
            return objects <= other.objects && bytes <= other.bytes;
        }

        private Volume or(Volume other) {
            return new Volume(Math.max(objects, other.objects), Math.max(bytes, other.bytes));
        }
    }

    /** One more object was seen stored. */
    public synchronized void saw(long bytes) {
        stored = stored.and(bytes);
    }

    /** All that was seen stored so far, by every fill; the difference of two is what came between. */
    public synchronized Volume stored() {
        return stored;
    }

    /** Whether it holds so much for certain. */
    public synchronized boolean holds(Volume volume) {
        return volume.isWithin(held);
    }

    /** It was seen to hold so much. */
    public synchronized void held(Volume volume) {
        held = held.or(volume);
    }
}

package dev.preheat.title;

/**
 * The part of some memory that an account may have: an equal one for each that has or wants some, where one stays free for
 * the next that comes.
 *
 * @param most how many bytes there are
 * @param taken how many of them are held
 * @param accounts how many have or want some
 */
record Portion(long most, long taken, int accounts) {
    /** Whether an account that holds {@code own} may have so many more; one that has nothing may, where there are as many. */
    boolean has(long own, long bytes) {
        return bytes <= most - taken && (own == 0 || own + bytes <= most / (1 + accounts));
    }
}

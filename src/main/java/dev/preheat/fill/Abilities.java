package dev.preheat.fill;

/**
 * What an edge can do, found out by experiment.
 *
 * @param onlyIfCached whether a probe with {@code Cache-Control: only-if-cached} does not fill
 */
record Abilities(boolean onlyIfCached) {}

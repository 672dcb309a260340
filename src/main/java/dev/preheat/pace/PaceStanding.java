package dev.preheat.pace;

/**
 * How one edge or one origin is being asked.
 *
 * @param asked how often a place was taken since the start
 * @param backOffs how often the places were halved since the start
 * @param busy places taken now
 * @param allowed places there are now
 */
public record PaceStanding(long asked, long backOffs, int busy, int allowed) {}

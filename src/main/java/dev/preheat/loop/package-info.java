/**
 * Tasks that run in the background until they are stopped, and the pauses between attempts. Knows nothing
 * of ours but the exception of a store that is away.
 */
@NullMarked
package dev.preheat.loop;

import org.jspecify.annotations.NullMarked;

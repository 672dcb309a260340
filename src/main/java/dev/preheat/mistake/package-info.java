/**
 * Mistakes of the person who starts, configures or calls Preheat, in words that help: a name that was mistyped, a file that
 * cannot be used. Knows nothing of ours.
 */
@NullMarked
package dev.preheat.mistake;

import org.jspecify.annotations.NullMarked;

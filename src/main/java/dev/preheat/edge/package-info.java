/**
 * One cache, asked and filled object by object, and the proof that an object is stored. Knows nothing of titles. Knows pace,
 * wire and preheat.
 */
@NullMarked
package dev.preheat.edge;

import org.jspecify.annotations.NullMarked;

/**
 * Fills: claimed, carried out title by title, proved, and ended. Knows title, edge and preheat.
 */
@NullMarked
package dev.preheat.fill;

import org.jspecify.annotations.NullMarked;

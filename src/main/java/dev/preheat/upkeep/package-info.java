/**
 * The care that the store needs from time to time: old rows are deleted, fills of edges that are gone end, dead processes are
 * noticed. Knows preheat, sql, tenancy and loop.
 */
@NullMarked
package dev.preheat.upkeep;

import org.jspecify.annotations.NullMarked;

/**
 * Chores of the store: old rows are deleted, fills of edges that are gone end, dead processes are found. Knows loop, preheat,
 * sql and tenancy.
 */
@NullMarked
package dev.preheat.upkeep;

import org.jspecify.annotations.NullMarked;

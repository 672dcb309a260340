/**
 * What the store needs from time to time: old rows go, fills of edges that are gone end, dead processes are found. Knows preheat, sql and tenancy.
 */
@NullMarked
package dev.preheat.upkeep;

import org.jspecify.annotations.NullMarked;

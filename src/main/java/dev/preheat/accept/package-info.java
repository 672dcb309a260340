/**
 * Accepting: from what a caller asks for to a task in the table, and what a change of the catalogue asks for. Knows catalogue, preheat, sql and tenancy.
 */
@NullMarked
package dev.preheat.accept;

import org.jspecify.annotations.NullMarked;

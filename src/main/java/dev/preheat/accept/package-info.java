/**
 * Accepting: turns a caller's request, or a change of the catalogue, into a task in the table. Knows catalogue, preheat, sql,
 * tenancy and url.
 */
@NullMarked
package dev.preheat.accept;

import org.jspecify.annotations.NullMarked;

/**
 * The form that all operations share: one call in, one answer out, in JSON, with the errors that a client can see.
 */
@NullMarked
package dev.preheat.operation;

import org.jspecify.annotations.NullMarked;

/**
 * The wire: one class per operation, every error a client can see, and the only JSON. Turns requests into calls on
 * catalogue and preheat, never on fill.
 */
@NullMarked
package dev.preheat.api;

import org.jspecify.annotations.NullMarked;

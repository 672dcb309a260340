/**
 * The table of contents of the wire, and the gate that every call passes before its operation. Turns requests into calls on
 * catalogue and preheat, never on fill.
 */
@NullMarked
package dev.preheat.api;

import org.jspecify.annotations.NullMarked;

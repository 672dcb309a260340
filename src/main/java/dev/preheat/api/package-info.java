/**
 * The table of contents of the API, and the gate that every call passes before its operation. Knows catalogue and preheat,
 * never fill.
 */
@NullMarked
package dev.preheat.api;

import org.jspecify.annotations.NullMarked;

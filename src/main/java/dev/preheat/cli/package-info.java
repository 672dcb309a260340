/**
 * A client of the public API like any other: signs with auth, speaks HTTP, and never opens the store.
 */
@NullMarked
package dev.preheat.cli;

import org.jspecify.annotations.NullMarked;

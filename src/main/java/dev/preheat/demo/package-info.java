/**
 * The demo cast: a counted origin, an edge cache that needs nothing installed, and a short title. Knows http alone.
 */
@NullMarked
package dev.preheat.demo;

import org.jspecify.annotations.NullMarked;

/**
 * What tests stand on: a real nginx, an origin that misbehaves, titles to fill, players to check them, clocks that are
 * set. Knows none of ours, so that what it says of the product is evidence.
 */
@NullMarked
package dev.preheat.testing;

import org.jspecify.annotations.NullMarked;

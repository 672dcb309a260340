/**
 * How fast edges and origins are asked: places, turns, rates. Knows wire, preheat and tenancy.
 */
@NullMarked
package dev.preheat.pace;

import org.jspecify.annotations.NullMarked;

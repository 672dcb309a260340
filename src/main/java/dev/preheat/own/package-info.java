/**
 * Our own operations under {@code /preheat/v1}. Knows operation and vod, and what those know.
 */
@NullMarked
package dev.preheat.own;

import org.jspecify.annotations.NullMarked;

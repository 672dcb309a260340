/**
 * Our own operations under {@code /preheat/v1}. Knows operation and what that knows, and webhook.
 */
@NullMarked
package dev.preheat.own;

import org.jspecify.annotations.NullMarked;

/**
 * Tells webhooks what happened to tasks: sends what {@code preheat} has noted, signed, until it is taken. Knows preheat.
 */
@NullMarked
package dev.preheat.webhook;

import org.jspecify.annotations.NullMarked;

/**
 * Webhooks: notes what happened to tasks, and sends it, signed, until it is taken. Knows catalogue, loop, preheat, sql and
 * tenancy.
 */
@NullMarked
package dev.preheat.webhook;

import org.jspecify.annotations.NullMarked;

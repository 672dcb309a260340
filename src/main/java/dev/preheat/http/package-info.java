/**
 * Requests and answers as bytes, the bytes that a signature covers among them, and the routes to endpoints. Knows none of
 * ours.
 */
@NullMarked
package dev.preheat.http;

import org.jspecify.annotations.NullMarked;

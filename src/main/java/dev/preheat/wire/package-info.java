/**
 * HTTP to edges and origins: one request and its answer on a kept connection, and what an answer says of storing. The only
 * place that dials them. Knows url.
 */
@NullMarked
package dev.preheat.wire;

import org.jspecify.annotations.NullMarked;

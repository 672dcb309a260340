/**
 * The server: Jetty, the connections it lets in, and what each may cost. The only place that knows Jetty. Knows http.
 */
@NullMarked
package dev.preheat.server;

import org.jspecify.annotations.NullMarked;

/**
 * The server: Jetty, the connections it lets in, and what each of them may cost. The only package that knows Jetty.
 */
@NullMarked
package dev.preheat.server;

import org.jspecify.annotations.NullMarked;

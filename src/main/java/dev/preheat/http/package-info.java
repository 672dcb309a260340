/**
 * HTTP as bytes: a server on virtual threads, routes, and the request whose bytes a signature covers. The only place
 * that knows Jetty. Knows none of ours.
 */
@NullMarked
package dev.preheat.http;

import org.jspecify.annotations.NullMarked;

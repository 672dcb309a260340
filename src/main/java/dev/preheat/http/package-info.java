/**
 * Requests and answers as bytes, including the very bytes that a signature covers, and the routes to endpoints. Knows no
 * other package of ours but those that everyone may know.
 */
@NullMarked
package dev.preheat.http;

import org.jspecify.annotations.NullMarked;

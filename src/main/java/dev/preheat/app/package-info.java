/**
 * The beginning of the program: the verbs of the service, its metrics, and {@code App}, which builds every object once in the order
 * a request meets them. May know every other package; none may know it.
 */
@NullMarked
package dev.preheat.app;

import org.jspecify.annotations.NullMarked;

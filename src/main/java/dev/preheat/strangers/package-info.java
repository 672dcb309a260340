/**
 * Limits for callers nobody knows yet: crowds, pauses, lines, and what is said of them in the log. Knows http.
 */
@NullMarked
package dev.preheat.strangers;

import org.jspecify.annotations.NullMarked;

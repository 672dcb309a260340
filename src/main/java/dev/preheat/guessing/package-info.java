/**
 * Limits on guessing passwords and signatures, which hold up nobody but the source that guesses. Knows http.
 */
@NullMarked
package dev.preheat.guessing;

import org.jspecify.annotations.NullMarked;

/** Limits on guessing passwords and signatures, which hold up only the source that guesses. */
@NullMarked
package dev.preheat.guessing;

import org.jspecify.annotations.NullMarked;

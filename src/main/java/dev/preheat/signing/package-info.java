/**
 * Signatures of requests: the canonical text, the algorithms, the keys.
 */
@NullMarked
package dev.preheat.signing;

import org.jspecify.annotations.NullMarked;

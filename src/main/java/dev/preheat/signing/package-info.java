/**
 * Signatures of requests: the canonical text, the algorithms, the keys. Knows http and tenancy.
 */
@NullMarked
package dev.preheat.signing;

import org.jspecify.annotations.NullMarked;

/** Bytes and their text: SHA-256 digests, percent-encoding. Knows no other package of ours, and
 * every package may know it. */
@NullMarked
package dev.preheat.encoding;

import org.jspecify.annotations.NullMarked;

/**
 * The ranges that settings must stay in, as the records that have them and the configuration both know them. Knows nothing of
 * ours.
 */
@NullMarked
package dev.preheat.limit;

import org.jspecify.annotations.NullMarked;

/** Rules about time that hold even if the clock is set. Knows no other package of ours, and every package may know it. */
@NullMarked
package dev.preheat.time;

import org.jspecify.annotations.NullMarked;

/** Rules about time that hold whoever sets the clock. Knows none of ours; every package may know it. */
@NullMarked
package dev.preheat.time;

import org.jspecify.annotations.NullMarked;

/** Web addresses as browsers read and send them. */
@NullMarked
package dev.preheat.url;

import org.jspecify.annotations.NullMarked;

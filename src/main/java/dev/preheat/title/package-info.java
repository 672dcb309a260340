/**
 * From a URL to all objects of its title, each once and in the order of play, and the memory that this takes. Knows edge,
 * media and pace.
 */
@NullMarked
package dev.preheat.title;

import org.jspecify.annotations.NullMarked;

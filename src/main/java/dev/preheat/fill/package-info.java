/**
 * Filling edges and proving it. The only place that dials an edge or an origin. Knows preheat, catalogue and media.
 */
@NullMarked
package dev.preheat.fill;

import org.jspecify.annotations.NullMarked;

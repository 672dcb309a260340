/**
 * The things that may be preheated: delivery domains, assets and their streaming URLs. Knows sql, tenancy and url.
 */
@NullMarked
package dev.preheat.catalogue;

import org.jspecify.annotations.NullMarked;

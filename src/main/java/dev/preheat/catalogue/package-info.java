/**
 * What may be preheated: delivery domains, assets and their streaming URLs. Knows tenancy and sql.
 */
@NullMarked
package dev.preheat.catalogue;

import org.jspecify.annotations.NullMarked;

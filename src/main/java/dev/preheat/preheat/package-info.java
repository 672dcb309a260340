/**
 * Tasks and their fills: accepted durably, claimed with a lease, finished once. The table in here is the queue and the
 * truth; api and fill meet only in it. Knows catalogue, tenancy and sql.
 */
@NullMarked
package dev.preheat.preheat;

import org.jspecify.annotations.NullMarked;

/**
 * Tasks and their fills: claimed with a lease, finished once. The table in here is the queue and the truth; accepting and
 * filling meet only in it. Knows catalogue, sql, tenancy and url.
 */
@NullMarked
package dev.preheat.preheat;

import org.jspecify.annotations.NullMarked;

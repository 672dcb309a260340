/**
 * Owners and payers: accounts, their users, projects and the daily quota. Knows none of ours.
 */
@NullMarked
package dev.preheat.tenancy;

import org.jspecify.annotations.NullMarked;

/**
 * Accounts, which pay and own: their users, policies, projects and daily quota. Knows no other package of ours.
 */
@NullMarked
package dev.preheat.tenancy;

import org.jspecify.annotations.NullMarked;

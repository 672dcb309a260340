/**
 * Who is calling: from a request to a proved caller. Knows requests (from http) and tenancy.
 */
@NullMarked
package dev.preheat.auth;

import org.jspecify.annotations.NullMarked;

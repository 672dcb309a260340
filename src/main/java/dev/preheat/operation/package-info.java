/**
 * The shape that all operations share: one request in, one answer out, in JSON, with the errors that a client can see. Knows accept, auth, catalogue, http, preheat and tenancy.
 */
@NullMarked
package dev.preheat.operation;

import org.jspecify.annotations.NullMarked;

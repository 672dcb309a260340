/**
 * From a request to a proved caller, by signature or by token; and from a name and a password to a token.
 */
@NullMarked
package dev.preheat.auth;

import org.jspecify.annotations.NullMarked;

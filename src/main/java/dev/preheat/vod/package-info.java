/**
 * The operations of Huawei Cloud VOD, in the vendor's forms. Knows operation and what that knows.
 */
@NullMarked
package dev.preheat.vod;

import org.jspecify.annotations.NullMarked;

/**
 * What a manifest leads to. Text in, references out; no network, no other package of ours.
 */
@NullMarked
package dev.preheat.media;

import org.jspecify.annotations.NullMarked;

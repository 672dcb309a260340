/**
 * The reading of preheat.yaml: key by key, with every fault named at once and its line. The limits of a value are those of the
 * record that it becomes.
 */
@NullMarked
package dev.preheat.config;

import org.jspecify.annotations.NullMarked;

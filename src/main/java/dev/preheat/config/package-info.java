/**
 * What preheat.yaml says: read key by key, checked, and every fault in it named at once, with its line. The limits of a value
 * are those of the record that it becomes.
 */
@NullMarked
package dev.preheat.config;

import org.jspecify.annotations.NullMarked;

/**
 * The only place that knows JDBC: one database, read by many, written by one thread that commits in groups. Knows none
 * of ours.
 */
@NullMarked
package dev.preheat.sql;

import org.jspecify.annotations.NullMarked;

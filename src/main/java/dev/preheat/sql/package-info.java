/**
 * The only place that knows JDBC: one database, SQLite or PostgreSQL, read by many connections, written by few that commit in
 * groups. Knows none of ours.
 */
@NullMarked
package dev.preheat.sql;

import org.jspecify.annotations.NullMarked;

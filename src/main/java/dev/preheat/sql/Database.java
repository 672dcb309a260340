package dev.preheat.sql;

/** One database. */
public final class Database {}

package dev.preheat.tenancy;

/**
 * Somebody who may call.
 *
 * @param owner whether this is the account itself, which may do everything
 */
public record User(String name, AccountName account, boolean owner) {}

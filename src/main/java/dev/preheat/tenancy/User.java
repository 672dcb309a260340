package dev.preheat.tenancy;

import java.util.List;

/**
 * Somebody who may call.
 *
 * @param owner whether this is the account itself, which may do everything
 * @param policies what a user who is not the owner may do; without any: nothing
 */
public record User(String name, AccountName account, boolean owner, List<Policy> policies) {
    public User {
        policies = List.copyOf(policies);
    }

    /** Somebody without policies: an owner, or who may do nothing. */
    public User(String name, AccountName account, boolean owner) {
        this(name, account, owner, List.of());
    }

    /** Whether this user may do what {@code action} names, such as {@code vod:asset:preheat}. */
    public boolean may(String action) {
        return owner || Policy.allow(policies, action);
    }
}

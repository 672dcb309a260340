package dev.preheat.tenancy;

import java.util.List;

/**
 * A user who may call the API.
 *
 * @param owner true for the account itself, which may do everything
 * @param policies the actions that a user other than the owner may take; without any, none
 */
public record User(String name, AccountName account, boolean owner, List<Policy> policies) {
    public User {
        policies = List.copyOf(policies);
    }

    /** A user without policies: an owner, or one who may do nothing. */
    public User(String name, AccountName account, boolean owner) {
        this(name, account, owner, List.of());
    }

    /** True if this user may take {@code action}, such as {@code vod:asset:preheat}. */
    public boolean may(String action) {
        return owner || Policy.allow(policies, action);
    }
}

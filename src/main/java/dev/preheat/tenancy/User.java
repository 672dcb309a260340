package dev.preheat.tenancy;

import java.util.List;

/**
 * A user who may call.
 *
 * @param owner true if this is the account itself, which may do everything
 * @param policies those of a user who is not the owner; without any, such a user may do nothing
 */
public record User(String name, AccountName account, boolean owner, List<Policy> policies) {
    public User {
        policies = List.copyOf(policies);
    }

    /** Makes a user without policies: an owner, or one who may do nothing. */
    public User(String name, AccountName account, boolean owner) {
        this(name, account, owner, List.of());
    }

    /** True if this user may do {@code action}, such as {@code vod:asset:preheat}. */
    public boolean may(String action) {
        return owner || Policy.allow(policies, action);
    }
}

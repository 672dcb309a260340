package dev.preheat.tenancy;

/**
 * A project of one account, which owns domains, assets and tasks.
 *
 * @param name the region's name in the vendor's cloud, such as {@code cn-north-4}
 */
public record Project(ProjectId id, String name, AccountName account) {}

package dev.preheat.tenancy;

/**
 * Owns domains, assets and tasks; belongs to one account.
 *
 * @param name the region's name in the vendor's cloud, such as {@code cn-north-4}
 */
public record Project(ProjectId id, String name, AccountName account) {}

package dev.downshift.core.tenancy;

/** An organization as one of its members sees it in the switcher. */
public record Membership(OrganizationId organization, String name, String slug, Role role) {}

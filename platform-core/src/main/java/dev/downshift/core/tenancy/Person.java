package dev.downshift.core.tenancy;

/** Someone who can sign in. */
public record Person(PersonId id, String email, String displayName) {}

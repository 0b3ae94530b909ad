package dev.downshift.core.tenancy;

import java.time.Instant;

/** A person in an organization. */
public record Member(PersonId person, String email, String displayName, Role role, Instant since) {}

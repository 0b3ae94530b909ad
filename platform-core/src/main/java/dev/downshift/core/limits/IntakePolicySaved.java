package dev.downshift.core.limits;

import dev.downshift.core.tenancy.OrganizationId;

/** An organization has a new intake policy; published in the transaction that saves it. */
public record IntakePolicySaved(OrganizationId organizationId, IntakePolicy policy) {}

package dev.downshift.core.privacy;

import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.engine.privacy.Redactor;

/** Redactors of organizations. */
public interface Redaction {

    /**
     * A redactor under the organization's current policy, with surrogates that nobody outside the organization can link. It
     * keeps that policy; ask again for each upload or request.
     */
    Redactor redactorFor(OrganizationId organization);

    /** The version of the current policy; 0 as long as it is the standard one. */
    int policyVersion(OrganizationId organization);
}
